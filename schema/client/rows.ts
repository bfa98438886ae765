/** What a state subscription shows, put together from its payloads: a pure function, such as reducers are. */

/** A payload, with its fields under their own names and the id of each entity selected. */
export type StateUpdate = {
  readonly kind: 'SNAPSHOT' | 'CHANGE';
  readonly snapshotBegins: boolean;
  readonly snapshotComplete: boolean;
  readonly removed: readonly string[];
} & (
  | { readonly agents: readonly { readonly agentId: string }[] }
  | { readonly callThreads: readonly { readonly callThreadId: string }[] }
  | { readonly queues: readonly { readonly queueId: string }[] }
);

/** One entity as the subscription selects it. */
export type RowOf<Update> = Update extends
  | { readonly agents: readonly (infer Row)[] }
  | { readonly callThreads: readonly (infer Row)[] }
  | { readonly queues: readonly (infer Row)[] }
  ? Row
  : never;

export type Rows<Row> = {
  /** In the order of their ids. One that has not changed is the same object as before, and so is the list if none has. */
  readonly list: readonly Row[];
  /** The same by id. */
  readonly byId: ReadonlyMap<string, Row>;
  /** False until a snapshot was there in full: `list` holds what has come of it so far. */
  readonly isComplete: boolean;
  /** The pages of a snapshot that is not there in full yet: after an outage what was there before is shown meanwhile. */
  readonly coming: ReadonlyMap<string, Row> | null;
};

/** Before the first payload. */
export const NO_ROWS: Rows<never> = { list: [], byId: new Map<string, never>(), isComplete: false, coming: null };

/** The rows once this payload has come. What is handed in stays as it is. */
export function rowsAfter<Update extends StateUpdate>(rows: Rows<RowOf<Update>>, update: Update): Rows<RowOf<Update>> {
  const { kind, snapshotBegins, snapshotComplete, removed } = update;
  const isPage = kind === 'SNAPSHOT';
  const next = new Map(isPage ? (snapshotBegins ? null : rows.coming) : rows.byId);
  for (const [id, row] of entries(update)) {
    const known = rows.byId.get(id);
    next.set(id, known !== undefined && isEqual(known, row) ? known : row);
  }
  for (const id of removed) next.delete(id);
  if (isPage && !snapshotComplete && rows.isComplete) return { ...rows, coming: next };
  const isComplete = rows.isComplete || snapshotComplete;
  return { ...shown(rows, next), isComplete, coming: isPage && !snapshotComplete ? next : null };
}

function shown<Row>({ list, byId }: Rows<Row>, next: ReadonlyMap<string, Row>): Pick<Rows<Row>, 'list' | 'byId'> {
  if (next.size === byId.size && [...next].every(([id, row]) => byId.get(id) === row)) return { list, byId };
  const inOrder = new Map([...next].sort(([a], [b]) => (a < b ? -1 : 1)));
  return { list: [...inOrder.values()], byId: inOrder };
}

function entries<Update extends StateUpdate>(update: Update): [string, RowOf<Update>][] {
  const all: [string, unknown][] =
    'agents' in update
      ? update.agents.map((row) => [row.agentId, row])
      : 'callThreads' in update
        ? update.callThreads.map((row) => [row.callThreadId, row])
        : update.queues.map((row) => [row.queueId, row]);
  return all as [string, RowOf<Update>][];
}

/** Of values that have come as JSON. */
function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isEqual(left[key], right[key]));
}
