/** Halts a process in the middle of what it does: its connections stay, and nobody answers on them. SIGCONT lets it go on. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

const POLL_MS = 1;

/** Resolves once it stands still: until one of its threads has got the processor and taken the signal, the others go on answering. */
export async function halt(pid: number): Promise<void> {
  process.kill(pid, 'SIGSTOP');
  const tasks = `/proc/${pid}/task`;
  // Elsewhere than on Linux nothing tells how its threads stand.
  if (!existsSync(tasks)) return;
  while (!readdirSync(tasks).every((thread) => isStill(`${tasks}/${thread}/status`))) await wait(POLL_MS);
}

/** T is stopped; Z and X, and one that is no longer there, have ended. */
function isStill(status: string): boolean {
  try {
    return /^State:\s+[TZX]/m.test(readFileSync(status, 'utf8'));
  } catch {
    return true;
  }
}
