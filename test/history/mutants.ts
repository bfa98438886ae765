/** Faults to be planted in a copy of the sources, and what the checker has to call each of them. */
import type { Change } from '../support/changed-sources.ts';

export type Mutant = { readonly name: string; readonly changes: readonly Change[]; readonly called: RegExp };

export const one = (name: string, called: RegExp, file: string, text: string, fault: string): Mutant => ({
  name,
  changes: [{ file, text, fault }],
  called,
});

/** Now and then, of any partition. */
const NOW_AND_THEN = 'event.offset % 23n === 22n';

/** Of what clients of events get. */
export const deliveryMutants: readonly Mutant[] = [
  {
    name: 'the tenant is not looked at',
    called: /^I1 foreign: /,
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
  one(
    'an event is dropped',
    /^I2 lost: /,
    'hub/hub.ts',
    'if (room === undefined) return;',
    `if (room === undefined || ${NOW_AND_THEN}) return;`,
  ),
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
  one(
    'an event is delivered twice',
    /^I3 twice: /,
    'hub/hub.ts',
    'if (subscriber.lastFound === number) return;',
    'if (number % 9 === 8) subscriber.deliver(subscriber.scope.show(event));',
  ),
  one('a replay is one short', /^I2 lost: /, 'hub/replay.ts', 'for (const entry of entries) {', 'for (const entry of entries.slice(1)) {'),
  one(
    'a replay gives what was had once more',
    /^I3 twice: .* stands before the place/,
    'hub/replay.ts',
    'this.#position = options.start.position.copy();',
    'this.#position = options.start.position.beginning();',
  ),
  one(
    'events of a replay have the cursor of the present',
    /^I2 lost: .*the cursor of .* stands behind it/,
    'hub/replay.ts',
    'sink.push(scope.show(event), this.#position);',
    'sink.push(scope.show(event), this.#options.journal.position(event.family) ?? this.#position);',
  ),
];

/** Of what is told of the state, and of what is left. */
export const stateMutants: readonly Mutant[] = [
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
];

/** Only where reading takes its time. */
export const tooEarly: Mutant = one(
  'it is ready before it has read',
  /^I8 too early: /,
  'server/health.ts',
  'if (!log.caughtUp) return',
  'if (false) return',
);
