/** Faults to be planted in a copy of the sources, and what the checker has to call each of them. */
import type { Change } from '../support/changed-sources.ts';

/** Where it shows: to clients in a run of everything, or to who asks a gateway that has just begun to read a long log. */
export type Shows = 'in a run' | 'at a start';

export type Mutant = {
  readonly name: string;
  readonly changes: readonly Change[];
  readonly called: RegExp;
  readonly shows: Shows;
  /** Tried whenever the tests run. The long runs try all. */
  readonly always: boolean;
};

const one = (name: string, called: RegExp, file: string, text: string, fault: string): Mutant => ({
  name,
  changes: [{ file, text, fault }],
  called,
  shows: 'in a run',
  always: false,
});
const always = (mutant: Mutant): Mutant => ({ ...mutant, always: true });

/** So that a small contact centre has several. */
export const smallPages: Change = { file: 'views/views.ts', text: 'const PAGE_ENTITIES = 200;', fault: 'const PAGE_ENTITIES = 3;' };

/** Now and then, of any partition. */
const NOW_AND_THEN = 'event.offset % 23n === 22n';

export const mutants: readonly Mutant[] = [
  // What clients of events get.
  {
    name: 'the tenant is not looked at',
    called: /^I1 foreign: /,
    shows: 'in a run',
    always: true,
    changes: [
      {
        file: 'hub/hub.ts',
        text: 'publish(event: VoiceEvent): void {',
        fault: `publish(event: VoiceEvent): void {
          for (const tenantId of this.#rooms[event.family].keys()) this.#publishTo(tenantId, event);
        }
        #publishTo(tenantId: string, event: VoiceEvent): void {`,
      },
      { file: 'hub/hub.ts', text: '.get(event.tenantId);', fault: '.get(tenantId);' },
      { file: 'scope.ts', text: 'if (event.tenantId !== this.tenantId) return false;', fault: '' },
    ],
  },
  one('the agent of a token is not looked at', /^I1 foreign: /, 'scope.ts', 'if (agent === null) return true;', 'return true;'),
  one(
    'caller data are told',
    /^I1 shown wrongly: /,
    'scope.ts',
    'return this.mask === null ? event : this.mask.event(event);',
    'return event;',
  ),
  always(
    one(
      'an event is dropped',
      /^I2 lost: /,
      'hub/hub.ts',
      'if (room === undefined) return;',
      `if (room === undefined || ${NOW_AND_THEN}) return;`,
    ),
  ),
  always(
    one(
      'two events of one agent or call thread are swapped',
      /^I3 out of order: /,
      'hub/hub.ts',
      'publish(event: VoiceEvent): void {',
      `#held = new Map<string, VoiceEvent>();
     publish(event: VoiceEvent): void {
       const key = event.tenantId + ':' + (event.agentId ?? event.callThreadId);
       const held = this.#held.get(key);
       if (held === undefined && event.offset % 5n === 4n) return void this.#held.set(key, event);
       this.#held.delete(key);
       this.#now(event);
       if (held !== undefined) this.#now(held);
     }
     #now(event: VoiceEvent): void {`,
    ),
  ),
  one(
    'an event is delivered twice',
    /^I3 twice: /,
    'hub/hub.ts',
    'if (subscriber.lastFound === number) return;',
    'if (number % 9 === 8) subscriber.deliver(subscriber.scope.show(event));',
  ),
  always(
    one(
      'a replay is one short',
      /^I2 lost: /,
      'hub/replay.ts',
      'for (const entry of entries) {',
      'for (const entry of entries.slice(1)) {',
    ),
  ),
  one(
    'a replay gives what was had once more',
    /^I3 twice: .* stands before the place/,
    'hub/replay.ts',
    'this.#position = options.start.position.copy();',
    'this.#position = options.start.position.beginning();',
  ),
  always(
    one(
      'events of a replay have the cursor of the present',
      /^I2 lost: .*the cursor of .* stands behind it/,
      'hub/replay.ts',
      'sink.push(scope.show(event), this.#position);',
      'sink.push(scope.show(event), this.#options.journal.position(event.family) ?? this.#position);',
    ),
  ),
  // What is told of the state, and of what is left.
  one(
    'the state misses a record',
    /^I5 untrue: /,
    'state/state.ts',
    'for (const event of events) this.#fold(event, timestampMs);',
    'if (offset % 23n !== 22n) for (const event of events) this.#fold(event, timestampMs);',
  ),
  one('what is over is never forgotten', /^I5 untrue: /, 'state/lifetime.ts', 'forgetThread(thread, atMs);', ''),
  one(
    'answers have the cursor of the one before',
    /^I5 untrue: /,
    'continuity.ts',
    'return cursorOf(positions);',
    `const [before, now] = [Reflect.get(services, 'before') as string | undefined, cursorOf(positions)];
     Reflect.set(services, 'before', now);
     return before ?? now;`,
  ),
  one(
    'cursors of answers go back',
    /^I5 went back: /,
    'continuity.ts',
    'return cursorOf(positions);',
    `const asked = ((Reflect.get(services, 'asked') as string[] | undefined) ?? []).concat(cursorOf(positions));
     Reflect.set(services, 'asked', asked);
     return asked.at(asked.length % 5 === 0 ? 0 : -1) ?? '';`,
  ),
  one('who leaves is kept', /^I7 left over: /, 'hub/hub.ts', 'this.#subscriptions[filter.family] -= 1;', ''),
  // What those are told who follow the state.
  always(
    one(
      'what is gone is not told',
      /^I4 ends elsewhere: /,
      'views/view.ts',
      'const removed = owed.flatMap(({ id, texts }) => (texts === null ? [id] : []));',
      'const removed: string[] = [];',
    ),
  ),
  {
    name: 'pages of a snapshot have the cursor of the first',
    called: /^I4 untrue: SNAPSHOT /,
    shows: 'in a run',
    always: true,
    changes: [
      smallPages,
      {
        file: 'views/view.ts',
        text: "kind: 'SNAPSHOT',",
        fault: "cursor: ((this as { first?: string }).first ??= now.cursor), kind: 'SNAPSHOT',",
      },
    ],
  },
  one(
    'a page of a snapshot is one short',
    /^I4 untrue: SNAPSHOT /,
    'views/view.ts',
    'snapshotComplete: isLast && this.#isFilled, members });',
    'snapshotComplete: isLast && this.#isFilled, members: members.slice(0, -1) });',
  ),
  one(
    'a change is passed over',
    /^I4 ends elsewhere: /,
    'views/view.ts',
    'const members = owed.filter(({ texts }) => texts !== null);',
    'const members = owed.filter(({ texts }) => texts !== null).slice(this.#version % 3 === 0 ? 1 : 0);',
  ),
  {
    ...always(
      one('it is ready before it has read', /^I8 too early: /, 'server/health.ts', 'if (!log.caughtUp) return', 'if (false) return'),
    ),
    shows: 'at a start',
  },
];
