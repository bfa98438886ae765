/** The checker itself: every history that breaks a promise is named, and one that breaks none is not. */
import { describe, expect, it } from 'vitest';
import { faultsOf } from './delivery.ts';
import type { Received, Stretch } from './delivery.ts';
import type { Written } from './records.ts';

const written: Written[] = Array.from({ length: 40 }, (_, i) => {
  const partition = i % 2;
  const offset = Math.floor(i / 2);
  return {
    eventId: `topic:${partition}:${offset}`,
    topic: 'topic',
    partition,
    offset,
    next: offset + 1,
    tenantId: i % 4 < 3 ? 'acme' : 'globex',
    id: `agent-${i % 8}`,
    attributes: { ReferenceID: i },
  };
});
const wants = ({ tenantId }: Written): boolean => tenantId === 'acme';
const received = ({ eventId, tenantId, id, attributes }: Written): Received => ({ eventId, tenantId, id, cursor: eventId, attributes });
const all = written.filter(wants).map(received);
const [first = all[0] as Received] = all;
/** The client has had two connections. */
const split = (events: readonly Received[], at = 12): Stretch[] => [{ events: events.slice(0, at) }, { events: events.slice(at) }];
const faults = (stretches: readonly Stretch[], had?: ReadonlyMap<string, string>): string[] =>
  faultsOf(stretches, { written, wants, ...(had === undefined ? {} : { had }) });

describe('the checker of histories', () => {
  it('finds nothing wrong with all events in order, on one connection or two', () => {
    expect(faults(split(all))).toEqual([]);
    expect(faults([{ events: all }])).toEqual([]);
  });

  it('takes no order for granted between keys', () => {
    // Each agent for itself.
    expect(faults([{ events: all.toSorted((a, b) => (String(a.id) < String(b.id) ? -1 : 1)) }])).toEqual([]);
  });

  it.each(all.map((_, i) => i))('names the event that is missing, wherever it is: %i', (i) => {
    expect(faults(split(all.toSpliced(i, 1)))).toEqual([`I2 lost: ${all[i]?.eventId} of acme:${all[i]?.id}`]);
  });

  it('names two of one agent that came in the wrong order', () => {
    const [a, b] = all.filter(({ id }) => id === 'agent-1') as [Received, Received];
    const swapped = all.map((event) => (event === a ? b : event === b ? a : event));
    expect(faults(split(swapped))).toEqual([`I3 out of order: ${a.eventId} of acme:agent-1 on connection 0`]);
  });

  it('names what is of another tenant, not asked for, or not in the log at all', () => {
    const foreign = received(written.find((event) => !wants(event)) as Written);
    const invented = { ...first, eventId: 'topic:0:1000' };
    const relabelled = { ...first, tenantId: 'globex' };
    expect(faults([{ events: [foreign, ...all] }])).toEqual([`I1 foreign: ${foreign.eventId} of globex:${foreign.id} on connection 0`]);
    expect(faults([{ events: [invented, ...all] }])).toMatchObject([expect.stringMatching(/^I1 foreign: topic:0:1000 /)]);
    expect(faults([{ events: [relabelled, ...all.slice(1)] }])).toMatchObject([
      expect.stringMatching(/^I1 foreign: /),
      `I2 lost: ${first.eventId} of acme:${first.id}`,
    ]);
  });

  it('lets an event come twice right behind a resume point only, and unchanged', () => {
    const repeated = all.slice(10, 12);
    expect(faults([{ events: all.slice(0, 12) }, { events: [...repeated, ...all.slice(12)] }])).toEqual([]);
    // In mid-stream, on the first connection or on the second.
    expect(faults([{ events: [...all, first] }])).toEqual([`I3 twice: ${first.eventId} of acme:${first.id} on connection 0`]);
    expect(faults(split([...all, first]))).toEqual([`I3 twice: ${first.eventId} of acme:${first.id} on connection 1`]);
    const changed = { ...(repeated[0] as Received), attributes: { ReferenceID: -1 } };
    expect(faults([{ events: all.slice(0, 12) }, { events: [changed, ...all.slice(12)] }])).toMatchObject([
      expect.stringMatching(/^I3 changed: /),
    ]);
  });

  it('starts behind what the client has had, and names what comes although it was had', () => {
    const had = new Map(all.slice(0, 6).map(({ id, eventId }) => [String(id), eventId]));
    expect(faults([{ events: all.slice(6) }], had)).toEqual([]);
    expect(faults([{ events: all.slice(7) }], had)).toEqual([`I2 lost: ${all[6]?.eventId} of acme:${all[6]?.id}`]);
    expect(faults([{ events: all.slice(5) }], had)).toEqual([`I3 twice: ${all[5]?.eventId} was had before`]);
  });

  it('says how much more there is when much is wrong', () => {
    expect(faults([])).toHaveLength(11);
    expect(faults([]).at(-1)).toBe(`and ${all.length - 10} more`);
  });
});
