/** Which of the records that a fetch brings are to be read, and where to go on. No I/O. */

import type { Fetched, FetchedMessage } from './kafka-cluster.ts';
import { rawRecord } from './kafka-partition.ts';
import type { LogChunk } from './source.ts';

/**
 * The committed records from that offset on. What is left out is passed over: control records, aborted transactions, and a hole up to where the
 * log can be read now.
 */
export function committed({ messages, abortedTransactions, lastStableOffset }: Fetched, from: bigint): LogChunk {
  const isAborted = abortedOf(abortedTransactions ?? []);
  const records = messages.filter((message) => !isAborted(message) && message.isControlRecord !== true && BigInt(message.offset) >= from);
  const last = messages.at(-1);
  const nextOffset = last === undefined ? BigInt(lastStableOffset ?? from) : endOf(last);
  return { records: records.map(rawRecord), nextOffset: nextOffset > from ? nextOffset : from };
}

/** One past the batch of a message: what compaction has taken out of a batch still counts for it. */
function endOf({ offset, batchContext }: FetchedMessage): bigint {
  return (batchContext === undefined ? BigInt(offset) : BigInt(batchContext.firstOffset) + BigInt(batchContext.lastOffsetDelta)) + 1n;
}

/** To be asked of each message once, in their order: whether its transaction was aborted. */
function abortedOf(transactions: NonNullable<Fetched['abortedTransactions']>): (message: FetchedMessage) => boolean {
  // The broker lists them by their ends.
  const begins = transactions
    .map(({ producerId, firstOffset }) => ({ producerId, firstOffset: BigInt(firstOffset) }))
    .toSorted((a, b) => (a.firstOffset < b.firstOffset ? -1 : 1));
  const aborting = new Set<string>();
  let begun = 0;
  return ({ offset, key, isControlRecord, batchContext }) => {
    if (begins.length === 0 || batchContext === undefined) return false;
    for (let next = begins[begun]; next !== undefined && next.firstOffset <= BigInt(offset); next = begins[++begun])
      aborting.add(next.producerId);
    const { producerId, inTransaction } = batchContext;
    if (isControlRecord === true && key?.equals(ABORT_MARKER) === true) aborting.delete(producerId);
    return inTransaction && aborting.has(producerId);
  };
}

/** Key of the control record that ends an aborted transaction: version 0, type 0. */
const ABORT_MARKER = Buffer.alloc(4);
