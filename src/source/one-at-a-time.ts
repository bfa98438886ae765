/** Calls a source's `onBatch` once at a time, in the order of asking, and keeps what it throws from harming the reading. */

import { randomUUID } from 'node:crypto';

import type { Diagnostics } from '../diagnostics.ts';
import type { Batch, StartOptions } from './source.ts';

export type Delivery = {
  /** Resolves when the batch was taken; after `end` it is not handed over any more. */
  deliver(batch: Batch): Promise<void>;
  /** Whether a call is under way or waiting. */
  busy(): boolean;
  /** Hands nothing over any more; resolves when the call under way has returned. */
  end(): Promise<void>;
};

export function oneAtATime(onBatch: StartOptions['onBatch'], diagnostics: Diagnostics): Delivery {
  let last: Promise<void> = Promise.resolve();
  let waiting = 0;
  let ended = false;

  const call = async (batch: Batch): Promise<void> => {
    try {
      if (!ended) await onBatch(batch);
    } catch (error) {
      // A broken promise of the contract. The batch counts as taken: reading it again would be the same again.
      diagnostics.tell('unexpectedError', { errorId: randomUUID(), error });
    } finally {
      waiting--;
    }
  };

  return {
    deliver: (batch) => {
      waiting++;
      return (last = last.then(() => call(batch)));
    },
    busy: () => waiting > 0,
    end: () => {
      ended = true;
      return last;
    },
  };
}
