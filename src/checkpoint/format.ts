/**
 * What stands in a checkpoint: a line that says what it was made of, then lines of the state, which nobody here reads, then a line that says where they
 * are true and how many there are, and last the checksum of all that stands before it.
 */
import type { Offsets } from '../position.ts';

const FORMAT = 'voice-events-gateway checkpoint';
/** Of the lines here and of those of the state. Another gateway reads what has its own number, and nothing else. */
export const VERSION = 1;

/** What a checkpoint was made of. */
export type Origin = {
  /** Null for a cluster that has no id. */
  readonly clusterId: string | null;
  readonly topics: { readonly agentState: string; readonly callThread: string };
  readonly tenants: 'all' | ReadonlySet<string>;
  readonly dayTimeZone: string;
};

/** Where the state is true. */
export type Place = { readonly offsets: Offsets; readonly clockMs: number };

export type RefusalReason = 'DAMAGED' | 'NEWER' | 'OTHER_CLUSTER' | 'OTHER_TOPICS' | 'OTHER_TENANTS' | 'LOG_GONE';

/** What is not used as a checkpoint, and why: a sentence. */
export class Refusal extends Error {
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason, problem: string) {
    super(problem);
    this.reason = reason;
  }
}

type Head = Omit<Origin, 'tenants'> & { readonly format: string; readonly version: number; readonly tenants: 'all' | readonly string[] };

export function headLine({ clusterId, topics, tenants, dayTimeZone }: Origin): string {
  const head: Head = {
    ...{ format: FORMAT, version: VERSION, clusterId, topics, dayTimeZone },
    tenants: tenants === 'all' ? tenants : [...tenants],
  };
  return `${JSON.stringify(head)}\n`;
}

/** Throws a Refusal. */
export function readHead(line: string): Origin {
  const { format, version, tenants, ...rest } = parsed(line) as Head;
  if (format !== FORMAT || !Number.isInteger(version)) throw new Refusal('DAMAGED', 'it does not begin as a checkpoint does');
  if (version > VERSION)
    throw new Refusal('NEWER', `it was written by a newer gateway (format ${version}, this one reads ${VERSION}): install that one again`);
  if (version < VERSION) throw new Refusal('DAMAGED', `there is no format ${version}`);
  return { ...rest, tenants: tenants === 'all' ? tenants : new Set(tenants) };
}

type End = {
  readonly lines: number;
  readonly clockMs: number;
  readonly offsets: readonly (readonly [topic: string, partitions: readonly (readonly [partition: number, offset: string])[]])[];
};

export function endLine({ offsets, clockMs }: Place, lines: number): string {
  const end: End = {
    ...{ lines, clockMs },
    offsets: Array.from(offsets, ([topic, partitions]) => [topic, Array.from(partitions, ([id, offset]) => [id, String(offset)] as const)]),
  };
  return `${JSON.stringify(end)}\n`;
}

/** Throws a Refusal where it is not the end of so many lines. */
export function readEnd(line: string, lines: number): Place {
  const end = parsed(line) as End;
  if (end.lines !== lines) throw new Refusal('DAMAGED', `it holds ${lines} entries where there were ${end.lines}`);
  const partitionsOf = (all: End['offsets'][number][1]) => new Map(all.map(([id, offset]) => [id, BigInt(offset)]));
  return { clockMs: end.clockMs, offsets: new Map(end.offsets.map(([topic, all]) => [topic, partitionsOf(all)])) };
}

export function sumLine(sha256: string): string {
  return `${JSON.stringify({ sha256 })}\n`;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new Refusal('DAMAGED', 'a line of it cannot be read');
  }
}

/** Whether it is one of this log and these tenants: a sentence if not. The cluster is known later. */
export function misfit(origin: Origin, ours: Omit<Origin, 'clusterId'>): Refusal | null {
  const { agentState, callThread } = origin.topics;
  if (agentState !== ours.topics.agentState || callThread !== ours.topics.callThread)
    return new Refusal('OTHER_TOPICS', `it is of the topics ${agentState} and ${callThread}`);
  // Of fewer tenants than there were, all is there.
  if (origin.tenants === 'all') return null;
  const { tenants } = origin;
  if (ours.tenants === 'all') return new Refusal('OTHER_TENANTS', 'it is of some tenants only, and TENANTS now names all');
  const lacking = [...ours.tenants].filter((tenantId) => !tenants.has(tenantId));
  return lacking.length === 0 ? null : new Refusal('OTHER_TENANTS', `TENANTS names ${lacking.length} tenants that it is not of`);
}
