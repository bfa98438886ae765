/** A thread that reads a checkpoint once, and tells how many seconds it took. */
import { parentPort, workerData } from 'node:worker_threads';
import { Diagnostics } from '../src/diagnostics.ts';
import { defaultRules } from '../src/state/rules.ts';
import { State } from '../src/state/state.ts';
import { checkpointsOf } from './checkpoints-of.ts';

const beginMs = performance.now();
const checkpoints = checkpointsOf(new State(defaultRules), workerData as string, 60_000, new Diagnostics());
await checkpoints.open();
checkpoints.meet('soak');
if (checkpoints.figures.outcome !== 'RESTORED') throw new Error(`it was not read: ${checkpoints.figures.outcome}`);
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- of windows: a thread has no origin.
parentPort?.postMessage((performance.now() - beginMs) / 1000);
