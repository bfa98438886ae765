/** The checker itself: every history that breaks a promise is named, and one that breaks none is not. */
import { describe, expect, it } from 'vitest';
import { faultsOf } from './delivery.ts';
import type { Course, Received, Stretch } from './delivery.ts';
import type { Places } from './places.ts';
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

  describe('of a connection whose place is known', () => {
    const placesAt = (offsets: readonly number[]): Places => ({
      at: (_topic, partition) => offsets[partition] ?? 0,
      sum: () => offsets.reduce((sum, offset) => sum + offset, 0),
    });
    const read = (cursor: string): Places | null => (cursor.startsWith('[') ? placesAt(JSON.parse(cursor) as number[]) : null);
    /** Each with the cursor of a stream that has had all before it. */
    const streamed = (events: readonly Received[]): Received[] => {
      const offsets = [0, 0];
      return events.map((event) => {
        const [, partition, offset] = event.eventId.split(':').map(Number) as [number, number, number];
        offsets[partition] = offset + 1;
        return { ...event, cursor: JSON.stringify(offsets) };
      });
    };
    const course = (more: Partial<Course> = {}): Course => ({
      from: placesAt([0, 0]),
      notBefore: placesAt([0, 0]),
      places: [],
      isWhole: true,
      read,
      ...more,
    });
    const whole = streamed(all);

    it('finds nothing wrong with all events, nor with the first ones of a connection that was cut', () => {
      expect(faults([{ events: whole, course: course() }])).toEqual([]);
      expect(faults([{ events: whole.slice(0, 9), course: course({ isWhole: false }) }])).toEqual([]);
      const rest = { events: whole.slice(9), course: course({ from: read(whole[8]!.cursor), notBefore: read(whole[8]!.cursor) }) };
      expect(faults([{ events: whole.slice(0, 9), course: course({ isWhole: false }) }, rest])).toEqual([]);
    });

    it.each([0, 5, whole.length - 1])('names what is missing of a connection that was open to the end: %i', (i) => {
      expect(faults([{ events: whole.toSpliced(i, 1), course: course() }])).toEqual([
        expect.stringMatching(new RegExp(`^I2 lost: ${whole[i]!.eventId} of `)),
      ]);
    });

    it('names a cursor that stands behind what has not come, of an event, beside one, or at the end', () => {
      const ahead = whole.map((event, i) => (i === 3 ? { ...event, cursor: '[20,20]' } : event));
      expect(faults([{ events: ahead.slice(0, 4), course: course({ isWhole: false }) }])[0]).toMatch(/^I2 lost: .* stands behind it/);
      const places = [{ cursor: whole[6]!.cursor, events: 4 }];
      expect(faults([{ events: whole.slice(0, 4), course: course({ isWhole: false, places }) }])).toHaveLength(3);
      expect(faults([{ events: whole.slice(0, 7), course: course({ isWhole: false, places: [{ ...places[0]!, events: 7 }] }) }])).toEqual(
        [],
      );
    });

    it('names a cursor that stands before its event, and one that is none', () => {
      const behind = whole.map((event, i) => (i === whole.length - 1 ? { ...event, cursor: '[0,0]' } : event));
      expect(faults([{ events: behind, course: course() }])).toEqual([expect.stringMatching(/^I3 no progress: /)]);
      expect(faults([{ events: whole, course: course({ places: [{ cursor: 'x', events: 2 }] }) }])).toEqual([
        expect.stringMatching(/^I2 no place: /),
      ]);
    });

    it('names what stands before the place that it was taken up at', () => {
      expect(faults([{ events: whole, course: course({ notBefore: placesAt([1, 0]) }) }])).toEqual([
        expect.stringMatching(/^I3 twice: .* before the place/),
      ]);
    });

    it('takes a live stream to begin anywhere between two places, and to be whole from there on', () => {
      const live = (from: number, events: readonly Received[]) =>
        faults([{ events, course: course({ from: placesAt([from, from]), notBefore: null }) }]);
      const behind = (offset: number) => whole.filter(({ eventId }) => Number(eventId.split(':')[2]) >= offset);
      for (const begun of [3, 4, 5]) expect(live(5, behind(begun))).toEqual([]);
      expect(live(5, behind(6))).not.toEqual([]);
      expect(live(5, behind(3).toSpliced(1, 1))).toHaveLength(1);
    });
  });
});
