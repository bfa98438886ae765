/** How long people and switches take before each event of a call. */
import type { EventName } from './flow.ts';

/** Milliseconds, shortest and longest; short ones are likelier. */
export type Pause = readonly [low: number, high: number];

/** Events of one unordered group come almost at once. */
export const TOGETHER: Pause = [1, 40];
/** How long a caller waits for an agent before giving up. */
export const PATIENCE: Pause = [8_000, 45_000];
/** From the moment an agent is free until the call leaves the queue. */
export const HANDOVER: Pause = [100, 500];
const TALK: Pause = [10_000, 60_000];
const SWITCH: Pause = [20, 200];

const pauses: Partial<Record<EventName, Pause>> = {
  EventDialing: [400, 1_500],
  EventNetworkReached: [300, 1_200],
  EventDestinationBusy: [500, 2_500],
  EventRinging: [100, 500],
  EventEstablished: [1_200, 6_000],
  EventAbandoned: [3_000, 15_000],
  EventDiverted: [800, 6_000],
  EventRouteUsed: [800, 4_000],
  EventTreatmentEnd: [2_500, 8_000],
  EventHeld: [4_000, 15_000],
  EventRetrieved: [3_000, 12_000],
  EventPartyAdded: [2_000, 8_000],
  EventPartyChanged: [3_000, 10_000],
  EventPartyDeleted: [5_000, 20_000],
  EventMonitoringCancelled: [5_000, 15_000],
  EventMuteOn: [2_000, 8_000],
  EventMuteOff: [2_000, 6_000],
  EventListenDisconnected: [2_000, 8_000],
  EventListenReconnected: [2_000, 6_000],
  EventDNDOff: [4_000, 20_000],
  EventForwardCancel: [4_000, 20_000],
  EventMessageWaitingOff: [4_000, 20_000],
  EventDNBackInService: [4_000, 20_000],
};

/** The pause before `event` when `previous` was the last event before it. */
export function pauseBefore(event: EventName, previous: EventName | null): Pause {
  if (previous === null) return [0, 0];
  if (event === 'EventRetrieved' && previous === 'EventReleased') return [500, 2_000];
  if (event !== 'EventReleased') return pauses[event] ?? SWITCH;
  switch (previous) {
    case 'EventDialing':
    case 'EventRinging':
    case 'EventDestinationBusy':
    case 'EventNetworkReached':
      return [2_000, 9_000];
    case 'EventReleased':
    case 'EventPartyDeleted':
      return [1_000, 8_000];
    case 'EventPartyAdded':
    case 'EventPartyChanged':
      return [5_000, 20_000];
    default:
      return TALK;
  }
}
