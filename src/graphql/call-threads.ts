/** `Query.callThread` and `Query.callThreads`: calls that belong together, who takes part in them, where they wait and how they ended. */
import type {
  Call,
  CallThread,
  CallThreadEndReason,
  CallThreadFilter,
  CallThreadStatus,
  Party,
  PartyState,
  QueueEntry,
  QueueOutcome,
  Treatment,
  TreatmentState,
} from '../state/model.ts';
import type { Scope } from '../scope.ts';
import { agentSet, callerData, duration, id, idSet, numberSet, valueSet } from './arguments.ts';
import { addEnum } from './builder.ts';
import type { Builder } from './builder.ts';
import { addConnection, pageArguments, windowOf } from './connections.ts';
import { bounded, read, RECENT, recentEvents } from './reading.ts';
import { provenance, TENANT } from './state-types.ts';
import type { StateTypes } from './state-types.ts';

export type CallThreadFilterInput = ReturnType<typeof addFilter>;

/** The filter of its lists, for whoever lists them as well. */
export function addCallThreads(builder: Builder, types: StateTypes): CallThreadFilterInput {
  const { agent, callThread, events } = types;
  const status = addStatus(builder);
  const endReason = addEndReason(builder);
  const call = addCall(builder, types);
  const party = addParty(builder, types);
  const queueEntry = addQueueEntry(builder);
  const treatment = addTreatment(builder, types);
  callThread.implement({
    description:
      'A call thread: the calls that belong to one contact with a customer, for example a call from outside and the consultation that it led to. No event tells the end of a thread: the gateway concludes it. An ended thread is kept for THREAD_LINGER and then forgotten.',
    fields: (t) => ({
      tenantId: t.exposeID('tenantId', { description: TENANT }),
      callThreadId: t.exposeID('callThreadId', {
        description: 'The thread: CallThreadID of its events, or the part of the record key behind its first colon.',
      }),
      status: t.expose('status', {
        type: status,
        description: 'Whether it goes on. Never unknown: a thread is known by its events, and the status follows from its parties.',
      }),
      calls: t.expose('calls', { type: [call], description: 'The calls of the thread, ordered by their first event.' }),
      parties: t.expose('parties', {
        type: [party],
        description:
          'Who takes or took part, one for each call and number, ordered by connId and dn. An outside caller is no party: it has no events of its own.',
      }),
      queues: t.expose('queues', {
        type: [queueEntry],
        description: 'Where the calls wait or waited, ordered by their first event. A call may wait in several queues at once.',
      }),
      treatments: t.expose('treatments', {
        type: [treatment],
        description: 'What callers are or were given while waiting (music, announcements, an IVR), ordered by their first event.',
      }),
      agents: t.expose('agents', {
        type: [agent],
        description:
          'The agents among the parties, live or gone, ordered by agentId. Only those that are known as agents: `parties.agentId` may name others.',
      }),
      startedAt: t.expose('startedAt', {
        type: 'DateTime',
        nullable: true,
        description:
          'When the thread began, by the clock of the switch. Null for good if its first event that was read is in the middle of a call: the gateway began to read later.',
      }),
      endedAt: t.expose('endedAt', {
        type: 'DateTime',
        nullable: true,
        description: 'Time of the last event of an ended thread; null while it goes on.',
      }),
      endReason: t.expose('endReason', {
        type: endReason,
        nullable: true,
        description: 'Why the gateway takes it for ended; null while it goes on.',
      }),
      lastEvent: t.expose('lastEvent', {
        type: events.callThread.union,
        nullable: true,
        description: 'The newest event of the thread. Null if it is not kept.',
      }),
      recentEvents: t.field({
        type: [events.callThread.union],
        args: { last: t.arg.int({ defaultValue: 50, description: RECENT }) },
        description: 'What happened in this thread lately, the newest first, as far as it is kept in memory.',
        resolve: ({ tenantId, callThreadId }, { last }, context) => recentEvents(context, 'callThread', tenantId, callThreadId, last ?? 50),
      }),
      stale: t.exposeBoolean('stale', {
        description:
          'Records of the log were gone before the gateway had read them: what is shown may be outdated, until the thread is forgotten.',
      }),
      knownSince: t.expose('knownSince', { type: 'DateTime', description: provenance.knownSince }),
      updatedAt: t.expose('updatedAt', { type: 'DateTime', description: provenance.updatedAt }),
    }),
  });

  const connection = addConnection<CallThread>(builder, {
    list: 'callThreads',
    node: callThread,
    idOf: ({ callThreadId }) => callThreadId,
    pageInfo: types.pageInfo,
    entries: 'call threads',
  });
  const filter = addFilter(builder, status);
  builder.queryFields((t) => ({
    callThread: t.field({
      type: callThread,
      nullable: true,
      description: 'One call thread. Null for one of which no event was read, or which ended a while ago and was forgotten.',
      args: {
        tenantId: t.arg.id({ required: true, description: TENANT }),
        callThreadId: t.arg.id({ required: true, description: 'The thread, as in `callThreadId` of its events.' }),
      },
      resolve: (_root, args, context) =>
        read(context, 'callThread', args.tenantId, (reader, scope) => reader.callThread(scope, id('callThreadId', args.callThreadId))),
    }),
    callThreads: t.field({
      type: connection,
      description:
        'The call threads of a tenant, ordered by callThreadId: all that go on, and those that ended less than THREAD_LINGER ago. To show waiting calls longest first, order them by `queues.queuedAt` yourself.',
      args: {
        tenantId: t.arg.id({ required: true, description: TENANT }),
        filter: t.arg({ type: filter.ref, description: 'Only those that match. Without it all of the tenant.' }),
        first: t.arg.int({ defaultValue: 100, description: pageArguments.first }),
        after: t.arg.string({ description: pageArguments.after }),
      },
      resolve: (_root, args, context) =>
        read(context, 'callThreads', args.tenantId, (reader, scope) => {
          const window = windowOf('callThreads', args);
          const page = reader.callThreads(scope, filter.of(scope, args.filter), window);
          return { ...page, items: bounded(context, 'first', page.items), after: window.after };
        }),
    }),
  }));
  return filter;
}

type StatusEnum = ReturnType<typeof addStatus>;
function addStatus(builder: Builder) {
  return addEnum<CallThreadStatus>(builder, 'CallThreadStatus', 'Whether a call thread goes on.', {
    ACTIVE: 'Somebody or something takes part: a telephone, a queue, an IVR.',
    IN_TRANSIT:
      'Nobody takes part, but a call was just handed on and should turn up where it was sent to. If it does not within THREAD_TRANSIT_GRACE, the thread has ended.',
    ENDED: 'Nobody takes part any more. Shown for THREAD_LINGER, then forgotten; a late event may make it active again.',
  });
}

function addEndReason(builder: Builder) {
  return addEnum<CallThreadEndReason>(builder, 'CallThreadEndReason', 'Why the gateway takes a call thread for ended.', {
    RELEASED: 'The last party has hung up.',
    ABANDONED: 'The caller gave up before anybody answered.',
    LEFT_MONITORED_PARTIES:
      'The call was handed on and did not turn up anywhere: as a rule it went to an outside number, of which there are no events. It may well go on there.',
    EXPIRED: 'There was no event for THREAD_STALE_AFTER: its end seems to be lost. The call may still go on, if it is very long.',
  });
}

function addCall(builder: Builder, { events }: StateTypes) {
  return builder.objectRef<Call>('Call').implement({
    description:
      'One call of a thread: a connection between parties, known by its ConnID. Its attributes are the newest that an event carried, so each is null until one did.',
    fields: (t) => ({
      connId: t.exposeID('connId', { description: 'Identifier of the call, whole (ConnID on the wire).' }),
      callType: t.expose('callType', {
        type: events.enums.CallType,
        nullable: true,
        description: 'Whether internal, inbound, outbound or a consultation. Null until told.',
      }),
      callId: t.exposeID('callId', {
        nullable: true,
        description: 'The number that the switch gives to the call; it is used again later. Null until told.',
      }),
      ani: t.exposeString('ani', { nullable: true, description: 'Number of the caller (ANI). Null until told, and where it is withheld.' }),
      dnis: t.exposeString('dnis', { nullable: true, description: 'Number that the caller dialled (DNIS). Null until told.' }),
      previousConnId: t.exposeID('previousConnId', {
        nullable: true,
        description: 'Of a consultation, the call that it is about. Null for any other call.',
      }),
      userData: t.expose('userData', {
        type: 'JSONObject',
        nullable: true,
        description:
          'Attached data, as the newest event with any of it carried them, whole. No event tells a change of them on its own, so they are only as fresh as that event. Null until told, or where they were too large to be kept.',
      }),
      customerId: t.exposeID('customerId', {
        nullable: true,
        description: 'Customer or tenant of the call (CustomerID). Null until told.',
      }),
      startedAt: t.expose('startedAt', {
        type: 'DateTime',
        nullable: true,
        description: 'When the call began, by the clock of the switch. Null for good if its beginning was not read.',
      }),
    }),
  });
}

function addParty(builder: Builder, { events }: StateTypes) {
  const state = addEnum<PartyState>(builder, 'PartyState', 'What a party of a call does.', {
    UNKNOWN:
      'On the call, but nothing has told yet what it does: it is known from a conference or transfer only, or the gateway began to read in the middle of the call.',
    DIALING: 'Calls; nobody has answered yet.',
    ALERTING: 'The telephone rings.',
    CONNECTED: 'Takes part in the conversation, or listens to it (see `bridged` and `observer`).',
    HELD: 'Has put the call on hold.',
    BUSY: 'Hears the busy tone.',
    QUEUED: 'A queue in which the call waits.',
    ROUTING: 'A routing point that looks for where to send the call.',
    GONE: 'Takes part no more.',
  });
  return builder.objectRef<Party>('Party').implement({
    description: 'A telephone, queue, routing point or IVR port that takes or took part in a call.',
    fields: (t) => ({
      connId: t.exposeID('connId', { description: 'The call of the thread that it takes part in.' }),
      dn: t.exposeID('dn', { description: 'Its directory number.' }),
      role: t.expose('role', {
        type: events.enums.DNRole,
        nullable: true,
        description: 'Its part in the call, for example origination or destination. Null until told.',
      }),
      state: t.expose('state', { type: state, description: 'What it does. UNKNOWN until an event of its own has told.' }),
      agentId: t.exposeID('agentId', {
        nullable: true,
        description:
          'The agent at this telephone: the one that the event named, else whoever is logged in there. Null if neither is known, and for queues. Kept as it was when the party is gone.',
      }),
      queueId: t.exposeID('queueId', {
        nullable: true,
        description:
          'The queue that the call came from (ThisQueue), or the queue itself. Null for a call that came from none, or until told.',
      }),
      since: t.expose('since', {
        type: 'DateTime',
        nullable: true,
        description: 'When `state` took its present value, by the clock of the switch. Null where that was not read.',
      }),
      bridged: t.exposeBoolean('bridged', {
        description: 'On the call without being the one who talks: a second telephone on the same line.',
      }),
      observer: t.exposeBoolean('observer', { description: 'Observes the call of somebody else, as a supervisor does.' }),
      muted: t.exposeBoolean('muted', { description: 'Cannot be heard on this call, as far as was told.' }),
      deafened: t.exposeBoolean('deafened', { description: 'Cannot hear this call, as far as was told.' }),
      cause: t.expose('cause', {
        type: events.enums.CallState,
        nullable: true,
        description: 'Why a party is gone or busy (CallState on the wire). Null otherwise, and where it was not sent.',
      }),
    }),
  });
}

function addQueueEntry(builder: Builder) {
  const outcome = addEnum<QueueOutcome>(builder, 'QueueOutcome', 'What became of a call in a queue.', {
    WAITING: 'It waits there now.',
    DIVERTED: 'It left for another destination, as a rule the telephone of an agent: whether that answered, the parties tell.',
    ABANDONED: 'The caller gave up.',
    ROUTED: 'A routing strategy sent it on.',
  });
  return builder.objectRef<QueueEntry>('QueueEntry').implement({
    description: 'A stay of a call in a queue or at a routing point.',
    fields: (t) => ({
      connId: t.exposeID('connId', { description: 'The call that waits or waited.' }),
      queueId: t.exposeID('queueId', { description: 'The queue.' }),
      queuedAt: t.expose('queuedAt', {
        type: 'DateTime',
        nullable: true,
        description: 'When it came, by the clock of the switch. Null where that was not read.',
      }),
      leftAt: t.expose('leftAt', { type: 'DateTime', nullable: true, description: 'When it left. Null while it waits.' }),
      outcome: t.expose('outcome', {
        type: outcome,
        description: 'What became of it. Never unknown: it waits until an event tells otherwise.',
      }),
      to: t.exposeID('to', { nullable: true, description: 'Where it was sent to. Null while it waits, and where it was not told.' }),
    }),
  });
}

function addTreatment(builder: Builder, { events }: StateTypes) {
  const state = addEnum<TreatmentState>(builder, 'TreatmentState', 'How far a treatment has come.', {
    REQUIRED: 'The switch asks for one; it has not begun.',
    RUNNING: 'It is going on.',
    ENDED: 'It is over, by itself or with its party.',
    FAILED: 'It could not be given: `errorCode` and `errorMessage` may tell why.',
  });
  return builder.objectRef<Treatment>('Treatment').implement({
    description: 'What a caller is given at a routing point or queue while waiting: the newest for each call and number.',
    fields: (t) => ({
      connId: t.exposeID('connId', { description: 'The call.' }),
      dn: t.exposeID('dn', { description: 'The routing point or queue that gives it.' }),
      type: t.expose('type', {
        type: events.enums.TreatmentType,
        nullable: true,
        description: 'What it is: music, an announcement and so on. Null where its beginning was not read.',
      }),
      state: t.expose('state', {
        type: state,
        description: 'How far it has come. Never unknown: it is known by the event that tells this.',
      }),
      since: t.expose('since', {
        type: 'DateTime',
        nullable: true,
        description: 'When `state` took its present value, by the clock of the switch. Null where that was not read.',
      }),
      collectedDigits: t.exposeString('collectedDigits', {
        nullable: true,
        description: 'Digits that the caller keyed in. Null if none were told.',
      }),
      errorCode: t.exposeID('errorCode', {
        nullable: true,
        description: 'Of a failed treatment, the code. Null otherwise, and if not sent.',
      }),
      errorMessage: t.exposeString('errorMessage', {
        nullable: true,
        description: 'Of a failed treatment, the text. Null otherwise, and if not sent.',
      }),
    }),
  });
}

function addFilter(builder: Builder, status: StatusEnum) {
  const ref = builder.inputType('CallThreadFilter', {
    description:
      'Which call threads. Members narrow (and), the values of one widen (or); a member that is left out or null does not count, an empty list is refused. Live parties and calls that wait count; for an ended thread, as they stood at its end. Ids are compared with upper and lower case told apart.',
    fields: (t) => ({
      callThreadIds: t.idList({ description: 'These threads.' }),
      statuses: t.field({ type: [status], description: 'Threads whose `status` is one of these.' }),
      agentIds: t.idList({ description: 'Threads in which one of these agents takes part.' }),
      queueIds: t.idList({ description: 'Threads that wait in one of these queues, or have a party that came from one.' }),
      dns: t.idList({ description: 'Threads in which one of these numbers takes part.' }),
      ani: t.string({ description: 'Threads with a call from this number.' }),
      dnis: t.string({ description: 'Threads with a call to this number, as it was dialled.' }),
      waitingLongerThanSeconds: t.int({
        description:
          'Threads with a call that waits in a queue now and has waited for so long at least: `serverTime` minus `queuedAt`, 0 to 86400. Never one that has ended.',
      }),
    }),
  });
  const of = (scope: Scope, given: typeof ref.$inferInput | null | undefined): CallThreadFilter => ({
    callThreadIds: idSet('filter.callThreadIds', given?.callThreadIds),
    statuses: valueSet('filter.statuses', given?.statuses),
    agentIds: agentSet(scope, 'filter.agentIds', given?.agentIds),
    queueIds: idSet('filter.queueIds', given?.queueIds),
    dns: numberSet(scope, 'filter.dns', given?.dns),
    ani: callerData(scope, 'filter.ani', given?.ani),
    dnis: callerData(scope, 'filter.dnis', given?.dnis),
    waitingLongerThanMs: duration('filter.waitingLongerThanSeconds', given?.waitingLongerThanSeconds),
  });
  return { ref, of };
}
