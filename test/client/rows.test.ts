/** What the rows of a state subscription are after any payloads, over any number of connections: what there is, in order, and never less while a snapshot comes. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_ROWS, rowsAfter } from '../../schema/client/rows.ts';
import type { Rows } from '../../schema/client/rows.ts';

type Row = { readonly agentId: string; readonly state: string; readonly sessions: readonly { readonly dn: string }[] };
type Update = {
  readonly kind: 'SNAPSHOT' | 'CHANGE';
  readonly snapshotBegins: boolean;
  readonly snapshotComplete: boolean;
  readonly agents: readonly Row[];
  readonly removed: readonly string[];
};

/** A new object each time, as JSON.parse makes them. */
const row = (agentId: string, state = 'READY'): Row => ({ agentId, state, sessions: [{ dn: `7${agentId}` }] });
const page = (agents: readonly Row[], { begins = true, complete = true } = {}): Update => ({
  kind: 'SNAPSHOT',
  snapshotBegins: begins,
  snapshotComplete: complete,
  agents,
  removed: [],
});
const change = (agents: readonly Row[], removed: readonly string[] = []): Update => ({
  kind: 'CHANGE',
  snapshotBegins: false,
  snapshotComplete: true,
  agents,
  removed,
});
const after = (...updates: readonly Update[]): Rows<Row> => updates.reduce<Rows<Row>>(rowsAfter, NO_ROWS);
const idsOf = ({ list }: Rows<Row>): string[] => list.map(({ agentId }) => agentId);

describe('the rows', () => {
  it('are none, then the pages as they come, then all', () => {
    expect([NO_ROWS.list, NO_ROWS.isComplete]).toEqual([[], false]);
    const first = after(page([row('1'), row('2')], { complete: false }));
    expect([idsOf(first), first.isComplete]).toEqual([['1', '2'], false]);
    const whole = rowsAfter(first, page([row('3')], { begins: false }));
    expect([idsOf(whole), whole.isComplete, whole.coming]).toEqual([['1', '2', '3'], true, null]);
    expect(after(page([])).isComplete).toBe(true);
  });

  it('stand in the order of the gateway, whenever they came', () => {
    expect(idsOf(after(page([row('10'), row('9')]), change([row('8'), row('Z'), row('a'), row('1')])))).toEqual([
      '1',
      '10',
      '8',
      '9',
      'Z',
      'a',
    ]);
  });

  it('go when they are removed, also such as nobody has seen', () => {
    const rows = after(page([row('1'), row('2')]), change([row('3')], ['1', 'unknown']));
    expect(idsOf(rows)).toEqual(['2', '3']);
    expect(rows.byId.get('3')).toBe(rows.list[1]);
  });

  it('stay the same objects where nothing of them has changed', () => {
    const before = after(page([row('1'), row('2')]));
    const changed = rowsAfter(before, change([row('2', 'NOT_READY')]));
    expect(changed.list[0]).toBe(before.list[0]);
    expect(changed.list[1]).toEqual(row('2', 'NOT_READY'));
    // It may come again as it was: it was another one in between.
    const again = rowsAfter(changed, change([row('1')]));
    expect(again.list).toBe(changed.list);
    expect(rowsAfter(changed, change([])).list).toBe(changed.list);
    // After an outage, too.
    expect(rowsAfter(changed, page([row('1'), row('2', 'NOT_READY')])).list).toBe(changed.list);
  });

  it('are others where something deep within them has come, gone or changed', () => {
    const sessions = [{ dn: '7001' }];
    const before = after(page([{ ...row('1'), sessions }]));
    for (const other of [
      [],
      [{ dn: '7002' }],
      [...sessions, { dn: '7002' }],
      [{ dn: '7001', queue: '8001' }],
      [{ queue: '7001' } as never],
    ])
      expect(rowsAfter(before, change([{ ...row('1'), sessions: other }])).list[0]?.sessions).toBe(other);
  });

  it('are those of before the outage until the new snapshot is there in full', () => {
    const before = after(page([row('1'), row('2'), row('3')]));
    const meanwhile = rowsAfter(before, page([row('2'), row('4')], { complete: false }));
    expect([meanwhile.list, meanwhile.isComplete]).toEqual([before.list, true]);
    const whole = rowsAfter(meanwhile, page([row('5')], { begins: false }));
    expect(idsOf(whole)).toEqual(['2', '4', '5']);
    expect(whole.list[0]).toBe(before.list[1]);
  });

  it('do not keep what a snapshot had brought that was cut off', () => {
    const cut = after(page([row('1'), row('2')], { complete: false }));
    expect(idsOf(rowsAfter(cut, page([row('3')])))).toEqual(['3']);
    const later = rowsAfter(after(page([row('0')])), page([row('1')], { complete: false }));
    expect(idsOf(rowsAfter(later, page([row('2')])))).toEqual(['2']);
  });

  it('are those of calls and queues alike', () => {
    const told = { kind: 'SNAPSHOT', snapshotBegins: true, snapshotComplete: true, removed: [] } as const;
    const calls = rowsAfter(NO_ROWS, { ...told, callThreads: [{ callThreadId: 'b' }, { callThreadId: 'a' }] });
    expect(calls.list).toEqual([{ callThreadId: 'a' }, { callThreadId: 'b' }]);
    const queues = rowsAfter(NO_ROWS, { ...told, queues: [{ queueId: '8002' }, { queueId: '8001' }] });
    expect(queues.list).toEqual([{ queueId: '8001' }, { queueId: '8002' }]);
  });
});

/** What happens on the side of the gateway, and to the connection. */
type Deed =
  | { readonly what: 'put'; readonly id: string; readonly state: string }
  | { readonly what: 'remove'; readonly id: string }
  | { readonly what: 'send' }
  | { readonly what: 'cut' };
const ids = fc.constantFrom('1', '10', '2', '3', 'a');
const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({ what: fc.constant('put' as const), id: ids, state: fc.constantFrom('READY', 'NOT_READY') }),
  fc.record({ what: fc.constant('remove' as const), id: ids }),
  fc.record({ what: fc.constant('send' as const) }),
  fc.record({ what: fc.constant('send' as const) }),
  fc.record({ what: fc.constant('cut' as const) }),
);

/** Sends as the gateway does: pages in the order of ids, then what has changed since each was sent. */
class Sender {
  readonly truth = new Map<string, string>();
  readonly #owed = new Set<string>();
  #reached: string | null = null;
  #begun = false;
  isComplete = false;

  cut(): void {
    this.#owed.clear();
    this.#reached = null;
    this.#begun = false;
    this.isComplete = false;
  }

  note(id: string): void {
    if (this.isComplete || (this.#reached !== null && id <= this.#reached)) this.#owed.add(id);
  }

  send(pageSize: number): Update {
    if (!this.isComplete) return this.#page(pageSize);
    const owed = [...this.#owed];
    this.#owed.clear();
    return change(
      owed.filter((id) => this.truth.has(id)).map((id) => row(id, this.truth.get(id))),
      owed.filter((id) => !this.truth.has(id)),
    );
  }

  #page(pageSize: number): Update {
    const rest = [...this.truth.keys()].filter((id) => this.#reached === null || id > this.#reached).toSorted();
    const begins = !this.#begun;
    this.#begun = true;
    const sent = rest.slice(0, pageSize);
    this.isComplete = rest.length <= pageSize;
    this.#reached = sent.at(-1) ?? this.#reached;
    return page(
      sent.map((id) => row(id, this.truth.get(id))),
      { begins, complete: this.isComplete },
    );
  }
}

it('are what there is after every change, whatever happened and however often the connection was cut', () => {
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 60 }), fc.integer({ min: 1, max: 3 }), (deeds, pageSize) => {
      const sender = new Sender();
      let rows: Rows<Row> = NO_ROWS;
      const earlier: (readonly [list: readonly Row[], copy: string])[] = [];
      for (const one of deeds) {
        if (one.what === 'cut') sender.cut();
        else if (one.what === 'send') {
          const before = rows;
          const update = sender.send(pageSize);
          rows = rowsAfter(before, update);
          earlier.push([before.list, JSON.stringify(before.list)]);
          const truth = [...sender.truth.keys()].toSorted().map((id) => row(id, sender.truth.get(id)));
          if (update.kind === 'CHANGE') expect(rows.list).toEqual(truth);
          else if (!update.snapshotComplete && before.isComplete) expect(rows.list).toBe(before.list);
          expect([...rows.byId.values()]).toEqual(rows.list);
          expect([...rows.byId.keys()]).toEqual(idsOf(rows));
          const known = new Map(before.list.map((known) => [JSON.stringify(known), known]));
          for (const now of rows.list) expect(known.get(JSON.stringify(now)) ?? now).toBe(now);
        } else {
          if (one.what === 'put') sender.truth.set(one.id, one.state);
          else sender.truth.delete(one.id);
          sender.note(one.id);
        }
      }
      for (const [list, copy] of earlier) expect(JSON.stringify(list)).toBe(copy);
    }),
    { numRuns: 300 },
  );
});
