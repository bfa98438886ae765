/** What the types of the state have in common: those that link to each other have their names before they have fields. */
import type { Agent, CallThread, Tristate } from '../state/model.ts';
import { addEnum } from './builder.ts';
import type { Builder } from './builder.ts';
import { addPageInfo } from './connections.ts';
import type { EventTypes } from './events.ts';

export type StateTypes = ReturnType<typeof addStateTypes>;

export function addStateTypes(builder: Builder, events: EventTypes) {
  return {
    events,
    agent: builder.objectRef<Agent>('Agent'),
    callThread: builder.objectRef<CallThread>('CallThread'),
    pageInfo: addPageInfo(builder),
    tristate: addEnum<Tristate>(
      builder,
      'Tristate',
      'Yes, no, or not told yet. The platform tells changes, never a whole state: what has not changed since the gateway began to read is not known.',
      {
        UNKNOWN: 'No event has told it since the gateway began to read. It may be either.',
        YES: 'An event has told that it is so.',
        NO: 'An event has told that it is not so.',
      },
    ),
  };
}

export const TENANT = 'The tenant: the part of the record key before its first colon.';

/** Fields that every entity has alike. */
export const provenance = {
  knownSince:
    'Timestamp of the first record from which this is known. What happened before it is not; it does not mean that there was nothing before.',
  updatedAt:
    'Timestamp of the last record that changed this, or the instant at which a time limit did: so old is what you see, if the log can be read.',
} as const;
