/** Who is still on a call after some steps, and the events with which they leave. */
import type { Flat } from './script.ts';

/** A party on a call: `phone` talks, rings or dials, `waiting` is a queue or a routing point. */
export type Seat = { readonly connId: number; readonly party: string; readonly place: 'phone' | 'waiting' };

export function followed(steps: readonly Flat[]): readonly Seat[] {
  const seats = new Map<string, Seat>();
  const queued = new Set<string>();
  for (const { event, attributes } of steps) {
    const connId = Number(attributes.ConnID);
    const party = String(attributes.ThisDN);
    const seat = `${connId} ${party}`;
    switch (event) {
      case 'EventQueued':
        queued.add(seat);
        seats.set(seat, { connId, party, place: 'waiting' });
        break;
      case 'EventRouteRequest':
        seats.set(seat, { connId, party, place: 'waiting' });
        break;
      case 'EventRouteUsed':
        // What came as a queue stays one until it is diverted.
        if (!queued.has(seat)) seats.delete(seat);
        break;
      case 'EventDiverted':
      case 'EventReleased':
      case 'EventAbandoned':
        seats.delete(seat);
        break;
      case 'EventPartyChanged':
        seats.delete(`${Number(attributes.PreviousConnID)} ${party}`);
        seats.set(seat, { connId, party, place: 'phone' });
        break;
      case 'EventDialing':
      case 'EventRinging':
      case 'EventEstablished':
      case 'EventBridged':
        seats.set(seat, { connId, party, place: 'phone' });
        break;
      default:
    }
  }
  return [...seats.values()];
}

export function closing(seats: readonly Seat[]): readonly Flat[] {
  return seats.map(({ connId, party, place }): Flat => {
    const step = { kind: 'event', party, optional: [], unordered: 'end', confidence: 'inferred', group: 'end' } as const;
    return place === 'phone'
      ? { ...step, event: 'EventReleased', attributes: { ConnID: connId, ThisDN: party, CallState: 'Ok' } }
      : { ...step, event: 'EventAbandoned', attributes: { ConnID: connId, ThisDN: party, ThisQueue: party, CallState: 'Ok' } };
  });
}
