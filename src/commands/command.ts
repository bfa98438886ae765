/** What a command is given by the process. */
import type { Command, Input } from '../config.ts';

export type CommandInput = Input & {
  readonly command: Command;
  /** Aborted when the command should end: Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal;
  /** Aborted when it should end without ceremony: the same once more. */
  readonly hurry: AbortSignal;
};
