export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A position in the log, opaque. Good on every replica and after restarts, as `after` of a subscription. To be compared for equality only. */
  Cursor: { input: string; output: string; }
  /** An instant in UTC, RFC 3339 with microseconds: 2022-06-30T22:00:00.573000Z. Texts of this form compare like the instants. */
  DateTime: { input: string; output: string; }
  /** Any JSON value, as received. */
  JSON: { input: unknown; output: unknown; }
  /** A JSON object. The keys come from the call data of your site. */
  JSONObject: { input: Record<string, unknown>; output: Record<string, unknown>; }
};

/** An agent as the events tell: somebody who logs in on telephones and is given calls. Known from the first event under its key; one that is logged out, or never logged in, is forgotten after AGENT_FORGET_AFTER without an event. */
export type Agent = {
  readonly __typename: 'Agent';
  /** What the agent's telephones do, from the calls on them; independent of `state`. UNKNOWN until a login, a logout or a call on one of them was read. */
  readonly activity: AgentActivity;
  /** Who it is: the part of the record key behind its first colon, as in the events of the agent. */
  readonly agentId: Scalars['ID']['output'];
  /** The call threads that this agent takes part in now, ringing and held ones too, ordered by callThreadId. */
  readonly calls: ReadonlyArray<CallThread>;
  /** The agent's telephones as devices, ordered by dn: those of the sessions, and those whose events came under this agent's key. */
  readonly dns: ReadonlyArray<DirectoryNumber>;
  /** Timestamp of the first record from which this is known. What happened before it is not; it does not mean that there was nothing before. */
  readonly knownSince: Scalars['DateTime']['output'];
  /** The newest event of this agent or of its telephones. Null if it is not kept. */
  readonly lastEvent: Maybe<AgentStateEvent>;
  /** What the agent logged in with (AgentID on the wire), usually the same as agentId. Null until an event has told. */
  readonly loginId: Maybe<Scalars['ID']['output']>;
  /** Why not ready (or ready), as agents choose it: from `reasons`, else from what the telephone itself told, by the names of REASON_KEYS. Null where none was given with the newest ready or not ready. */
  readonly reasonCode: Maybe<Scalars['String']['output']>;
  /** The attribute Reasons of the newest ready or not ready, whole. Null where there was none. */
  readonly reasons: Maybe<Scalars['JSONObject']['output']>;
  /** What happened to this agent lately, the newest first, as far as it is kept in memory. */
  readonly recentEvents: ReadonlyArray<AgentStateEvent>;
  /** Logins, one for each telephone (DN) that the agent is or was logged in on, ordered by dn. Empty until one is known. */
  readonly sessions: ReadonlyArray<AgentSession>;
  /** Records of the log were gone before the gateway had read them: what is shown may be outdated until the next login, logout, ready or not ready. */
  readonly stale: Scalars['Boolean']['output'];
  /** Logged in, ready or not, in one value. UNKNOWN until a login, logout, ready or not ready was read. */
  readonly state: AgentStateSummary;
  /** When `state` took its present value, by the clock of the switch; another reason or work mode does not move it. Null while UNKNOWN, and where nobody knows because records are gone (`stale`). */
  readonly stateSince: Maybe<Scalars['DateTime']['output']>;
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** Timestamp of the last record that changed this, or the instant at which a time limit did: so old is what you see, if the log can be read. */
  readonly updatedAt: Scalars['DateTime']['output'];
  /** What kind of ready or not ready, of the session that gives `state`. Null where the newest of these events did not say. */
  readonly workMode: Maybe<AgentWorkMode>;
};


/** An agent as the events tell: somebody who logs in on telephones and is given calls. Known from the first event under its key; one that is logged out, or never logged in, is forgotten after AGENT_FORGET_AFTER without an event. */
export type AgentrecentEventsArgs = {
  last?: InputMaybe<Scalars['Int']['input']>;
};

/** What an agent's telephones do, all of them taken together: of several calls the strongest counts, TALKING, then RINGING, DIALING, HOLDING. */
export type AgentActivity =
  /** Calls somebody who has not answered yet, or hears the busy tone. */
  | 'DIALING'
  /** Has calls on hold only. */
  | 'HOLDING'
  /** On no call. */
  | 'IDLE'
  /** The telephone rings. */
  | 'RINGING'
  /** Connected, also as an observer of the call of somebody else. */
  | 'TALKING'
  /** Not told yet: neither a login or logout nor a call on a telephone of this agent was read; or the agent is on a call of which only later events were read, so that it may talk or hold. */
  | 'UNKNOWN';

/** A page of agents, ordered by their ids. Pages asked for one after the other show each of agents that is there throughout exactly once, whatever comes and goes meanwhile. */
export type AgentConnection = {
  readonly __typename: 'AgentConnection';
  /** The position in the log at which this page is true: subscribe to events with `after` it, and nothing is missed. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The entries of this page. */
  readonly edges: ReadonlyArray<AgentEdge>;
  /** Whether more follows, and how to ask for it. */
  readonly pageInfo: PageInfo;
  /** The clock of the gateway when it answered: take the difference to your own clock to show how long something has lasted. */
  readonly serverTime: Scalars['DateTime']['output'];
};

/** One entry of a page of agents. */
export type AgentEdge = {
  readonly __typename: 'AgentEdge';
  /** Page cursor of this entry, opaque: what follows it is asked for with `after`. */
  readonly cursor: Scalars['String']['output'];
  /** The entry itself. */
  readonly node: Agent;
};

/** Something happened to an agent or a telephone (topic voice-agentstate). What all of these events have in common. */
export type AgentEvent = {
  /** The agent: the part of the record key behind its first colon. Null for a telephone without an agent. */
  readonly agentId: Maybe<Scalars['ID']['output']>;
  /** Everything that was sent, in the spelling and shape of the wire, attributes without a field of their own included. Integers beyond 2^53 are strings. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** The position right behind this event, as this stream came by: subscribe with `after` it and nothing is missed, on any replica. The one of an event that is not the last of its record stands before the record. */
  readonly cursor: Scalars['Cursor']['output'];
  /** topic:partition:offset of the record, and :n for the n-th further event of one record. The same for ever and on every replica: drop duplicates by it. */
  readonly eventId: Scalars['ID']['output'];
  /** What the agent logged in with. Usually the same as the agent of the record key, but a field of its own. On the wire: AgentID. */
  readonly loginId: Maybe<Scalars['ID']['output']>;
  /** Attributes that the documentation calls mandatory but that were not sent, by their names on the wire. The event is delivered all the same. */
  readonly missingAttributes: ReadonlyArray<Scalars['String']['output']>;
  /** The documented name of the event, for example EventAgentLogin; for an unknown event the name as received. */
  readonly name: Scalars['String']['output'];
  /** When this replica of the gateway read the record. Differs between replicas. */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** Handle that Voice Microservices give to the connection through which a client talks to them. Opaque. On the wire: Server. */
  readonly server: Maybe<Scalars['String']['output']>;
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** The directory number (telephone, queue or routing point) that the event is mainly about. On the wire: ThisDN. */
  readonly thisDn: Maybe<Scalars['ID']['output']>;
  /** When the switch generated the event; the record's own timestamp where the event had no time that could be read. Events are ordered by the log, not by this. */
  readonly time: Scalars['DateTime']['output'];
  /** Whether `time` is the record's timestamp, because the event had none. */
  readonly timeEstimated: Scalars['Boolean']['output'];
};

/** Which agents. Members narrow (and), the values of one widen (or); a member that is left out or null does not count, an empty list is refused. Ids are compared with upper and lower case told apart. */
export type AgentFilter = {
  /** These agents. */
  readonly agentIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Agents with one of these telephones. */
  readonly dns?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Agents that are logged in to one of these queues now. */
  readonly queueIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Agents that have been in their present `state` for so long at least: `serverTime` minus `stateSince`, 0 to 86400. Never one whose `stateSince` is null. */
  readonly stateLongerThanSeconds?: InputMaybe<Scalars['Int']['input']>;
  /** Agents whose `state` is one of these. */
  readonly states?: InputMaybe<ReadonlyArray<AgentStateSummary>>;
};

/** The login of an agent on one telephone, also after its end until the agent is forgotten. */
export type AgentSession = {
  readonly __typename: 'AgentSession';
  /** The telephone: its directory number. */
  readonly dn: Scalars['ID']['output'];
  /** The reason that was keyed in at the telephone itself (in Extensions on the wire). Null where there was none. */
  readonly hardwareReason: Maybe<Scalars['String']['output']>;
  /** Whether the agent is logged in here. UNKNOWN until a login, logout, ready or not ready of this session was read; ready and not ready imply a login. */
  readonly loggedIn: Tristate;
  /** The queues logged in to here, ordered by queueId. Only those that a login named since the gateway began to read: empty does not mean that there are none. */
  readonly queues: ReadonlyArray<QueueLogin>;
  /** Whether ready for calls. UNKNOWN from the login on until the first ready or not ready, and after the logout. */
  readonly ready: Tristate;
  /** When `ready` took its present value, by the clock of the switch; another reason does not move it. Null while UNKNOWN. */
  readonly readySince: Maybe<Scalars['DateTime']['output']>;
  /** Why not ready (or ready): from `reasons`, else the hardware reason. Null where none was given. */
  readonly reasonCode: Maybe<Scalars['String']['output']>;
  /** The attribute Reasons of the newest ready or not ready, whole. Null where there was none. */
  readonly reasons: Maybe<Scalars['JSONObject']['output']>;
  /** When `loggedIn` took its present value, by the clock of the switch; a repeated login does not move it. Null while UNKNOWN. */
  readonly since: Maybe<Scalars['DateTime']['output']>;
  /** What kind of ready or not ready. Null where the newest of these events did not say. */
  readonly workMode: Maybe<AgentWorkMode>;
};

/** How many agents are in a state. */
export type AgentStateCount = {
  readonly __typename: 'AgentStateCount';
  /** How many agents are in it now. */
  readonly count: Scalars['Int']['output'];
  /** The state. */
  readonly state: AgentStateSummary;
};

/** Something happened to an agent or a telephone (topic voice-agentstate). `__typename` tells which: select the fields of the events that you want by fragments, and what all have in common by a fragment on AgentEvent. */
export type AgentStateEvent = EventAgentLogin | EventAgentLogout | EventAgentNotReady | EventAgentReady | EventDNBackInService | EventDNDOff | EventDNDOn | EventDNOutOfService | EventForwardCancel | EventForwardSet | EventListenDisconnected | EventListenReconnected | EventMessageWaitingOff | EventMessageWaitingOn | EventMonitoringCancelled | EventMonitoringNextCall | EventMuteOff | EventMuteOn | EventOffHook | EventOnHook | EventQueueLogout | UnrecognizedAgentStateEvent;

/** The names of the events in AgentStateEvent, to subscribe to some of them only. */
export type AgentStateEventName =
  /** An agent logged in on the telephone ThisDN, to the queue ThisQueue if it names one. The same login may be told again. It does not say whether the agent is ready. */
  | 'EventAgentLogin'
  /** An agent logged out for good: of several queues, only the last logout is told by this event. */
  | 'EventAgentLogout'
  /** An agent can be given no calls of a queue; the work mode and the reasons say why. Told again when only the mode or the reason changes. */
  | 'EventAgentNotReady'
  /** An agent can be given calls of a queue from now on. */
  | 'EventAgentReady'
  /** The telephone ThisDN is in service again. */
  | 'EventDNBackInService'
  /** Do-not-disturb was switched off for ThisDN. */
  | 'EventDNDOff'
  /** Do-not-disturb was switched on for ThisDN. */
  | 'EventDNDOn'
  /** The telephone ThisDN is out of service: it can neither make nor take calls. Does not log the agent out. */
  | 'EventDNOutOfService'
  /** Calls to ThisDN are no longer forwarded. */
  | 'EventForwardCancel'
  /** Calls to ThisDN are forwarded from now on. */
  | 'EventForwardSet'
  /** A party of the call no longer hears the others. */
  | 'EventListenDisconnected'
  /** A party of the call can hear the others again. */
  | 'EventListenReconnected'
  /** The light for waiting messages at ThisDN was switched off. */
  | 'EventMessageWaitingOff'
  /** The light for waiting messages at ThisDN was switched on. */
  | 'EventMessageWaitingOn'
  /** Supervision of an agent was cancelled. */
  | 'EventMonitoringCancelled'
  /** A supervisor set up supervision of an agent: of the next call, or of every call. */
  | 'EventMonitoringNextCall'
  /** The party at ThisDN can be heard again. */
  | 'EventMuteOff'
  /** The party at ThisDN was muted: the others no longer hear it. */
  | 'EventMuteOn'
  /** The receiver of the telephone ThisDN was lifted. No state of a call: a call can ring on hook. */
  | 'EventOffHook'
  /** The receiver of the telephone ThisDN was put back. */
  | 'EventOnHook'
  /** An agent left the queue ThisQueue and remains logged in to another one. */
  | 'EventQueueLogout'
  /** All events that the documentation does not know. */
  | 'UNRECOGNIZED';

/** One value for wallboards: what the sessions of an agent come to. Of sessions on several telephones the strongest counts: READY, then AFTER_CALL_WORK, NOT_READY, LOGGED_IN. Calls do not change it: an agent who talks stays READY, see `activity`. */
export type AgentStateSummary =
  /** Not ready, in order to finish the work on the last call. */
  | 'AFTER_CALL_WORK'
  /** Logged in, but whether ready or not has not been told since the login. Some platforms tell it only when it changes. */
  | 'LOGGED_IN'
  /** Logged out on every telephone, or another agent has logged in there since. */
  | 'LOGGED_OUT'
  /** Logged in and not to be given calls: `workMode` and `reasonCode` may tell why. */
  | 'NOT_READY'
  /** Logged in and ready to be given calls. */
  | 'READY'
  /** Not told yet: since the gateway began to read there was no login, logout, ready or not ready of this agent, only other events, for example of the telephone. The agent may be in any state: do not show it as logged out. */
  | 'UNKNOWN';

/** Refines ready and not ready. */
export type AgentWorkMode =
  /** Not ready: finishes work on the last call. T-Library: AfterCallWork (3). */
  | 'AFTER_CALL_WORK'
  /** Ready: the system decides about availability. Has the same code as LEGAL_GUARD; EventAgentReady means this one. T-Library: AutoIn (2). */
  | 'AUTO_IN'
  /** Not ready: other work, or a break. T-Library: AuxWork (4). */
  | 'AUX_WORK'
  /** Not ready: a pause that the system ends. Has the same code as AUTO_IN; EventAgentNotReady means this one. T-Library: LegalGuard (2). */
  | 'LEGAL_GUARD'
  /** Ready: becomes available by a manual action. T-Library: ManualIn (1). */
  | 'MANUAL_IN'
  /** Not ready: known from Meridian switches. T-Library: NoCallDisconnect (5). */
  | 'NO_CALL_DISCONNECT'
  /** Ready: came back to the desk. T-Library: ReturnBack (7). */
  | 'RETURN_BACK'
  /** Not known or not given. T-Library: Unknown (0). */
  | 'UNKNOWN'
  /** A value that the documentation does not list; `attributes` has it as received. */
  | 'UNRECOGNIZED'
  /** Not ready: left the desk. T-Library: WalkAway (6). */
  | 'WALK_AWAY';

/** A payload of the subscription to agents: a page of those that are there, or what has changed. */
export type AgentsUpdate = {
  readonly __typename: 'AgentsUpdate';
  /** Each whole, as you select it: of a snapshot in the order of their ids, of a change those of which something that you select has changed. */
  readonly agents: ReadonlyArray<Agent>;
  /** The position in the log at which this is true: good as `after` of the event subscriptions. */
  readonly cursor: Scalars['Cursor']['output'];
  /** Whether it is a page of the snapshot, or tells of a change. */
  readonly kind: UpdateKind;
  /** Ids of those that were among them and are not any more: they do not match the filter now, or were forgotten. */
  readonly removed: ReadonlyArray<Scalars['ID']['output']>;
  /** The clock of the gateway: let durations tick from it, none are sent because time passes. */
  readonly serverTime: Scalars['DateTime']['output'];
  /** True on the first page of a snapshot, of which a client that came back by itself may see nothing else: what you have is of an earlier connection. Show it until the snapshot is complete, then let it go. */
  readonly snapshotBegins: Scalars['Boolean']['output'];
  /** False on a page of the snapshot that others follow; true on the last one, and on every change. */
  readonly snapshotComplete: Scalars['Boolean']['output'];
  /** False while the log cannot be read: what is shown may be behind. When it changes a CHANGE is sent, be it without entities. */
  readonly sourceHealthy: Scalars['Boolean']['output'];
};

/** One call of a thread: a connection between parties, known by its ConnID. Its attributes are the newest that an event carried, so each is null until one did. */
export type Call = {
  readonly __typename: 'Call';
  /** Number of the caller (ANI). Null until told, and where it is withheld. */
  readonly ani: Maybe<Scalars['String']['output']>;
  /** The number that the switch gives to the call; it is used again later. Null until told. */
  readonly callId: Maybe<Scalars['ID']['output']>;
  /** Whether internal, inbound, outbound or a consultation. Null until told. */
  readonly callType: Maybe<CallType>;
  /** Identifier of the call, whole (ConnID on the wire). */
  readonly connId: Scalars['ID']['output'];
  /** Customer or tenant of the call (CustomerID). Null until told. */
  readonly customerId: Maybe<Scalars['ID']['output']>;
  /** Number that the caller dialled (DNIS). Null until told. */
  readonly dnis: Maybe<Scalars['String']['output']>;
  /** Of a consultation, the call that it is about. Null for any other call. */
  readonly previousConnId: Maybe<Scalars['ID']['output']>;
  /** When the call began, by the clock of the switch. Null for good if its beginning was not read. */
  readonly startedAt: Maybe<Scalars['DateTime']['output']>;
  /** Attached data, as the newest event with any of it carried them, whole. No event tells a change of them on its own, so they are only as fresh as that event. Null until told, or where they were too large to be kept. */
  readonly userData: Maybe<Scalars['JSONObject']['output']>;
};

/** Something happened to a call (topic voice-callthread). What all of these events have in common. */
export type CallEvent = {
  /** Everything that was sent, in the spelling and shape of the wire, attributes without a field of their own included. Integers beyond 2^53 are strings. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** What the event reports about the call: nothing special, a transfer, a conference, or why an attempt failed. On the wire: CallState. */
  readonly callState: Maybe<CallState>;
  /** Identifier of the call thread: the calls that belong to one customer contact. Taken from the record key where the event has none. On the wire: CallThreadID. */
  readonly callThreadId: Maybe<Scalars['ID']['output']>;
  /** Whether the call is internal, inbound, outbound or a consultation. On the wire: CallType. */
  readonly callType: Maybe<CallType>;
  /** Identifier of the call, whole: 16 hexadecimal digits, `@` and meta information. Compare it whole. On the wire: ConnID. */
  readonly connId: Maybe<Scalars['ID']['output']>;
  /** The position right behind this event, as this stream came by: subscribe with `after` it and nothing is missed, on any replica. The one of an event that is not the last of its record stands before the record. */
  readonly cursor: Scalars['Cursor']['output'];
  /** topic:partition:offset of the record, and :n for the n-th further event of one record. The same for ever and on every replica: drop duplicates by it. */
  readonly eventId: Scalars['ID']['output'];
  /** Attributes that the documentation calls mandatory but that were not sent, by their names on the wire. The event is delivered all the same. */
  readonly missingAttributes: ReadonlyArray<Scalars['String']['output']>;
  /** The documented name of the event, for example EventAgentLogin; for an unknown event the name as received. */
  readonly name: Scalars['String']['output'];
  /** When this replica of the gateway read the record. Differs between replicas. */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** Handle that Voice Microservices give to the connection through which a client talks to them. Opaque. On the wire: Server. */
  readonly server: Maybe<Scalars['String']['output']>;
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** The directory number (telephone, queue or routing point) that the event is mainly about. On the wire: ThisDN. */
  readonly thisDn: Maybe<Scalars['ID']['output']>;
  /** When the switch generated the event; the record's own timestamp where the event had no time that could be read. Events are ordered by the log, not by this. */
  readonly time: Scalars['DateTime']['output'];
  /** Whether `time` is the record's timestamp, because the event had none. */
  readonly timeEstimated: Scalars['Boolean']['output'];
};

/** What an event reports about its call. The name is historic: it is closer to a cause than to a state. */
export type CallState =
  /** The caller gave up. T-Library: Abandoned (21). */
  | 'ABANDONED'
  /** The network is congested. T-Library: AllTrunksBusy (10). */
  | 'ALL_TRUNKS_BUSY'
  /** An answering machine picked up. T-Library: AnsweringMachineDetected (9). */
  | 'ANSWERING_MACHINE_DETECTED'
  /** A shared line, or a party that observes. T-Library: Bridged (31). */
  | 'BRIDGED'
  /** Busy tone. T-Library: Busy (6). */
  | 'BUSY'
  /** The call was cleared. T-Library: Cleared (19). */
  | 'CLEARED'
  /** The call has more than two parties. T-Library: Conferenced (2). */
  | 'CONFERENCED'
  /** A consultation is under way. T-Library: Consult (24). */
  | 'CONSULT'
  /** The call is at an IVR and keeps its place in the queue. T-Library: ConverseOn (30). */
  | 'CONVERSE_ON'
  /** The call went to a coverage point. T-Library: Covered (29). */
  | 'COVERED'
  /** The party cannot hear the call. T-Library: Deafened (49). */
  | 'DEAFENED'
  /** The call was dropped. T-Library: Dropped (26). */
  | 'DROPPED'
  /** The call was dropped because nobody answered. T-Library: Droppednoanswer (27). */
  | 'DROPPEDNOANSWER'
  /** A fax or modem picked up. T-Library: FaxDetected (17). */
  | 'FAX_DETECTED'
  /** The call was forwarded. T-Library: Forwarded (23). */
  | 'FORWARDED'
  /** The attempt failed, no more is known. T-Library: GeneralError (3). */
  | 'GENERAL_ERROR'
  /** The call is on hold. T-Library: Held (50). */
  | 'HELD'
  /** Nobody answered in time. T-Library: NoAnswer (7). */
  | 'NO_ANSWER'
  /** Nothing special to report. T-Library: Ok (0). */
  | 'OK'
  /** The call overflowed to another target. T-Library: Overflowed (20). */
  | 'OVERFLOWED'
  /** Another party picked the call up. T-Library: Pickedup (25). */
  | 'PICKEDUP'
  /** The queue takes no more calls. T-Library: QueueFull (18). */
  | 'QUEUE_FULL'
  /** The call was sent to another destination. T-Library: Redirected (22). */
  | 'REDIRECTED'
  /** Another party hung up. T-Library: RemoteRelease (5). */
  | 'REMOTE_RELEASE'
  /** A special information tone was heard. T-Library: SitDetected (8). */
  | 'SIT_DETECTED'
  /** Tone: the call was intercepted. T-Library: SitIntercept (13). */
  | 'SIT_INTERCEPT'
  /** Tone: the number is not valid. T-Library: SitInvalidnum (11). */
  | 'SIT_INVALIDNUM'
  /** Tone: no circuit is free. T-Library: SitNocircuit (15). */
  | 'SIT_NOCIRCUIT'
  /** Tone: try again. T-Library: SitReorder (16). */
  | 'SIT_REORDER'
  /** A special information tone that was not identified. T-Library: SitUnknown (14). */
  | 'SIT_UNKNOWN'
  /** Tone: the number is not assigned. T-Library: SitVacant (12). */
  | 'SIT_VACANT'
  /** The attempt failed through a fault of the system. T-Library: SystemError (4). */
  | 'SYSTEM_ERROR'
  /** The call was transferred. T-Library: Transferred (1). */
  | 'TRANSFERRED'
  /** Not known. T-Library: Unknown (28). */
  | 'UNKNOWN'
  /** A value that the documentation does not list; `attributes` has it as received. */
  | 'UNRECOGNIZED';

/** A call thread: the calls that belong to one contact with a customer, for example a call from outside and the consultation that it led to. No event tells the end of a thread: the gateway concludes it. An ended thread is kept for THREAD_LINGER and then forgotten. */
export type CallThread = {
  readonly __typename: 'CallThread';
  /** The agents among the parties, live or gone, ordered by agentId. Only those that are known as agents: `parties.agentId` may name others. */
  readonly agents: ReadonlyArray<Agent>;
  /** The thread: CallThreadID of its events, or the part of the record key behind its first colon. */
  readonly callThreadId: Scalars['ID']['output'];
  /** The calls of the thread, ordered by their first event. */
  readonly calls: ReadonlyArray<Call>;
  /** Why the gateway takes it for ended; null while it goes on. */
  readonly endReason: Maybe<CallThreadEndReason>;
  /** Time of the last event of an ended thread; null while it goes on. */
  readonly endedAt: Maybe<Scalars['DateTime']['output']>;
  /** Timestamp of the first record from which this is known. What happened before it is not; it does not mean that there was nothing before. */
  readonly knownSince: Scalars['DateTime']['output'];
  /** The newest event of the thread. Null if it is not kept. */
  readonly lastEvent: Maybe<CallThreadEvent>;
  /** Who takes or took part, one for each call and number, ordered by connId and dn. An outside caller is no party: it has no events of its own. */
  readonly parties: ReadonlyArray<Party>;
  /** Where the calls wait or waited, ordered by their first event. A call may wait in several queues at once. */
  readonly queues: ReadonlyArray<QueueEntry>;
  /** What happened in this thread lately, the newest first, as far as it is kept in memory. */
  readonly recentEvents: ReadonlyArray<CallThreadEvent>;
  /** Records of the log were gone before the gateway had read them: what is shown may be outdated, until the thread is forgotten. */
  readonly stale: Scalars['Boolean']['output'];
  /** When the thread began, by the clock of the switch. Null for good if its first event that was read is in the middle of a call: the gateway began to read later. */
  readonly startedAt: Maybe<Scalars['DateTime']['output']>;
  /** Whether it goes on. Never unknown: a thread is known by its events, and the status follows from its parties. */
  readonly status: CallThreadStatus;
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** What callers are or were given while waiting (music, announcements, an IVR), ordered by their first event. */
  readonly treatments: ReadonlyArray<Treatment>;
  /** Timestamp of the last record that changed this, or the instant at which a time limit did: so old is what you see, if the log can be read. */
  readonly updatedAt: Scalars['DateTime']['output'];
};


/** A call thread: the calls that belong to one contact with a customer, for example a call from outside and the consultation that it led to. No event tells the end of a thread: the gateway concludes it. An ended thread is kept for THREAD_LINGER and then forgotten. */
export type CallThreadrecentEventsArgs = {
  last?: InputMaybe<Scalars['Int']['input']>;
};

/** A page of call threads, ordered by their ids. Pages asked for one after the other show each of call threads that is there throughout exactly once, whatever comes and goes meanwhile. */
export type CallThreadConnection = {
  readonly __typename: 'CallThreadConnection';
  /** The position in the log at which this page is true: subscribe to events with `after` it, and nothing is missed. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The entries of this page. */
  readonly edges: ReadonlyArray<CallThreadEdge>;
  /** Whether more follows, and how to ask for it. */
  readonly pageInfo: PageInfo;
  /** The clock of the gateway when it answered: take the difference to your own clock to show how long something has lasted. */
  readonly serverTime: Scalars['DateTime']['output'];
};

/** One entry of a page of call threads. */
export type CallThreadEdge = {
  readonly __typename: 'CallThreadEdge';
  /** Page cursor of this entry, opaque: what follows it is asked for with `after`. */
  readonly cursor: Scalars['String']['output'];
  /** The entry itself. */
  readonly node: CallThread;
};

/** Why the gateway takes a call thread for ended. */
export type CallThreadEndReason =
  /** The caller gave up before anybody answered. */
  | 'ABANDONED'
  /** There was no event for THREAD_STALE_AFTER: its end seems to be lost. The call may still go on, if it is very long. */
  | 'EXPIRED'
  /** The call was handed on and did not turn up anywhere: as a rule it went to an outside number, of which there are no events. It may well go on there. */
  | 'LEFT_MONITORED_PARTIES'
  /** The last party has hung up. */
  | 'RELEASED';

/** Something happened to a call (topic voice-callthread). `__typename` tells which: select the fields of the events that you want by fragments, and what all have in common by a fragment on CallEvent. */
export type CallThreadEvent = EventAbandoned | EventBridged | EventDestinationBusy | EventDialing | EventDiverted | EventEstablished | EventHeld | EventNetworkReached | EventPartyAdded | EventPartyChanged | EventPartyDeleted | EventQueued | EventReleased | EventRetrieved | EventRinging | EventRouteRequest | EventRouteUsed | EventTreatmentApplied | EventTreatmentEnd | EventTreatmentNotApplied | EventTreatmentRequired | UnrecognizedCallThreadEvent;

/** The names of the events in CallThreadEvent, to subscribe to some of them only. */
export type CallThreadEventName =
  /** The caller gave up before the call was answered. Told for the telephone or queue that was waiting, not for the caller. */
  | 'EventAbandoned'
  /** A shared line at ThisDN belongs to the call without being its talking party. */
  | 'EventBridged'
  /** The destination that ThisDN calls is busy or cannot be reached. */
  | 'EventDestinationBusy'
  /** ThisDN is calling another number. */
  | 'EventDialing'
  /** A call left the queue or routing point ThisDN for another destination. */
  | 'EventDiverted'
  /** ThisDN is connected: it answered, or its call was answered. */
  | 'EventEstablished'
  /** ThisDN put the call on hold. */
  | 'EventHeld'
  /** The call that ThisDN makes has reached the outside network. */
  | 'EventNetworkReached'
  /** Another party joined the call of ThisDN: a conference, or an observer. */
  | 'EventPartyAdded'
  /** The far end of the call of ThisDN is another party now, normally because a transfer was completed. */
  | 'EventPartyChanged'
  /** A party left the call of ThisDN, or was removed, and the call goes on. */
  | 'EventPartyDeleted'
  /** A call began to wait in the queue ThisQueue. */
  | 'EventQueued'
  /** The part of ThisDN in the call is over: it hung up, transferred the call away, or its attempt failed. */
  | 'EventReleased'
  /** ThisDN took the call off hold. */
  | 'EventRetrieved'
  /** A call rings at ThisDN. */
  | 'EventRinging'
  /** A call is at the routing point ThisDN and a decision is wanted where it goes. */
  | 'EventRouteRequest'
  /** A routing decision took effect: the one that was asked for, or the default of the switch when none came in time. */
  | 'EventRouteUsed'
  /** The treatment that was asked for has begun. */
  | 'EventTreatmentApplied'
  /** A treatment is over and the next instruction can be taken. */
  | 'EventTreatmentEnd'
  /** A treatment could not be given; ErrorCode and ErrorMessage say why. */
  | 'EventTreatmentNotApplied'
  /** The call has come to where a treatment is wanted and none runs. */
  | 'EventTreatmentRequired'
  /** All events that the documentation does not know. */
  | 'UNRECOGNIZED';

/** Which call threads. Members narrow (and), the values of one widen (or); a member that is left out or null does not count, an empty list is refused. Live parties and calls that wait count; for an ended thread, as they stood at its end. Ids are compared with upper and lower case told apart. */
export type CallThreadFilter = {
  /** Threads in which one of these agents takes part. */
  readonly agentIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Threads with a call from this number. */
  readonly ani?: InputMaybe<Scalars['String']['input']>;
  /** These threads. */
  readonly callThreadIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Threads with a call to this number, as it was dialled. */
  readonly dnis?: InputMaybe<Scalars['String']['input']>;
  /** Threads in which one of these numbers takes part. */
  readonly dns?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Threads that wait in one of these queues, or have a party that came from one. */
  readonly queueIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Threads whose `status` is one of these. */
  readonly statuses?: InputMaybe<ReadonlyArray<CallThreadStatus>>;
  /** Threads with a call that waits in a queue now and has waited for so long at least: `serverTime` minus `queuedAt`, 0 to 86400. Never one that has ended. */
  readonly waitingLongerThanSeconds?: InputMaybe<Scalars['Int']['input']>;
};

/** Whether a call thread goes on. */
export type CallThreadStatus =
  /** Somebody or something takes part: a telephone, a queue, an IVR. */
  | 'ACTIVE'
  /** Nobody takes part any more. Shown for THREAD_LINGER, then forgotten; a late event may make it active again. */
  | 'ENDED'
  /** Nobody takes part, but a call was just handed on and should turn up where it was sent to. If it does not within THREAD_TRANSIT_GRACE, the thread has ended. */
  | 'IN_TRANSIT';

/** A payload of the subscription to call threads: a page of those that are there, or what has changed. */
export type CallThreadsUpdate = {
  readonly __typename: 'CallThreadsUpdate';
  /** Each whole, as you select it: of a snapshot in the order of their ids, of a change those of which something that you select has changed. */
  readonly callThreads: ReadonlyArray<CallThread>;
  /** The position in the log at which this is true: good as `after` of the event subscriptions. */
  readonly cursor: Scalars['Cursor']['output'];
  /** Whether it is a page of the snapshot, or tells of a change. */
  readonly kind: UpdateKind;
  /** Ids of those that were among them and are not any more: they do not match the filter now, or were forgotten. */
  readonly removed: ReadonlyArray<Scalars['ID']['output']>;
  /** The clock of the gateway: let durations tick from it, none are sent because time passes. */
  readonly serverTime: Scalars['DateTime']['output'];
  /** True on the first page of a snapshot, of which a client that came back by itself may see nothing else: what you have is of an earlier connection. Show it until the snapshot is complete, then let it go. */
  readonly snapshotBegins: Scalars['Boolean']['output'];
  /** False on a page of the snapshot that others follow; true on the last one, and on every change. */
  readonly snapshotComplete: Scalars['Boolean']['output'];
  /** False while the log cannot be read: what is shown may be behind. When it changes a CHANGE is sent, be it without entities. */
  readonly sourceHealthy: Scalars['Boolean']['output'];
};

/** What kind of call it is. */
export type CallType =
  /** A consultation: its main call is on hold meanwhile. T-Library: Consult (4). */
  | 'CONSULT'
  /** Came from outside. T-Library: Inbound (2). */
  | 'INBOUND'
  /** Both ends are inside. T-Library: Internal (1). */
  | 'INTERNAL'
  /** Goes outside. T-Library: Outbound (3). */
  | 'OUTBOUND'
  /** Not known or not set. T-Library: Unknown (0). */
  | 'UNKNOWN'
  /** A value that the documentation does not list; `attributes` has it as received. */
  | 'UNRECOGNIZED';

/** A telephone as a device: what is switched on or off at it. Each of these is UNKNOWN until an event of this telephone has told it, which for something seldom used may take days. */
export type DirectoryNumber = {
  readonly __typename: 'DirectoryNumber';
  /** Whether the telephone is cut off from hearing its call. UNKNOWN until told once. */
  readonly deafened: Tristate;
  /** The directory number. */
  readonly dn: Scalars['ID']['output'];
  /** Whether calls are kept away. UNKNOWN until switched once. */
  readonly doNotDisturb: Tristate;
  /** When calls are forwarded, by the names of T-Library, for example Unconditional; an unknown mode as received. Null if not forwarded, not known, or not sent. */
  readonly forwardMode: Maybe<Scalars['String']['output']>;
  /** Where calls are forwarded to. Null if not forwarded, not known, or not sent. */
  readonly forwardedTo: Maybe<Scalars['ID']['output']>;
  /** Whether the telephone works. A login implies YES; UNKNOWN before. Out of service does not log the agent out. */
  readonly inService: Tristate;
  /** Whether the lamp for waiting messages is on. UNKNOWN until it was switched once. */
  readonly messageWaiting: Tristate;
  /** Supervisions that this telephone has a part in, ordered by otherDn. Empty if none are known. */
  readonly monitoring: ReadonlyArray<Monitoring>;
  /** Whether the microphone is off, as last told for the telephone or a call on it. UNKNOWN until switched once. */
  readonly muted: Tristate;
  /** Whether the receiver is lifted: no state of a call, which may ring on the hook. UNKNOWN until moved once. */
  readonly offHook: Tristate;
};

/** The part that a directory number plays in a call. */
export type DnRole =
  /** Added another party. T-Library: AddedBy (5). */
  | 'ADDED_BY'
  /** Made the conference. T-Library: ConferencedBy (9). */
  | 'CONFERENCED_BY'
  /** Takes part in a conference. T-Library: ConferenceMember (3). */
  | 'CONFERENCE_MEMBER'
  /** Removed another party. T-Library: DeletedBy (6). */
  | 'DELETED_BY'
  /** Was removed, or left. T-Library: DeletedParty (8). */
  | 'DELETED_PARTY'
  /** Was called. T-Library: Destination (2). */
  | 'DESTINATION'
  /** Has just been added. T-Library: NewParty (4). */
  | 'NEW_PARTY'
  /** Listens in, for example a supervisor. T-Library: Observer (10). */
  | 'OBSERVER'
  /** Made the call. T-Library: Origination (1). */
  | 'ORIGINATION'
  /** Transferred the call. T-Library: TransferredBy (7). */
  | 'TRANSFERRED_BY'
  /** Not known. T-Library: Unknown (0). */
  | 'UNKNOWN'
  /** A value that the documentation does not list; `attributes` has it as received. */
  | 'UNRECOGNIZED';

/**
 * The caller gave up before the call was answered. Told for the telephone or queue that was waiting, not for the caller.
 * - PreviousConnID is there when CallType is Consult (current manual).
 * - ThisQueue is there when the call came from a queue (current manual).
 * - ThisDN is what rang or queued the call (current call model).
 * T-Library message 59.
 */
export type EventAbandoned = CallEvent & VoiceEvent & {
  readonly __typename: 'EventAbandoned';
  /** The caller's number as the network supplied it. Personal data. On the wire: ANI, optional: stated in the current Voice Microservices manual. */
  readonly ani: Maybe<Scalars['String']['output']>;
  /** Everything that was sent, in the spelling and shape of the wire, attributes without a field of their own included. Integers beyond 2^53 are strings. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** Where the call came from when it moved between sites: first and last transfer. Its shape is not documented, so it is passed on as received. On the wire: CallHistory, optional: stated in the current Voice Microservices manual. */
  readonly callHistory: Maybe<Scalars['JSON']['output']>;
  /** Number that the switch gives to the call. Zero on the wire, and null here, until the switch has supplied one. No key: it is used again. On the wire: CallID, mandatory: stated in the current Voice Microservices manual. */
  readonly callId: Maybe<Scalars['ID']['output']>;
  /** What the event reports about the call: nothing special, a transfer, a conference, or why an attempt failed. On the wire: CallState. */
  readonly callState: Maybe<CallState>;
  /** Identifier of the call thread: the calls that belong to one customer contact. Taken from the record key where the event has none. On the wire: CallThreadID. */
  readonly callThreadId: Maybe<Scalars['ID']['output']>;
  /** Whether the call is internal, inbound, outbound or a consultation. On the wire: CallType. */
  readonly callType: Maybe<CallType>;
  /** Identifier of the call, whole: 16 hexadecimal digits, `@` and meta information. Compare it whole. On the wire: ConnID. */
  readonly connId: Maybe<Scalars['ID']['output']>;
  /** The position right behind this event, as this stream came by: subscribe with `after` it and nothing is missed, on any replica. The one of an event that is not the last of its record stands before the record. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The tenant in the sense of the switch through which the call was started. Says nothing about who may see it. On the wire: CustomerID, optional: inferred from sibling events or T-Library. */
  readonly customerId: Maybe<Scalars['ID']['output']>;
  /** The number that the caller dialled. On the wire: DNIS, optional: inferred from sibling events or T-Library. */
  readonly dnis: Maybe<Scalars['String']['output']>;
  /** topic:partition:offset of the record, and :n for the n-th further event of one record. The same for ever and on every replica: drop duplicates by it. */
  readonly eventId: Scalars['ID']['output'];
  /** Key/value list with extra data of the switch or a feature. On agent events it may hold a ReasonCode: the hardware reason. On the wire: Extensions, optional: inferred from sibling events or T-Library. */
  readonly extensions: Maybe<Scalars['JSONObject']['output']>;
  /** Attributes that the documentation calls mandatory but that were not sent, by their names on the wire. The event is delivered all the same. */
  readonly missingAttributes: ReadonlyArray<Scalars['String']['output']>;
  /** The documented name of the event, for example EventAgentLogin; for an unknown event the name as received. */
  readonly name: Scalars['String']['output'];
  /** Number that the network switch where the call first arrived gave to it. On the wire: NetworkCallID, optional: inferred from sibling events or T-Library. */
  readonly networkCallId: Maybe<Scalars['ID']['output']>;
  /** The network switch that assigned the network call number. On the wire: NetworkNodeID, optional: inferred from sibling events or T-Library. */
  readonly networkNodeId: Maybe<Scalars['ID']['output']>;
  /** The directory number at the other end. May be the digits that were dialled; left out while nothing is known about the other end. On the wire: OtherDN, optional: shown in a call model of the current manual. */
  readonly otherDn: Maybe<Scalars['ID']['output']>;
  /** The part that OtherDN plays in the call. On the wire: OtherDNRole, optional: inferred from sibling events or T-Library. */
  readonly otherDnRole: Maybe<DnRole>;
  /** The queue that belongs to OtherDN. On the wire: OtherQueue, optional: inferred from sibling events or T-Library. */
  readonly otherQueue: Maybe<Scalars['ID']['output']>;
  /** The trunk that belongs to OtherDN. On the wire: OtherTrunk, optional: inferred from sibling events or T-Library. */
  readonly otherTrunk: Maybe<Scalars['ID']['output']>;
  /** The call that this party or call belonged to before; on a consultation call, the main call. On the wire: PreviousConnID, optional: stated in the current Voice Microservices manual. */
  readonly previousConnId: Maybe<Scalars['ID']['output']>;
  /** Key/value list with the reason given with the request behind the event, for example why an agent went not ready. On the wire: Reasons, optional: inferred from sibling events or T-Library. */
  readonly reasons: Maybe<Scalars['JSONObject']['output']>;
  /** When this replica of the gateway read the record. Differs between replicas. */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** Links the event to the client request that caused it. Null where the wire says "none" (4294967295). On the wire: ReferenceID, optional: inferred from sibling events or T-Library. */
  readonly referenceId: Maybe<Scalars['ID']['output']>;
  /** Handle that Voice Microservices give to the connection through which a client talks to them. Opaque. On the wire: Server. */
  readonly server: Maybe<Scalars['String']['output']>;
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** The directory number (telephone, queue or routing point) that the event is mainly about. On the wire: ThisDN. */
  readonly thisDn: Maybe<Scalars['ID']['output']>;
  /** The part that ThisDN plays in the call. On the wire: ThisDNRole, mandatory: stated in the current Voice Microservices manual. */
  readonly thisDnRole: Maybe<DnRole>;
  /** The queue or ACD group that the event is mainly about; on a ringing or connected phone, the queue that the call came from. On the wire: ThisQueue, optional: stated in the current Voice Microservices manual. */
  readonly thisQueue: Maybe<Scalars['ID']['output']>;
  /** The trunk that belongs to ThisDN. On the wire: ThisTrunk, optional: inferred from sibling events or T-Library. */
  readonly thisTrunk: Maybe<Scalars['ID']['output']>;
  /** When the switch generated the event; the record's own timestamp where the event had no time that could be read. Events are ordered by the log, not by this. */
  readonly time: Scalars['DateTime']['output'];
  /** Whether `time` is the record's timestamp, because the event had none. */
  readonly timeEstimated: Scalars['Boolean']['output'];
  /** Key/value list attached to the call: all of it each time, never a change. Personal data. On the wire: UserData, optional: inferred from sibling events or T-Library. */
  readonly userData: Maybe<Scalars['JSONObject']['output']>;
};

/**
 * An agent logged in on the telephone ThisDN, to the queue ThisQueue if it names one. The same login may be told again. It does not say whether the agent is ready.
 * - AgentID is there whenever the login went through Voice Microservices or the identifier is known (current manual).
 * - A ReasonCode in Extensions is a hardware reason (current manual).
 * - By itself it does not make an agent ready or not ready (current manual).
 * T-Library message 73.
 */
export type EventAgentLogin = AgentEvent & VoiceEvent & {
  readonly __typename: 'EventAgentLogin';
  /** The agent: the part of the record key behind its first colon. Null for a telephone without an agent. */
  readonly agentId: Maybe<Scalars['ID']['output']>;
  /** What kind of ready or not ready: after-call work, auxiliary work and so on. On the wire: AgentWorkMode, optional: stated in the current Voice Microservices manual. */
  readonly agentWorkMode: Maybe<AgentWorkMode>;
  /** Everything that was sent, in the spelling and shape of the wire, attributes without a field of their own included. Integers beyond 2^53 are strings. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** The position right behind this event, as this stream came by: subscribe with `after` it and nothing is missed, on any replica. The one of an event that is not the last of its record stands before the record. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The tenant in the sense of the switch through which the call was started. Says nothing about who may see it. On the wire: CustomerID, optional: stated in the current Voice Microservices manual. */
  readonly customerId: Maybe<Scalars['ID']['output']>;
  /** topic:partition:offset of the record, and :n for the n-th further event of one record. The same for ever and on every replica: drop duplicates by it. */
  readonly eventId: Scalars['ID']['output'];
  /** Key/value list with extra data of the switch or a feature. On agent events it may hold a ReasonCode: the hardware reason. On the wire: Extensions, optional: stated in the current Voice Microservices manual. */
  readonly extensions: Maybe<Scalars['JSONObject']['output']>;
  /** What the agent logged in with. Usually the same as the agent of the record key, but a field of its own. On the wire: AgentID. */
  readonly loginId: Maybe<Scalars['ID']['output']>;
  /** Attributes that the documentation calls mandatory but that were not sent, by their names on the wire. The event is delivered all the same. */
  readonly missingAttributes: ReadonlyArray<Scalars['String']['output']>;
  /** The documented name of the event, for example EventAgentLogin; for an unknown event the name as received. */
  readonly name: Scalars['String']['output'];
  /** Key/value list with the reason given with the request behind the event, for example why an agent went not ready. On the wire: Reasons, optional: stated in the current Voice Microservices manual. */
  readonly reasons: Maybe<Scalars['JSONObject']['output']>;
  /** When this replica of the gateway read the record. Differs between replicas. */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** Links the event to the client request that caused it. Null where the wire says "none" (4294967295). On the wire: ReferenceID, optional: stated in the current Voice Microservices manual. */
  readonly referenceId: Maybe<Scalars['ID']['output']>;
  /** Handle that Voice Microservices give to the connection through which a client talks to them. Opaque. On the wire: Server. */
  readonly server: Maybe<Scalars['String']['output']>;
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** The directory number (telephone, queue or routing point) that the event is mainly about. On the wire: ThisDN. */
  readonly thisDn: Maybe<Scalars['ID']['output']>;
  /** The queue or ACD group that the event is mainly about; on a ringing or connected phone, the queue that the call came from. On the wire: ThisQueue, optional: stated in the current Voice Microservices manual. */
  readonly thisQueue: Maybe<Scalars['ID']['output']>;
  /** When the switch generated the event; the record's own timestamp where the event had no time that could be read. Events are ordered by the log, not by this. */
  readonly time: Scalars['DateTime']['output'];
  /** Whether `time` is the record's timestamp, because the event had none. */
  readonly timeEstimated: Scalars['Boolean']['output'];
};

/**
 * An agent logged out for good: of several queues, only the last logout is told by this event.
 * - AgentID is there whenever the login went through Voice Microservices or the identifier is known (current manual).
 * - A ReasonCode in Extensions is a hardware reason (current manual).
 * - Leaving one queue of several is EventQueueLogout (current and legacy manual).
 * T-Library message 74.
 */
export type EventAgentLogout = AgentEvent & VoiceEvent & {
  readonly __typename: 'EventAgentLogout';
  /** The agent: the part of the record key behind its first colon. Null for a telephone without an agent. */
  readonly agentId: Maybe<Scalars['ID']['output']>;
  /** Everything that was sent, in the spelling and shape of the wire, attributes without a field of their own included. Integers beyond 2^53 are strings. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** The position right behind this event, as this stream came by: subscribe with `after` it and nothing is missed, on any replica. The one of an event that is not the last of its record stands before the record. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The tenant in the sense of the switch through which the call was started. Says nothing about who may see it. On the wire: CustomerID, optional: stated in the current Voice Microservices manual. */
  readonly customerId: Maybe<Scalars['ID']['output']>;
  /** topic:partition:offset of the record, and :n for the n-th further event of one record. The same for ever and on every replica: drop duplicates by it. */
  readonly eventId: Scalars['ID']['output'];
  /** Key/value list with extra data of the switch or a feature. On agent events it may hold a ReasonCode: the hardware reason. On the wire: Extensions, optional: stated in the current Voice Microservices manual. */
  readonly extensions: Maybe<Scalars['JSONObject']['output']>;
  /** What the agent logged in with. Usually the same as the agent of the record key, but a field of its own. On the wire: AgentID. */
  readonly loginId: Maybe<Scalars['ID']['output']>;
  /** Attributes that the documentation calls mandatory but that were not sent, by their names on the wire. The event is delivered all the same. */
  readonly missingAttributes: ReadonlyArray<Scalars['String']['output']>;
  /** The documented name of the event, for example EventAgentLogin; for an unknown event the name as received. */
  readonly name: Scalars['String']['output'];
  /** Key/value list with the reason given with the request behind the event, for example why an agent went not ready. On the wire: Reasons, optional: stated in the current Voice Microservices manual. */
  readonly reasons: Maybe<Scalars['JSONObject']['output']>;
  /** When this replica of the gateway read the record. Differs between replicas. */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** Links the event to the client request that caused it. Null where the wire says "none" (4294967295). On the wire: ReferenceID, optional: stated in the current Voice Microservices manual. */
  readonly referenceId: Maybe<Scalars['ID']['output']>;
  /** Handle that Voice Microservices give to the connection through which a client talks to them. Opaque. On the wire: Server. */
  readonly server: Maybe<Scalars['String']['output']>;
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** The directory number (telephone, queue or routing point) that the event is mainly about. On the wire: ThisDN. */
  readonly thisDn: Maybe<Scalars['ID']['output']>;
  /** The queue or ACD group that the event is mainly about; on a ringing or connected phone, the queue that the call came from. On the wire: ThisQueue, optional: stated in the current Voice Microservices manual. */
  readonly thisQueue: Maybe<Scalars['ID']['output']>;
  /** When the switch generated the event; the record's own timestamp where the event had no time that could be read. Events are ordered by the log, not by this. */
  readonly time: Scalars['DateTime']['output'];
  /** Whether `time` is the record's timestamp, because the event had none. */
  readonly timeEstimated: Scalars['Boolean']['output'];
};

/**
 * An agent can be given no calls of a queue; the work mode and the reasons say why. Told again when only the mode or the reason changes.
 * - AgentID is there whenever the identifier is known (current manual).
 * - A ReasonCode in Extensions is a hardware reason (current manual).
 * - The reason stands in Reasons or in Extensions, by the settings of the agent's desktop; its usual key is ReasonCode (legacy desktop manual).
 * T-Library message 76.
 */
export type EventAgentNotReady = AgentEvent & VoiceEvent & {
  readonly __typename: 'EventAgentNotReady';
  /** The agent: the part of the record key behind its first colon. Null for a telephone without an agent. */
  readonly agentId: Maybe<Scalars['ID']['output']>;
  /** What kind of ready or not ready: after-call work, auxiliary work and so on. On the wire: AgentWorkMode, optional: inferred from sibling events or T-Library. */
  readonly agentWorkMode: Maybe<AgentWorkMode>;
  /** Everything that was sent, in the spelling and shape of the wire, attributes without a field of their own included. Integers beyond 2^53 are strings. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** The position right behind this event, as this stream came by: subscribe with `after` it and nothing is missed, on any replica. The one of an event that is not the last of its record stands before the record. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The tenant in the sense of the switch through which the call was started. Says nothing about who may see it. On the wire: CustomerID, optional: inferred from sibling events or T-Library. */
  readonly customerId: Maybe<Scalars['ID']['output']>;
  /** topic:partition:offset of the record, and :n for the n-th further event of one record. The same for ever and on every replica: drop duplicates by it. */
  readonly eventId: Scalars['ID']['output'];
  /** Key/value list with extra data of the switch or a feature. On agent events it may hold a ReasonCode: the hardware reason. On the wire: Extensions, optional: inferred from sibling events or T-Library. */
  readonly extensions: Maybe<Scalars['JSONObject']['output']>;
  /** What the agent logged in with. Usually the same as the agent of the record key, but a field of its own. On the wire: AgentID. */
  readonly loginId: Maybe<Scalars['ID']['output']>;
  /** Attributes that the documentation calls mandatory but that were not sent, by their names on the wire. The event is delivered all the same. */
  readonly missingAttributes: ReadonlyArray<Scalars['String']['output']>;
  /** The documented name of the event, for example EventAgentLogin; for an unknown event the name as received. */
  readonly name: Scalars['String']['output'];
  /** Key/value list with the reason given with the request behind the event, for example why an agent went not ready. On the wire: Reasons, optional: inferred from sibling events or T-Library. */
  readonly reasons: Maybe<Scalars['JSONObject']['output']>;
  /** When this replica of the gateway read the record. Differs between replicas. */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** Links the event to the client request that caused it. Null where the wire says "none" (4294967295). On the wire: ReferenceID, optional: inferred from sibling events or T-Library. */
  readonly referenceId: Maybe<Scalars['ID']['output']>;
  /** Handle that Voice Microservices give to the connection through which a client talks to them. Opaque. On the wire: Server. */
  readonly server: Maybe<Scalars['String']['output']>;
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** The directory number (telephone, queue or routing point) that the event is mainly about. On the wire: ThisDN. */
  readonly thisDn: Maybe<Scalars['ID']['output']>;
  /** The queue or ACD group that the event is mainly about; on a ringing or connected phone, the queue that the call came from. On the wire: ThisQueue, optional: inferred from sibling events or T-Library. */
  readonly thisQueue: Maybe<Scalars['ID']['output']>;
  /** When the switch generated the event; the record's own timestamp where the event had no time that could be read. Events are ordered by the log, not by this. */
  readonly time: Scalars['DateTime']['output'];
  /** Whether `time` is the record's timestamp, because the event had none. */
  readonly timeEstimated: Scalars['Boolean']['output'];
};

/**
 * An agent can be given calls of a queue from now on.
 * - AgentID is there whenever the identifier is known (inferred from sibling events).
 * - A ReasonCode in Extensions is a hardware reason (inferred from sibling events).
 * T-Library message 75.
 */
export type EventAgentReady = AgentEvent & VoiceEvent & {
  readonly __typename: 'EventAgentReady';
  /** The agent: the part of the record key behind its first colon. Null for a telephone without an agent. */
  readonly agentId: Maybe<Scalars['ID']['output']>;
  /** What kind of ready or not ready: after-call work, auxiliary work and so on. On the wire: AgentWorkMode, optional: inferred from sibling events or T-Library. */
  readonly agentWorkMode: Maybe<AgentWorkMode>;
  /** Everything that was sent, in the spelling and shape of the wire, attributes without a field of their own included. Integers beyond 2^53 are strings. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** The position right behind this event, as this stream came by: subscribe with `after` it and nothing is missed, on any replica. The one of an event that is not the last of its record stands before the record. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The tenant in the sense of the switch through which the call was started. Says nothing about who may see it. On the wire: CustomerID, optional: inferred from sibling events or T-Library. */
  readonly customerId: Maybe<Scalars['ID']['output']>;
  /** topic:partition:offset of the record, and :n for the n-th further event of one record. The same for ever and on every replica: drop duplicates by it. */
  readonly eventId: Scalars['ID']['output'];
  /** Key/value list with extra data of the switch or a feature. On agent events it may hold a ReasonCode: the hardware reason. On the wire: Extensions, optional: inferred from sibling events or T-Library. */
  readonly extensions: Maybe<Scalars['JSONObject']['output']>;
  /** What the agent logged in with. Usually the same as the agent of the record key, but a field of its own. On the wire: AgentID. */
  readonly loginId: Maybe<Scalars['ID']['output']>;
  /** Attributes that the documentation calls mandatory but that were not sent, by their names on the wire. The event is delivered all the same. */
  readonly missingAttributes: ReadonlyArray<Scalars['String']['output']>;
  /** The documented name of the event, for example EventAgentLogin; for an unknown event the name as received. */
  readonly name: Scalars['String']['output'];
  /** Key/value list with the reason given with the request behind the event, for example why an agent went not ready. On the wire: Reasons, optional: inferred from sibling events or T-Library. */
  readonly reasons: Maybe<Scalars['JSONObject']['output']>;
  /** When this replica of the gateway read the record. Differs between replicas. */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** Links the event to the client request that caused it. Null where the wire says "none" (4294967295). On the wire: ReferenceID, optional: inferred from sibling events or T-Library. */
  readonly referenceId: Maybe<Scalars['ID']['output']>;
  /** Handle that Voice Microservices give to the connection through which a client talks to them. Opaque. On the wire: Server. */
  readonly server: Maybe<Scalars['String']['output']>;
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** The directory number (telephone, queue or routing point) that the event is mainly about. On the wire: ThisDN. */
  readonly thisDn: Maybe<Scalars['ID']['output']>;
  /** The queue or ACD group that the event is mainly about; on a ringing or connected phone, the queue that the call came from. On the wire: ThisQueue, optional: inferred from sibling events or T-Library. */
  readonly thisQueue: Maybe<Scalars['ID']['output']>;
  /** When the switch generated the event; the record's own timestamp where the event had no time that could be read. Events are ordered by the log, not by this. */
  readonly time: Scalars['DateTime']['output'];
  /** Whether `time` is the record's timestamp, because the event had none. */
  readonly timeEstimated: Scalars['Boolean']['output'];
};

/**
 * A shared line at ThisDN belongs to the call without being its talking party.
 * T-Library message 151.
 */
export type EventBridged = CallEvent & VoiceEvent & {
  readonly __typename: 'EventBridged';
  /** Everything that was sent, in the spelling and shape of the wire, attributes without a field of their own included. Integers beyond 2^53 are strings. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** What the event reports about the call: nothing special, a transfer, a conference, or why an attempt failed. On the wire: CallState. */
  readonly callState: Maybe<CallState>;
  /** Identifier of the call thread: the calls that belong to one customer contact. Taken from the record key where the event has none. On the wire: CallThreadID. */
  readonly callThreadId: Maybe<Scalars['ID']['output']>;
  /** Whether the call is internal, inbound, outbound or a consultation. On the wire: CallType. */
  readonly callType: Maybe<CallType>;
  /** Identifier of the call, whole: 16 hexadecimal digits, `@` and meta information. Compare it whole. On the wire: ConnID. */
  readonly connId: Maybe<Scalars['ID']['output']>;
  /** The position right behind this event, as this stream came by: subscribe with `after` it and nothing is missed, on any replica. The one of an event that is not the last of its record stands before the record. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The tenant in the sense of the switch through which the call was started. Says nothing about who may see it. On the wire: CustomerID, optional: inferred from sibling events or T-Library. */
  readonly customerId: Maybe<Scalars['ID']['output']>;
  /** topic:partition:offset of the record, and :n for the n-th further event of one record. The same for ever and on every replica: drop duplicates by it. */
  readonly eventId: Scalars['ID']['output'];
  /** Key/value list with extra data of the switch or a feature. On agent events it may hold a ReasonCode: the hardware reason. On the wire: Extensions, optional: inferred from sibling events or T-Library. */
  readonly extensions: Maybe<Scalars['JSONObject']['output']>;
  /** Attributes that the documentation calls mandatory but that were not sent, by their names on the wire. The event is delivered all the same. */
  readonly missingAttributes: ReadonlyArray<Scalars['String']['output']>;
  /** The documented name of the event, for example EventAgentLogin; for an unknown event the name as received. */
  readonly name: Scalars['String']['output'];
  /** The directory number at the other end. May be the digits that were dialled; left out while nothing is known about the other end. On the wire: OtherDN, optional: inferred from sibling events or T-Library. */
  readonly otherDn: Maybe<Scalars['ID']['output']>;
  /** The part that OtherDN plays in the call. On the wire: OtherDNRole, optional: inferred from sibling events or T-Library. */
  readonly otherDnRole: Maybe<DnRole>;
  /** Key/value list with the reason given with the request behind the event, for example why an agent went not ready. On the wire: Reasons, optional: inferred from sibling events or T-Library. */
  readonly reasons: Maybe<Scalars['JSONObject']['output']>;
  /** When this replica of the gateway read the record. Differs between replicas. */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** Links the event to the client request that caused it. Null where the wire says "none" (4294967295). On the wire: ReferenceID, optional: inferred from sibling events or T-Library. */
  readonly referenceId: Maybe<Scalars['ID']['output']>;
  /** Handle that Voice Microservices give to the connection through which a client talks to them. Opaque. On the wire: Server. */
  readonly server: Maybe<Scalars['String']['output']>;
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** The directory number (telephone, queue or routing point) that the event is mainly about. On the wire: ThisDN. */
  readonly thisDn: Maybe<Scalars['ID']['output']>;
  /** The part that ThisDN plays in the call. On the wire: ThisDNRole, optional: inferred from sibling events or T-Library. */
  readonly thisDnRole: Maybe<DnRole>;
  /** The queue or ACD group that the event is mainly about; on a ringing or connected phone, the queue that the call came from. On the wire: ThisQueue, optional: inferred from sibling events or T-Library. */
  readonly thisQueue: Maybe<Scalars['ID']['output']>;
  /** When the switch generated the event; the record's own timestamp where the event had no time that could be read. Events are ordered by the log, not by this. */
  readonly time: Scalars['DateTime']['output'];
  /** Whether `time` is the record's timestamp, because the event had none. */
  readonly timeEstimated: Scalars['Boolean']['output'];
  /** Key/value list attached to the call: all of it each time, never a change. Personal data. On the wire: UserData, optional: inferred from sibling events or T-Library. */
  readonly userData: Maybe<Scalars['JSONObject']['output']>;
};

/**
 * The telephone ThisDN is in service again.
 * T-Library message 148.
 */
export type EventDNBackInService = AgentEvent & VoiceEvent & {
  readonly __typename: 'EventDNBackInService';
  /** The agent: the part of the record key behind its first colon. Null for a telephone without an agent. */
  readonly agentId: Maybe<Scalars['ID']['output']>;
  /** Everything that was sent, in the spelling and shape of the wire, attributes without a field of their own included. Integers beyond 2^53 are strings. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** The position right behind this event, as this stream came by: subscribe with `after` it and nothing is missed, on any replica. The one of an event that is not the last of its record stands before the record. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The tenant in the sense of the switch through which the call was started. Says nothing about who may see it. On the wire: CustomerID, optional: inferred from sibling events or T-Library. */
  readonly customerId: Maybe<Scalars['ID']['output']>;
  /** topic:partition:offset of the record, and :n for the n-th further event of one record. The same for ever and on every replica: drop duplicates by it. */
  readonly eventId: Scalars['ID']['output'];
  /** Key/value list with extra data of the switch or a feature. On agent events it may hold a ReasonCode: the hardware reason. On the wire: Extensions, optional: inferred from sibling events or T-Library. */
  readonly extensions: Maybe<Scalars['JSONObject']['output']>;
  /** What the agent logged in with. Usually the same as the agent of the record key, but a field of its own. On the wire: AgentID. */
  readonly loginId: Maybe<Scalars['ID']['output']>;
  /** Attributes that the documentation calls mandatory but that were not sent, by their names on the wire. The event is delivered all the same. */
  readonly missingAttributes: ReadonlyArray<Scalars['String']['output']>;
  /** The documented name of the event, for example EventAgentLogin; for an unknown event the name as received. */
  readonly name: Scalars['String']['output'];
  /** Key/value list with the reason given with the request behind the event, for example why an agent went not ready. On the wire: Reasons, optional: inferred from sibling events or T-Library. */
  readonly reasons: Maybe<Scalars['JSONObject']['output']>;
  /** When this replica of the gateway read the record. Differs between replicas. */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** Links the event to the client request that caused it. Null where the wire says "none" (4294967295). On the wire: ReferenceID, optional: inferred from sibling events or T-Library. */
  readonly referenceId: Maybe<Scalars['ID']['output']>;
  /** Handle that Voice Microservices give to the connection through which a client talks to them. Opaque. On the wire: Server. */
  readonly server: Maybe<Scalars['String']['output']>;
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** The directory number (telephone, queue or routing point) that the event is mainly about. On the wire: ThisDN. */
  readonly thisDn: Maybe<Scalars['ID']['output']>;
  /** When the switch generated the event; the record's own timestamp where the event had no time that could be read. Events are ordered by the log, not by this. */
  readonly time: Scalars['DateTime']['output'];
  /** Whether `time` is the record's timestamp, because the event had none. */
  readonly timeEstimated: Scalars['Boolean']['output'];
};

/**
 * Do-not-disturb was switched off for ThisDN.
 * T-Library message 78.
 */
export type EventDNDOff = AgentEvent & VoiceEvent & {
  readonly __typename: 'EventDNDOff';
  /** The agent: the part of the record key behind its first colon. Null for a telephone without an agent. */
  readonly agentId: Maybe<Scalars['ID']['output']>;
  /** Everything that was sent, in the spelling and shape of the wire, attributes without a field of their own included. Integers beyond 2^53 are strings. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** The position right behind this event, as this stream came by: subscribe with `after` it and nothing is missed, on any replica. The one of an event that is not the last of its record stands before the record. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The tenant in the sense of the switch through which the call was started. Says nothing about who may see it. On the wire: CustomerID, optional: inferred from sibling events or T-Library. */
  readonly customerId: Maybe<Scalars['ID']['output']>;
  /** topic:partition:offset of the record, and :n for the n-th further event of one record. The same for ever and on every replica: drop duplicates by it. */
  readonly eventId: Scalars['ID']['output'];
  /** Key/value list with extra data of the switch or a feature. On agent events it may hold a ReasonCode: the hardware reason. On the wire: Extensions, optional: inferred from sibling events or T-Library. */
  readonly extensions: Maybe<Scalars['JSONObject']['output']>;
  /** What the agent logged in with. Usually the same as the agent of the record key, but a field of its own. On the wire: AgentID. */
  readonly loginId: Maybe<Scalars['ID']['output']>;
  /** Attributes that the documentation calls mandatory but that were not sent, by their names on the wire. The event is delivered all the same. */
  readonly missingAttributes: ReadonlyArray<Scalars['String']['output']>;
  /** The documented name of the event, for example EventAgentLogin; for an unknown event the name as received. */
  readonly name: Scalars['String']['output'];
  /** Key/value list with the reason given with the request behind the event, for example why an agent went not ready. On the wire: Reasons, optional: inferred from sibling events or T-Library. */
  readonly reasons: Maybe<Scalars['JSONObject']['output']>;
  /** When this replica of the gateway read the record. Differs between replicas. */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** Links the event to the client request that caused it. Null where the wire says "none" (4294967295). On the wire: ReferenceID, optional: inferred from sibling events or T-Library. */
  readonly referenceId: Maybe<Scalars['ID']['output']>;
  /** Handle that Voice Microservices give to the connection through which a client talks to them. Opaque. On the wire: Server. */
  readonly server: Maybe<Scalars['String']['output']>;
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** The directory number (telephone, queue or routing point) that the event is mainly about. On the wire: ThisDN. */
  readonly thisDn: Maybe<Scalars['ID']['output']>;
  /** When the switch generated the event; the record's own timestamp where the event had no time that could be read. Events are ordered by the log, not by this. */
  readonly time: Scalars['DateTime']['output'];
  /** Whether `time` is the record's timestamp, because the event had none. */
  readonly timeEstimated: Scalars['Boolean']['output'];
};

/**
 * Do-not-disturb was switched on for ThisDN.
 * T-Library message 77.
 */
export type EventDNDOn = AgentEvent & VoiceEvent & {
  readonly __typename: 'EventDNDOn';
  /** The agent: the part of the record key behind its first colon. Null for a telephone without an agent. */
  readonly agentId: Maybe<Scalars['ID']['output']>;
  /** Everything that was sent, in the spelling and shape of the wire, attributes without a field of their own included. Integers beyond 2^53 are strings. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** The position right behind this event, as this stream came by: subscribe with `after` it and nothing is missed, on any replica. The one of an event that is not the last of its record stands before the record. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The tenant in the sense of the switch through which the call was started. Says nothing about who may see it. On the wire: CustomerID, optional: inferred from sibling events or T-Library. */
  readonly customerId: Maybe<Scalars['ID']['output']>;
  /** topic:partition:offset of the record, and :n for the n-th further event of one record. The same for ever and on every replica: drop duplicates by it. */
  readonly eventId: Scalars['ID']['output'];
  /** Key/value list with extra data of the switch or a feature. On agent events it may hold a ReasonCode: the hardware reason. On the wire: Extensions, optional: inferred from sibling events or T-Library. */
  readonly extensions: Maybe<Scalars['JSONObject']['output']>;
  /** What the agent logged in with. Usually the same as the agent of the record key, but a field of its own. On the wire: AgentID. */
  readonly loginId: Maybe<Scalars['ID']['output']>;
  /** Attributes that the documentation calls mandatory but that were not sent, by their names on the wire. The event is delivered all the same. */
  readonly missingAttributes: ReadonlyArray<Scalars['String']['output']>;
  /** The documented name of the event, for example EventAgentLogin; for an unknown event the name as received. */
  readonly name: Scalars['String']['output'];
  /** Key/value list with the reason given with the request behind the event, for example why an agent went not ready. On the wire: Reasons, optional: inferred from sibling events or T-Library. */
  readonly reasons: Maybe<Scalars['JSONObject']['output']>;
  /** When this replica of the gateway read the record. Differs between replicas. */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** Links the event to the client request that caused it. Null where the wire says "none" (4294967295). On the wire: ReferenceID, optional: inferred from sibling events or T-Library. */
  readonly referenceId: Maybe<Scalars['ID']['output']>;
  /** Handle that Voice Microservices give to the connection through which a client talks to them. Opaque. On the wire: Server. */
  readonly server: Maybe<Scalars['String']['output']>;
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** The directory number (telephone, queue or routing point) that the event is mainly about. On the wire: ThisDN. */
  readonly thisDn: Maybe<Scalars['ID']['output']>;
  /** When the switch generated the event; the record's own timestamp where the event had no time that could be read. Events are ordered by the log, not by this. */
  readonly time: Scalars['DateTime']['output'];
  /** Whether `time` is the record's timestamp, because the event had none. */
  readonly timeEstimated: Scalars['Boolean']['output'];
};

/**
 * The telephone ThisDN is out of service: it can neither make nor take calls. Does not log the agent out.
 * T-Library message 147.
 */
export type EventDNOutOfService = AgentEvent & VoiceEvent & {
  readonly __typename: 'EventDNOutOfService';
  /** The agent: the part of the record key behind its first colon. Null for a telephone without an agent. */
  readonly agentId: Maybe<Scalars['ID']['output']>;
  /** Everything that was sent, in the spelling and shape of the wire, attributes without a field of their own included. Integers beyond 2^53 are strings. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** The position right behind this event, as this stream came by: subscribe with `after` it and nothing is missed, on any replica. The one of an event that is not the last of its record stands before the record. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The tenant in the sense of the switch through which the call was started. Says nothing about who may see it. On the wire: CustomerID, optional: inferred from sibling events or T-Library. */
  readonly customerId: Maybe<Scalars['ID']['output']>;
  /** topic:partition:offset of the record, and :n for the n-th further event of one record. The same for ever and on every replica: drop duplicates by it. */
  readonly eventId: Scalars['ID']['output'];
  /** Key/value list with extra data of the switch or a feature. On agent events it may hold a ReasonCode: the hardware reason. On the wire: Extensions, optional: inferred from sibling events or T-Library. */
  readonly extensions: Maybe<Scalars['JSONObject']['output']>;
  /** What the agent logged in with. Usually the same as the agent of the record key, but a field of its own. On the wire: AgentID. */
  readonly loginId: Maybe<Scalars['ID']['output']>;
  /** Attributes that the documentation calls mandatory but that were not sent, by their names on the wire. The event is delivered all the same. */
  readonly missingAttributes: ReadonlyArray<Scalars['String']['output']>;
  /** The documented name of the event, for example EventAgentLogin; for an unknown event the name as received. */
  readonly name: Scalars['String']['output'];
  /** Key/value list with the reason given with the request behind the event, for example why an agent went not ready. On the wire: Reasons, optional: inferred from sibling events or T-Library. */
  readonly reasons: Maybe<Scalars['JSONObject']['output']>;
  /** When this replica of the gateway read the record. Differs between replicas. */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** Links the event to the client request that caused it. Null where the wire says "none" (4294967295). On the wire: ReferenceID, optional: inferred from sibling events or T-Library. */
  readonly referenceId: Maybe<Scalars['ID']['output']>;
  /** Handle that Voice Microservices give to the connection through which a client talks to them. Opaque. On the wire: Server. */
  readonly server: Maybe<Scalars['String']['output']>;
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** The directory number (telephone, queue or routing point) that the event is mainly about. On the wire: ThisDN. */
  readonly thisDn: Maybe<Scalars['ID']['output']>;
  /** When the switch generated the event; the record's own timestamp where the event had no time that could be read. Events are ordered by the log, not by this. */
  readonly time: Scalars['DateTime']['output'];
  /** Whether `time` is the record's timestamp, because the event had none. */
  readonly timeEstimated: Scalars['Boolean']['output'];
};

/**
 * The destination that ThisDN calls is busy or cannot be reached.
 * - CallState may say more, for example SitInvalidnum (current call model).
 * - PreviousConnID is there when CallType is Consult (inferred from sibling events).
 * T-Library message 63.
 */
export type EventDestinationBusy = CallEvent & VoiceEvent & {
  readonly __typename: 'EventDestinationBusy';
  /** The caller's number as the network supplied it. Personal data. On the wire: ANI, optional: stated in the current Voice Microservices manual. */
  readonly ani: Maybe<Scalars['String']['output']>;
  /** Everything that was sent, in the spelling and shape of the wire, attributes without a field of their own included. Integers beyond 2^53 are strings. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** Where the call came from when it moved between sites: first and last transfer. Its shape is not documented, so it is passed on as received. On the wire: CallHistory, optional: stated in the current Voice Microservices manual. */
  readonly callHistory: Maybe<Scalars['JSON']['output']>;
  /** Number that the switch gives to the call. Zero on the wire, and null here, until the switch has supplied one. No key: it is used again. On the wire: CallID, mandatory: stated in the current Voice Microservices manual. */
  readonly callId: Maybe<Scalars['ID']['output']>;
  /** What the event reports about the call: nothing special, a transfer, a conference, or why an attempt failed. On the wire: CallState. */
  readonly callState: Maybe<CallState>;
  /** Identifier of the call thread: the calls that belong to one customer contact. Taken from the record key where the event has none. On the wire: CallThreadID. */
  readonly callThreadId: Maybe<Scalars['ID']['output']>;
  /** Whether the call is internal, inbound, outbound or a consultation. On the wire: CallType. */
  readonly callType: Maybe<CallType>;
  /** Identifier of the call, whole: 16 hexadecimal digits, `@` and meta information. Compare it whole. On the wire: ConnID. */
  readonly connId: Maybe<Scalars['ID']['output']>;
  /** The position right behind this event, as this stream came by: subscribe with `after` it and nothing is missed, on any replica. The one of an event that is not the last of its record stands before the record. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The tenant in the sense of the switch through which the call was started. Says nothing about who may see it. On the wire: CustomerID, optional: inferred from sibling events or T-Library. */
  readonly customerId: Maybe<Scalars['ID']['output']>;
  /** The number that the caller dialled. On the wire: DNIS, optional: inferred from sibling events or T-Library. */
  readonly dnis: Maybe<Scalars['String']['output']>;
  /** topic:partition:offset of the record, and :n for the n-th further event of one record. The same for ever and on every replica: drop duplicates by it. */
  readonly eventId: Scalars['ID']['output'];
  /** Key/value list with extra data of the switch or a feature. On agent events it may hold a ReasonCode: the hardware reason. On the wire: Extensions, optional: inferred from sibling events or T-Library. */
  readonly extensions: Maybe<Scalars['JSONObject']['output']>;
  /** Attributes that the documentation calls mandatory but that were not sent, by their names on the wire. The event is delivered all the same. */
  readonly missingAttributes: ReadonlyArray<Scalars['String']['output']>;
  /** The documented name of the event, for example EventAgentLogin; for an unknown event the name as received. */
  readonly name: Scalars['String']['output'];
  /** Number that the network switch where the call first arrived gave to it. On the wire: NetworkCallID, optional: inferred from sibling events or T-Library. */
  readonly networkCallId: Maybe<Scalars['ID']['output']>;
  /** The network switch that assigned the network call number. On the wire: NetworkNodeID, optional: inferred from sibling events or T-Library. */
  readonly networkNodeId: Maybe<Scalars['ID']['output']>;
  /** The directory number at the other end. May be the digits that were dialled; left out while nothing is known about the other end. On the wire: OtherDN, optional: shown in a call model of the legacy manual. */
  readonly otherDn: Maybe<Scalars['ID']['output']>;
  /** The part that OtherDN plays in the call. On the wire: OtherDNRole, optional: shown in a call model of the legacy manual. */
  readonly otherDnRole: Maybe<DnRole>;
  /** The queue that belongs to OtherDN. On the wire: OtherQueue, optional: inferred from sibling events or T-Library. */
  readonly otherQueue: Maybe<Scalars['ID']['output']>;
  /** The trunk that belongs to OtherDN. On the wire: OtherTrunk, optional: inferred from sibling events or T-Library. */
  readonly otherTrunk: Maybe<Scalars['ID']['output']>;
  /** The call that this party or call belonged to before; on a consultation call, the main call. On the wire: PreviousConnID, optional: inferred from sibling events or T-Library. */
  readonly previousConnId: Maybe<Scalars['ID']['output']>;
  /** Key/value list with the reason given with the request behind the event, for example why an agent went not ready. On the wire: Reasons, optional: inferred from sibling events or T-Library. */
  readonly reasons: Maybe<Scalars['JSONObject']['output']>;
  /** When this replica of the gateway read the record. Differs between replicas. */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** Links the event to the client request that caused it. Null where the wire says "none" (4294967295). On the wire: ReferenceID, optional: inferred from sibling events or T-Library. */
  readonly referenceId: Maybe<Scalars['ID']['output']>;
  /** Handle that Voice Microservices give to the connection through which a client talks to them. Opaque. On the wire: Server. */
  readonly server: Maybe<Scalars['String']['output']>;
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** The directory number (telephone, queue or routing point) that the event is mainly about. On the wire: ThisDN. */
  readonly thisDn: Maybe<Scalars['ID']['output']>;
  /** The part that ThisDN plays in the call. On the wire: ThisDNRole, mandatory: shown in a call model of the current manual. */
  readonly thisDnRole: Maybe<DnRole>;
  /** The queue or ACD group that the event is mainly about; on a ringing or connected phone, the queue that the call came from. On the wire: ThisQueue, optional: inferred from sibling events or T-Library. */
  readonly thisQueue: Maybe<Scalars['ID']['output']>;
  /** The trunk that belongs to ThisDN. On the wire: ThisTrunk, optional: inferred from sibling events or T-Library. */
  readonly thisTrunk: Maybe<Scalars['ID']['output']>;
  /** When the switch generated the event; the record's own timestamp where the event had no time that could be read. Events are ordered by the log, not by this. */
  readonly time: Scalars['DateTime']['output'];
  /** Whether `time` is the record's timestamp, because the event had none. */
  readonly timeEstimated: Scalars['Boolean']['output'];
  /** Key/value list attached to the call: all of it each time, never a change. Personal data. On the wire: UserData, optional: inferred from sibling events or T-Library. */
  readonly userData: Maybe<Scalars['JSONObject']['output']>;
};

/**
 * ThisDN is calling another number.
 * - CallType may be Unknown (legacy manual).
 * - OtherDN is the number dialled, or absent while nothing is known about the other end; OtherDNRole comes only with it (legacy manual, current call model).
 * - PreviousConnID is there when CallType is Consult (legacy manual).
 * - In predictive dialling ThisQueue is there and equals ThisDN (legacy manual, current call model).
 * T-Library message 61.
 */
export type EventDialing = CallEvent & VoiceEvent & {
  readonly __typename: 'EventDialing';
  /** Everything that was sent, in the spelling and shape of the wire, attributes without a field of their own included. Integers beyond 2^53 are strings. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** Where the call came from when it moved between sites: first and last transfer. Its shape is not documented, so it is passed on as received. On the wire: CallHistory, optional: stated in the current Voice Microservices manual. */
  readonly callHistory: Maybe<Scalars['JSON']['output']>;
  /** Number that the switch gives to the call. Zero on the wire, and null here, until the switch has supplied one. No key: it is used again. On the wire: CallID, mandatory: stated in the current Voice Microservices manual. */
  readonly callId: Maybe<Scalars['ID']['output']>;
  /** What the event reports about the call: nothing special, a transfer, a conference, or why an attempt failed. On the wire: CallState. */
  readonly callState: Maybe<CallState>;
  /** Identifier of the call thread: the calls that belong to one customer contact. Taken from the record key where the event has none. On the wire: CallThreadID. */
  readonly callThreadId: Maybe<Scalars['ID']['output']>;
  /** Whether the call is internal, inbound, outbound or a consultation. On the wire: CallType. */
  readonly callType: Maybe<CallType>;
  /** Identifier of the call, whole: 16 hexadecimal digits, `@` and meta information. Compare it whole. On the wire: ConnID. */
  readonly connId: Maybe<Scalars['ID']['output']>;
  /** The position right behind this event, as this stream came by: subscribe with `after` it and nothing is missed, on any replica. The one of an event that is not the last of its record stands before the record. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The tenant in the sense of the switch through which the call was started. Says nothing about who may see it. On the wire: CustomerID, optional: stated in the legacy Genesys Events and Models manual. */
  readonly customerId: Maybe<Scalars['ID']['output']>;
  /** The number that the caller dialled. On the wire: DNIS, optional: stated in the legacy Genesys Events and Models manual. */
  readonly dnis: Maybe<Scalars['String']['output']>;
  /** topic:partition:offset of the record, and :n for the n-th further event of one record. The same for ever and on every replica: drop duplicates by it. */
  readonly eventId: Scalars['ID']['output'];
  /** Key/value list with extra data of the switch or a feature. On agent events it may hold a ReasonCode: the hardware reason. On the wire: Extensions, optional: stated in the legacy Genesys Events and Models manual. */
  readonly extensions: Maybe<Scalars['JSONObject']['output']>;
  /** What the agent logged in with. Usually the same as the agent of the record key, but a field of its own. On the wire: AgentID, optional: stated in the legacy Genesys Events and Models manual. */
  readonly loginId: Maybe<Scalars['ID']['output']>;
  /** Attributes that the documentation calls mandatory but that were not sent, by their names on the wire. The event is delivered all the same. */
  readonly missingAttributes: ReadonlyArray<Scalars['String']['output']>;
  /** The documented name of the event, for example EventAgentLogin; for an unknown event the name as received. */
  readonly name: Scalars['String']['output'];
  /** Number that the network switch where the call first arrived gave to it. On the wire: NetworkCallID, optional: stated in the legacy Genesys Events and Models manual. */
  readonly networkCallId: Maybe<Scalars['ID']['output']>;
  /** The network switch that assigned the network call number. On the wire: NetworkNodeID, optional: stated in the legacy Genesys Events and Models manual. */
  readonly networkNodeId: Maybe<Scalars['ID']['output']>;
  /** The directory number at the other end. May be the digits that were dialled; left out while nothing is known about the other end. On the wire: OtherDN, optional: stated in the legacy Genesys Events and Models manual. */
  readonly otherDn: Maybe<Scalars['ID']['output']>;
  /** The part that OtherDN plays in the call. On the wire: OtherDNRole, optional: stated in the legacy Genesys Events and Models manual. */
  readonly otherDnRole: Maybe<DnRole>;
  /** The queue that belongs to OtherDN. On the wire: OtherQueue, optional: stated in the legacy Genesys Events and Models manual. */
  readonly otherQueue: Maybe<Scalars['ID']['output']>;
  /** The trunk that belongs to OtherDN. On the wire: OtherTrunk, optional: stated in the legacy Genesys Events and Models manual. */
  readonly otherTrunk: Maybe<Scalars['ID']['output']>;
  /** The call that this party or call belonged to before; on a consultation call, the main call. On the wire: PreviousConnID, optional: stated in the legacy Genesys Events and Models manual. */
  readonly previousConnId: Maybe<Scalars['ID']['output']>;
  /** Key/value list with the reason given with the request behind the event, for example why an agent went not ready. On the wire: Reasons, optional: stated in the legacy Genesys Events and Models manual. */
  readonly reasons: Maybe<Scalars['JSONObject']['output']>;
  /** When this replica of the gateway read the record. Differs between replicas. */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** Links the event to the client request that caused it. Null where the wire says "none" (4294967295). On the wire: ReferenceID, optional: stated in the legacy Genesys Events and Models manual. */
  readonly referenceId: Maybe<Scalars['ID']['output']>;
  /** Handle that Voice Microservices give to the connection through which a client talks to them. Opaque. On the wire: Server. */
  readonly server: Maybe<Scalars['String']['output']>;
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** The directory number (telephone, queue or routing point) that the event is mainly about. On the wire: ThisDN. */
  readonly thisDn: Maybe<Scalars['ID']['output']>;
  /** The part that ThisDN plays in the call. On the wire: ThisDNRole, mandatory: stated in the legacy Genesys Events and Models manual. */
  readonly thisDnRole: Maybe<DnRole>;
  /** The queue or ACD group that the event is mainly about; on a ringing or connected phone, the queue that the call came from. On the wire: ThisQueue, optional: stated in the legacy Genesys Events and Models manual. */
  readonly thisQueue: Maybe<Scalars['ID']['output']>;
  /** When the switch generated the event; the record's own timestamp where the event had no time that could be read. Events are ordered by the log, not by this. */
  readonly time: Scalars['DateTime']['output'];
  /** Whether `time` is the record's timestamp, because the event had none. */
  readonly timeEstimated: Scalars['Boolean']['output'];
  /** Key/value list attached to the call: all of it each time, never a change. Personal data. On the wire: UserData, optional: stated in the legacy Genesys Events and Models manual. */
  readonly userData: Maybe<Scalars['JSONObject']['output']>;
};

/**
 * A call left the queue or routing point ThisDN for another destination.
 * - ThirdPartyDN, where known, is where the call went (current call model).
 * - CallState ConverseOn: the call went to an IVR and keeps its place in the other queues (current call model).
 * - A call waits in a queue until EventDiverted or EventAbandoned for that queue (legacy manual).
 * - PreviousConnID is there when CallType is Consult (inferred from sibling events).
 * T-Library message 58.
 */
export type EventDiverted = CallEvent & VoiceEvent & {
  readonly __typename: 'EventDiverted';
  /** Everything that was sent, in the spelling and shape of the wire, attributes without a field of their own included. Integers beyond 2^53 are strings. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** Where the call came from when it moved between sites: first and last transfer. Its shape is not documented, so it is passed on as received. On the wire: CallHistory, optional: stated in the current Voice Microservices manual. */
  readonly callHistory: Maybe<Scalars['JSON']['output']>;
  /** Number that the switch gives to the call. Zero on the wire, and null here, until the switch has supplied one. No key: it is used again. On the wire: CallID, mandatory: stated in the current Voice Microservices manual. */
  readonly callId: Maybe<Scalars['ID']['output']>;
  /** What the event reports about the call: nothing special, a transfer, a conference, or why an attempt failed. On the wire: CallState. */
  readonly callState: Maybe<CallState>;
  /** Identifier of the call thread: the calls that belong to one customer contact. Taken from the record key where the event has none. On the wire: CallThreadID. */
  readonly callThreadId: Maybe<Scalars['ID']['output']>;
  /** Whether the call is internal, inbound, outbound or a consultation. On the wire: CallType. */
  readonly callType: Maybe<CallType>;
  /** Identifier of the call, whole: 16 hexadecimal digits, `@` and meta information. Compare it whole. On the wire: ConnID. */
  readonly connId: Maybe<Scalars['ID']['output']>;
  /** The position right behind this event, as this stream came by: subscribe with `after` it and nothing is missed, on any replica. The one of an event that is not the last of its record stands before the record. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The tenant in the sense of the switch through which the call was started. Says nothing about who may see it. On the wire: CustomerID, optional: inferred from sibling events or T-Library. */
  readonly customerId: Maybe<Scalars['ID']['output']>;
  /** The number that the caller dialled. On the wire: DNIS, optional: inferred from sibling events or T-Library. */
  readonly dnis: Maybe<Scalars['String']['output']>;
  /** topic:partition:offset of the record, and :n for the n-th further event of one record. The same for ever and on every replica: drop duplicates by it. */
  readonly eventId: Scalars['ID']['output'];
  /** Key/value list with extra data of the switch or a feature. On agent events it may hold a ReasonCode: the hardware reason. On the wire: Extensions, optional: inferred from sibling events or T-Library. */
  readonly extensions: Maybe<Scalars['JSONObject']['output']>;
  /** Attributes that the documentation calls mandatory but that were not sent, by their names on the wire. The event is delivered all the same. */
  readonly missingAttributes: ReadonlyArray<Scalars['String']['output']>;
  /** The documented name of the event, for example EventAgentLogin; for an unknown event the name as received. */
  readonly name: Scalars['String']['output'];
  /** Number that the network switch where the call first arrived gave to it. On the wire: NetworkCallID, optional: inferred from sibling events or T-Library. */
  readonly networkCallId: Maybe<Scalars['ID']['output']>;
  /** The network switch that assigned the network call number. On the wire: NetworkNodeID, optional: inferred from sibling events or T-Library. */
  readonly networkNodeId: Maybe<Scalars['ID']['output']>;
  /** The directory number at the other end. May be the digits that were dialled; left out while nothing is known about the other end. On the wire: OtherDN, optional: shown in a call model of the current manual. */
  readonly otherDn: Maybe<Scalars['ID']['output']>;
  /** The part that OtherDN plays in the call. On the wire: OtherDNRole, optional: shown in a call model of the current manual. */
  readonly otherDnRole: Maybe<DnRole>;
  /** The queue that belongs to OtherDN. On the wire: OtherQueue, optional: inferred from sibling events or T-Library. */
  readonly otherQueue: Maybe<Scalars['ID']['output']>;
  /** The trunk that belongs to OtherDN. On the wire: OtherTrunk, optional: inferred from sibling events or T-Library. */
  readonly otherTrunk: Maybe<Scalars['ID']['output']>;
  /** The call that this party or call belonged to before; on a consultation call, the main call. On the wire: PreviousConnID, optional: inferred from sibling events or T-Library. */
  readonly previousConnId: Maybe<Scalars['ID']['output']>;
  /** Key/value list with the reason given with the request behind the event, for example why an agent went not ready. On the wire: Reasons, optional: inferred from sibling events or T-Library. */
  readonly reasons: Maybe<Scalars['JSONObject']['output']>;
  /** When this replica of the gateway read the record. Differs between replicas. */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** Links the event to the client request that caused it. Null where the wire says "none" (4294967295). On the wire: ReferenceID, optional: inferred from sibling events or T-Library. */
  readonly referenceId: Maybe<Scalars['ID']['output']>;
  /** Handle that Voice Microservices give to the connection through which a client talks to them. Opaque. On the wire: Server. */
  readonly server: Maybe<Scalars['String']['output']>;
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** A third directory number involved: who transferred, added or removed a party, or where a call was routed or diverted to. On the wire: ThirdPartyDN, optional: shown in a call model of the current manual. */
  readonly thirdPartyDn: Maybe<Scalars['ID']['output']>;
  /** The part that ThirdPartyDN plays in the call. On the wire: ThirdPartyDNRole, optional: shown in a call model of the current manual. */
  readonly thirdPartyDnRole: Maybe<DnRole>;
  /** The queue that belongs to ThirdPartyDN. On the wire: ThirdPartyQueue, optional: inferred from sibling events or T-Library. */
  readonly thirdPartyQueue: Maybe<Scalars['ID']['output']>;
  /** The directory number (telephone, queue or routing point) that the event is mainly about. On the wire: ThisDN. */
  readonly thisDn: Maybe<Scalars['ID']['output']>;
  /** The part that ThisDN plays in the call. On the wire: ThisDNRole, optional: shown in a call model of the current manual. */
  readonly thisDnRole: Maybe<DnRole>;
  /** The queue or ACD group that the event is mainly about; on a ringing or connected phone, the queue that the call came from. On the wire: ThisQueue, mandatory: shown in a call model of the current manual. */
  readonly thisQueue: Maybe<Scalars['ID']['output']>;
  /** The trunk that belongs to ThisDN. On the wire: ThisTrunk, optional: inferred from sibling events or T-Library. */
  readonly thisTrunk: Maybe<Scalars['ID']['output']>;
  /** When the switch generated the event; the record's own timestamp where the event had no time that could be read. Events are ordered by the log, not by this. */
  readonly time: Scalars['DateTime']['output'];
  /** Whether `time` is the record's timestamp, because the event had none. */
  readonly timeEstimated: Scalars['Boolean']['output'];
  /** Key/value list attached to the call: all of it each time, never a change. Personal data. On the wire: UserData, optional: inferred from sibling events or T-Library. */
  readonly userData: Maybe<Scalars['JSONObject']['output']>;
};

/**
 * ThisDN is connected: it answered, or its call was answered.
 * - PreviousConnID is there when CallType is Consult (inferred from sibling events).
 * - ThisQueue is there when the call came from a queue (inferred from sibling events).
 * - CallState is Bridged for a party that observes (current call model).
 * T-Library message 64.
 */
export type EventEstablished = CallEvent & VoiceEvent & {
  readonly __typename: 'EventEstablished';
  /** The caller's number as the network supplied it. Personal data. On the wire: ANI, optional: stated in the current Voice Microservices manual. */
  readonly ani: Maybe<Scalars['String']['output']>;
  /** Everything that was sent, in the spelling and shape of the wire, attributes without a field of their own included. Integers beyond 2^53 are strings. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** Where the call came from when it moved between sites: first and last transfer. Its shape is not documented, so it is passed on as received. On the wire: CallHistory, optional: stated in the current Voice Microservices manual. */
  readonly callHistory: Maybe<Scalars['JSON']['output']>;
  /** Number that the switch gives to the call. Zero on the wire, and null here, until the switch has supplied one. No key: it is used again. On the wire: CallID, mandatory: stated in the current Voice Microservices manual. */
  readonly callId: Maybe<Scalars['ID']['output']>;
  /** What the event reports about the call: nothing special, a transfer, a conference, or why an attempt failed. On the wire: CallState. */
  readonly callState: Maybe<CallState>;
  /** Identifier of the call thread: the calls that belong to one customer contact. Taken from the record key where the event has none. On the wire: CallThreadID. */
  readonly callThreadId: Maybe<Scalars['ID']['output']>;
  /** Whether the call is internal, inbound, outbound or a consultation. On the wire: CallType. */
  readonly callType: Maybe<CallType>;
  /** Digits that the caller keyed in. May be a card number or a PIN. On the wire: CollectedDigits, optional: inferred from sibling events or T-Library. */
  readonly collectedDigits: Maybe<Scalars['String']['output']>;
  /** Identifier of the call, whole: 16 hexadecimal digits, `@` and meta information. Compare it whole. On the wire: ConnID. */
  readonly connId: Maybe<Scalars['ID']['output']>;
  /** The position right behind this event, as this stream came by: subscribe with `after` it and nothing is missed, on any replica. The one of an event that is not the last of its record stands before the record. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The tenant in the sense of the switch through which the call was started. Says nothing about who may see it. On the wire: CustomerID, optional: inferred from sibling events or T-Library. */
  readonly customerId: Maybe<Scalars['ID']['output']>;
  /** The number that the caller dialled. On the wire: DNIS, optional: inferred from sibling events or T-Library. */
  readonly dnis: Maybe<Scalars['String']['output']>;
  /** topic:partition:offset of the record, and :n for the n-th further event of one record. The same for ever and on every replica: drop duplicates by it. */
  readonly eventId: Scalars['ID']['output'];
  /** Key/value list with extra data of the switch or a feature. On agent events it may hold a ReasonCode: the hardware reason. On the wire: Extensions, optional: inferred from sibling events or T-Library. */
  readonly extensions: Maybe<Scalars['JSONObject']['output']>;
  /** The last digit that the caller keyed in. On the wire: LastCollectedDigit, optional: inferred from sibling events or T-Library. */
  readonly lastCollectedDigit: Maybe<Scalars['String']['output']>;
  /** What the agent logged in with. Usually the same as the agent of the record key, but a field of its own. On the wire: AgentID, optional: inferred from sibling events or T-Library. */
  readonly loginId: Maybe<Scalars['ID']['output']>;
  /** Attributes that the documentation calls mandatory but that were not sent, by their names on the wire. The event is delivered all the same. */
  readonly missingAttributes: ReadonlyArray<Scalars['String']['output']>;
  /** The documented name of the event, for example EventAgentLogin; for an unknown event the name as received. */
  readonly name: Scalars['String']['output'];
  /** Number that the network switch where the call first arrived gave to it. On the wire: NetworkCallID, optional: inferred from sibling events or T-Library. */
  readonly networkCallId: Maybe<Scalars['ID']['output']>;
  /** The network switch that assigned the network call number. On the wire: NetworkNodeID, optional: inferred from sibling events or T-Library. */
  readonly networkNodeId: Maybe<Scalars['ID']['output']>;
  /** The directory number at the other end. May be the digits that were dialled; left out while nothing is known about the other end. On the wire: OtherDN, optional: shown in a call model of the current manual. */
  readonly otherDn: Maybe<Scalars['ID']['output']>;
  /** The part that OtherDN plays in the call. On the wire: OtherDNRole, optional: shown in a call model of the current manual. */
  readonly otherDnRole: Maybe<DnRole>;
  /** The queue that belongs to OtherDN. On the wire: OtherQueue, optional: inferred from sibling events or T-Library. */
  readonly otherQueue: Maybe<Scalars['ID']['output']>;
  /** The trunk that belongs to OtherDN. On the wire: OtherTrunk, optional: inferred from sibling events or T-Library. */
  readonly otherTrunk: Maybe<Scalars['ID']['output']>;
  /** The call that this party or call belonged to before; on a consultation call, the main call. On the wire: PreviousConnID, optional: inferred from sibling events or T-Library. */
  readonly previousConnId: Maybe<Scalars['ID']['output']>;
  /** Key/value list with the reason given with the request behind the event, for example why an agent went not ready. On the wire: Reasons, optional: inferred from sibling events or T-Library. */
  readonly reasons: Maybe<Scalars['JSONObject']['output']>;
  /** When this replica of the gateway read the record. Differs between replicas. */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** Links the event to the client request that caused it. Null where the wire says "none" (4294967295). On the wire: ReferenceID, optional: inferred from sibling events or T-Library. */
  readonly referenceId: Maybe<Scalars['ID']['output']>;
  /** Handle that Voice Microservices give to the connection through which a client talks to them. Opaque. On the wire: Server. */
  readonly server: Maybe<Scalars['String']['output']>;
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** The directory number (telephone, queue or routing point) that the event is mainly about. On the wire: ThisDN. */
  readonly thisDn: Maybe<Scalars['ID']['output']>;
  /** The part that ThisDN plays in the call. On the wire: ThisDNRole, mandatory: shown in a call model of the current manual. */
  readonly thisDnRole: Maybe<DnRole>;
  /** The queue or ACD group that the event is mainly about; on a ringing or connected phone, the queue that the call came from. On the wire: ThisQueue, optional: shown in a call model of the current manual. */
  readonly thisQueue: Maybe<Scalars['ID']['output']>;
  /** The trunk that belongs to ThisDN. On the wire: ThisTrunk, optional: inferred from sibling events or T-Library. */
  readonly thisTrunk: Maybe<Scalars['ID']['output']>;
  /** When the switch generated the event; the record's own timestamp where the event had no time that could be read. Events are ordered by the log, not by this. */
  readonly time: Scalars['DateTime']['output'];
  /** Whether `time` is the record's timestamp, because the event had none. */
  readonly timeEstimated: Scalars['Boolean']['output'];
  /** Key/value list attached to the call: all of it each time, never a change. Personal data. On the wire: UserData, optional: inferred from sibling events or T-Library. */
  readonly userData: Maybe<Scalars['JSONObject']['output']>;
};

/**
 * Calls to ThisDN are no longer forwarded.
 * - InfoStatus probably is the forwarding mode that ended (inferred).
 * T-Library message 89.
 */
export type EventForwardCancel = AgentEvent & VoiceEvent & {
  readonly __typename: 'EventForwardCancel';
  /** The agent: the part of the record key behind its first colon. Null for a telephone without an agent. */
  readonly agentId: Maybe<Scalars['ID']['output']>;
  /** Everything that was sent, in the spelling and shape of the wire, attributes without a field of their own included. Integers beyond 2^53 are strings. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** The position right behind this event, as this stream came by: subscribe with `after` it and nothing is missed, on any replica. The one of an event that is not the last of its record stands before the record. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The tenant in the sense of the switch through which the call was started. Says nothing about who may see it. On the wire: CustomerID, optional: inferred from sibling events or T-Library. */
  readonly customerId: Maybe<Scalars['ID']['output']>;
  /** topic:partition:offset of the record, and :n for the n-th further event of one record. The same for ever and on every replica: drop duplicates by it. */
  readonly eventId: Scalars['ID']['output'];
  /** Key/value list with extra data of the switch or a feature. On agent events it may hold a ReasonCode: the hardware reason. On the wire: Extensions, optional: inferred from sibling events or T-Library. */
  readonly extensions: Maybe<Scalars['JSONObject']['output']>;
  /** A status whose meaning depends on the event. On forwarding events it probably is the forwarding mode (0 none, 1 unconditional, 2 on busy, 3 on no answer, 4 on busy and no answer, 5 send all calls). On the wire: InfoStatus, optional: inferred from sibling events or T-Library. */
  readonly infoStatus: Maybe<Scalars['String']['output']>;
  /** What the agent logged in with. Usually the same as the agent of the record key, but a field of its own. On the wire: AgentID. */
  readonly loginId: Maybe<Scalars['ID']['output']>;
  /** Attributes that the documentation calls mandatory but that were not sent, by their names on the wire. The event is delivered all the same. */
  readonly missingAttributes: ReadonlyArray<Scalars['String']['output']>;
  /** The documented name of the event, for example EventAgentLogin; for an unknown event the name as received. */
  readonly name: Scalars['String']['output'];
  /** Key/value list with the reason given with the request behind the event, for example why an agent went not ready. On the wire: Reasons, optional: inferred from sibling events or T-Library. */
  readonly reasons: Maybe<Scalars['JSONObject']['output']>;
  /** When this replica of the gateway read the record. Differs between replicas. */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** Links the event to the client request that caused it. Null where the wire says "none" (4294967295). On the wire: ReferenceID, optional: inferred from sibling events or T-Library. */
  readonly referenceId: Maybe<Scalars['ID']['output']>;
  /** Handle that Voice Microservices give to the connection through which a client talks to them. Opaque. On the wire: Server. */
  readonly server: Maybe<Scalars['String']['output']>;
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** The directory number (telephone, queue or routing point) that the event is mainly about. On the wire: ThisDN. */
  readonly thisDn: Maybe<Scalars['ID']['output']>;
  /** When the switch generated the event; the record's own timestamp where the event had no time that could be read. Events are ordered by the log, not by this. */
  readonly time: Scalars['DateTime']['output'];
  /** Whether `time` is the record's timestamp, because the event had none. */
  readonly timeEstimated: Scalars['Boolean']['output'];
};

/**
 * Calls to ThisDN are forwarded from now on.
 * - InfoStatus probably is the forwarding mode and OtherDN the destination (inferred).
 * T-Library message 88.
 */
export type EventForwardSet = AgentEvent & VoiceEvent & {
  readonly __typename: 'EventForwardSet';
  /** The agent: the part of the record key behind its first colon. Null for a telephone without an agent. */
  readonly agentId: Maybe<Scalars['ID']['output']>;
  /** Everything that was sent, in the spelling and shape of the wire, attributes without a field of their own included. Integers beyond 2^53 are strings. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** The position right behind this event, as this stream came by: subscribe with `after` it and nothing is missed, on any replica. The one of an event that is not the last of its record stands before the record. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The tenant in the sense of the switch through which the call was started. Says nothing about who may see it. On the wire: CustomerID, optional: inferred from sibling events or T-Library. */
  readonly customerId: Maybe<Scalars['ID']['output']>;
  /** topic:partition:offset of the record, and :n for the n-th further event of one record. The same for ever and on every replica: drop duplicates by it. */
  readonly eventId: Scalars['ID']['output'];
  /** Key/value list with extra data of the switch or a feature. On agent events it may hold a ReasonCode: the hardware reason. On the wire: Extensions, optional: inferred from sibling events or T-Library. */
  readonly extensions: Maybe<Scalars['JSONObject']['output']>;
  /** A status whose meaning depends on the event. On forwarding events it probably is the forwarding mode (0 none, 1 unconditional, 2 on busy, 3 on no answer, 4 on busy and no answer, 5 send all calls). On the wire: InfoStatus, optional: inferred from sibling events or T-Library. */
  readonly infoStatus: Maybe<Scalars['String']['output']>;
  /** What the agent logged in with. Usually the same as the agent of the record key, but a field of its own. On the wire: AgentID. */
  readonly loginId: Maybe<Scalars['ID']['output']>;
  /** Attributes that the documentation calls mandatory but that were not sent, by their names on the wire. The event is delivered all the same. */
  readonly missingAttributes: ReadonlyArray<Scalars['String']['output']>;
  /** The documented name of the event, for example EventAgentLogin; for an unknown event the name as received. */
  readonly name: Scalars['String']['output'];
  /** The directory number at the other end. May be the digits that were dialled; left out while nothing is known about the other end. On the wire: OtherDN, optional: inferred from sibling events or T-Library. */
  readonly otherDn: Maybe<Scalars['ID']['output']>;
  /** Key/value list with the reason given with the request behind the event, for example why an agent went not ready. On the wire: Reasons, optional: inferred from sibling events or T-Library. */
  readonly reasons: Maybe<Scalars['JSONObject']['output']>;
  /** When this replica of the gateway read the record. Differs between replicas. */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** Links the event to the client request that caused it. Null where the wire says "none" (4294967295). On the wire: ReferenceID, optional: inferred from sibling events or T-Library. */
  readonly referenceId: Maybe<Scalars['ID']['output']>;
  /** Handle that Voice Microservices give to the connection through which a client talks to them. Opaque. On the wire: Server. */
  readonly server: Maybe<Scalars['String']['output']>;
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** The directory number (telephone, queue or routing point) that the event is mainly about. On the wire: ThisDN. */
  readonly thisDn: Maybe<Scalars['ID']['output']>;
  /** When the switch generated the event; the record's own timestamp where the event had no time that could be read. Events are ordered by the log, not by this. */
  readonly time: Scalars['DateTime']['output'];
  /** Whether `time` is the record's timestamp, because the event had none. */
  readonly timeEstimated: Scalars['Boolean']['output'];
};

/**
 * ThisDN put the call on hold.
 * - ThisDNRole and ThisQueue are those of the earlier events of this party; ThisQueue is absent for calls from no queue (current call model).
 * T-Library message 66.
 */
export type EventHeld = CallEvent & VoiceEvent & {
  readonly __typename: 'EventHeld';
  /** The caller's number as the network supplied it. Personal data. On the wire: ANI, optional: stated in the current Voice Microservices manual. */
  readonly ani: Maybe<Scalars['String']['output']>;
  /** Everything that was sent, in the spelling and shape of the wire, attributes without a field of their own included. Integers beyond 2^53 are strings. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** Where the call came from when it moved between sites: first and last transfer. Its shape is not documented, so it is passed on as received. On the wire: CallHistory, optional: stated in the current Voice Microservices manual. */
  readonly callHistory: Maybe<Scalars['JSON']['output']>;
  /** Number that the switch gives to the call. Zero on the wire, and null here, until the switch has supplied one. No key: it is used again. On the wire: CallID, mandatory: stated in the current Voice Microservices manual. */
  readonly callId: Maybe<Scalars['ID']['output']>;
  /** What the event reports about the call: nothing special, a transfer, a conference, or why an attempt failed. On the wire: CallState. */
  readonly callState: Maybe<CallState>;
  /** Identifier of the call thread: the calls that belong to one customer contact. Taken from the record key where the event has none. On the wire: CallThreadID. */
  readonly callThreadId: Maybe<Scalars['ID']['output']>;
  /** Whether the call is internal, inbound, outbound or a consultation. On the wire: CallType. */
  readonly callType: Maybe<CallType>;
  /** Identifier of the call, whole: 16 hexadecimal digits, `@` and meta information. Compare it whole. On the wire: ConnID. */
  readonly connId: Maybe<Scalars['ID']['output']>;
  /** The position right behind this event, as this stream came by: subscribe with `after` it and nothing is missed, on any replica. The one of an event that is not the last of its record stands before the record. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The tenant in the sense of the switch through which the call was started. Says nothing about who may see it. On the wire: CustomerID, optional: inferred from sibling events or T-Library. */
  readonly customerId: Maybe<Scalars['ID']['output']>;
  /** The number that the caller dialled. On the wire: DNIS, optional: inferred from sibling events or T-Library. */
  readonly dnis: Maybe<Scalars['String']['output']>;
  /** topic:partition:offset of the record, and :n for the n-th further event of one record. The same for ever and on every replica: drop duplicates by it. */
  readonly eventId: Scalars['ID']['output'];
  /** Key/value list with extra data of the switch or a feature. On agent events it may hold a ReasonCode: the hardware reason. On the wire: Extensions, optional: inferred from sibling events or T-Library. */
  readonly extensions: Maybe<Scalars['JSONObject']['output']>;
  /** What the agent logged in with. Usually the same as the agent of the record key, but a field of its own. On the wire: AgentID, optional: inferred from sibling events or T-Library. */
  readonly loginId: Maybe<Scalars['ID']['output']>;
  /** Attributes that the documentation calls mandatory but that were not sent, by their names on the wire. The event is delivered all the same. */
  readonly missingAttributes: ReadonlyArray<Scalars['String']['output']>;
  /** The documented name of the event, for example EventAgentLogin; for an unknown event the name as received. */
  readonly name: Scalars['String']['output'];
  /** Number that the network switch where the call first arrived gave to it. On the wire: NetworkCallID, optional: inferred from sibling events or T-Library. */
  readonly networkCallId: Maybe<Scalars['ID']['output']>;
  /** The network switch that assigned the network call number. On the wire: NetworkNodeID, optional: inferred from sibling events or T-Library. */
  readonly networkNodeId: Maybe<Scalars['ID']['output']>;
  /** The directory number at the other end. May be the digits that were dialled; left out while nothing is known about the other end. On the wire: OtherDN, optional: shown in a call model of the current manual. */
  readonly otherDn: Maybe<Scalars['ID']['output']>;
  /** The part that OtherDN plays in the call. On the wire: OtherDNRole, optional: inferred from sibling events or T-Library. */
  readonly otherDnRole: Maybe<DnRole>;
  /** The queue that belongs to OtherDN. On the wire: OtherQueue, optional: inferred from sibling events or T-Library. */
  readonly otherQueue: Maybe<Scalars['ID']['output']>;
  /** The trunk that belongs to OtherDN. On the wire: OtherTrunk, optional: inferred from sibling events or T-Library. */
  readonly otherTrunk: Maybe<Scalars['ID']['output']>;
  /** The call that this party or call belonged to before; on a consultation call, the main call. On the wire: PreviousConnID, optional: inferred from sibling events or T-Library. */
  readonly previousConnId: Maybe<Scalars['ID']['output']>;
  /** Key/value list with the reason given with the request behind the event, for example why an agent went not ready. On the wire: Reasons, optional: inferred from sibling events or T-Library. */
  readonly reasons: Maybe<Scalars['JSONObject']['output']>;
  /** When this replica of the gateway read the record. Differs between replicas. */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** Links the event to the client request that caused it. Null where the wire says "none" (4294967295). On the wire: ReferenceID, optional: inferred from sibling events or T-Library. */
  readonly referenceId: Maybe<Scalars['ID']['output']>;
  /** Handle that Voice Microservices give to the connection through which a client talks to them. Opaque. On the wire: Server. */
  readonly server: Maybe<Scalars['String']['output']>;
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** The directory number (telephone, queue or routing point) that the event is mainly about. On the wire: ThisDN. */
  readonly thisDn: Maybe<Scalars['ID']['output']>;
  /** The part that ThisDN plays in the call. On the wire: ThisDNRole, optional: inferred from sibling events or T-Library. */
  readonly thisDnRole: Maybe<DnRole>;
  /** The queue or ACD group that the event is mainly about; on a ringing or connected phone, the queue that the call came from. On the wire: ThisQueue, optional: inferred from sibling events or T-Library. */
  readonly thisQueue: Maybe<Scalars['ID']['output']>;
  /** The trunk that belongs to ThisDN. On the wire: ThisTrunk, optional: inferred from sibling events or T-Library. */
  readonly thisTrunk: Maybe<Scalars['ID']['output']>;
  /** When the switch generated the event; the record's own timestamp where the event had no time that could be read. Events are ordered by the log, not by this. */
  readonly time: Scalars['DateTime']['output'];
  /** Whether `time` is the record's timestamp, because the event had none. */
  readonly timeEstimated: Scalars['Boolean']['output'];
  /** Key/value list attached to the call: all of it each time, never a change. Personal data. On the wire: UserData, optional: inferred from sibling events or T-Library. */
  readonly userData: Maybe<Scalars['JSONObject']['output']>;
};

/**
 * A party of the call no longer hears the others.
 * - Whether ThisDN or OtherDN is that party depends on who is told (inferred).
 * T-Library message 106.
 */
export type EventListenDisconnected = AgentEvent & VoiceEvent & {
  readonly __typename: 'EventListenDisconnected';
  /** The agent: the part of the record key behind its first colon. Null for a telephone without an agent. */
  readonly agentId: Maybe<Scalars['ID']['output']>;
  /** Everything that was sent, in the spelling and shape of the wire, attributes without a field of their own included. Integers beyond 2^53 are strings. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** Identifier of the call, whole: 16 hexadecimal digits, `@` and meta information. Compare it whole. On the wire: ConnID, optional: inferred from sibling events or T-Library. */
  readonly connId: Maybe<Scalars['ID']['output']>;
  /** The position right behind this event, as this stream came by: subscribe with `after` it and nothing is missed, on any replica. The one of an event that is not the last of its record stands before the record. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The tenant in the sense of the switch through which the call was started. Says nothing about who may see it. On the wire: CustomerID, optional: inferred from sibling events or T-Library. */
  readonly customerId: Maybe<Scalars['ID']['output']>;
  /** topic:partition:offset of the record, and :n for the n-th further event of one record. The same for ever and on every replica: drop duplicates by it. */
  readonly eventId: Scalars['ID']['output'];
  /** Key/value list with extra data of the switch or a feature. On agent events it may hold a ReasonCode: the hardware reason. On the wire: Extensions, optional: inferred from sibling events or T-Library. */
  readonly extensions: Maybe<Scalars['JSONObject']['output']>;
  /** What the agent logged in with. Usually the same as the agent of the record key, but a field of its own. On the wire: AgentID. */
  readonly loginId: Maybe<Scalars['ID']['output']>;
  /** Attributes that the documentation calls mandatory but that were not sent, by their names on the wire. The event is delivered all the same. */
  readonly missingAttributes: ReadonlyArray<Scalars['String']['output']>;
  /** The documented name of the event, for example EventAgentLogin; for an unknown event the name as received. */
  readonly name: Scalars['String']['output'];
  /** The directory number at the other end. May be the digits that were dialled; left out while nothing is known about the other end. On the wire: OtherDN, optional: inferred from sibling events or T-Library. */
  readonly otherDn: Maybe<Scalars['ID']['output']>;
  /** Key/value list with the reason given with the request behind the event, for example why an agent went not ready. On the wire: Reasons, optional: inferred from sibling events or T-Library. */
  readonly reasons: Maybe<Scalars['JSONObject']['output']>;
  /** When this replica of the gateway read the record. Differs between replicas. */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** Links the event to the client request that caused it. Null where the wire says "none" (4294967295). On the wire: ReferenceID, optional: inferred from sibling events or T-Library. */
  readonly referenceId: Maybe<Scalars['ID']['output']>;
  /** Handle that Voice Microservices give to the connection through which a client talks to them. Opaque. On the wire: Server. */
  readonly server: Maybe<Scalars['String']['output']>;
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** The directory number (telephone, queue or routing point) that the event is mainly about. On the wire: ThisDN. */
  readonly thisDn: Maybe<Scalars['ID']['output']>;
  /** When the switch generated the event; the record's own timestamp where the event had no time that could be read. Events are ordered by the log, not by this. */
  readonly time: Scalars['DateTime']['output'];
  /** Whether `time` is the record's timestamp, because the event had none. */
  readonly timeEstimated: Scalars['Boolean']['output'];
};

/**
 * A party of the call can hear the others again.
 * T-Library message 107.
 */
export type EventListenReconnected = AgentEvent & VoiceEvent & {
  readonly __typename: 'EventListenReconnected';
  /** The agent: the part of the record key behind its first colon. Null for a telephone without an agent. */
  readonly agentId: Maybe<Scalars['ID']['output']>;
  /** Everything that was sent, in the spelling and shape of the wire, attributes without a field of their own included. Integers beyond 2^53 are strings. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** Identifier of the call, whole: 16 hexadecimal digits, `@` and meta information. Compare it whole. On the wire: ConnID, optional: inferred from sibling events or T-Library. */
  readonly connId: Maybe<Scalars['ID']['output']>;
  /** The position right behind this event, as this stream came by: subscribe with `after` it and nothing is missed, on any replica. The one of an event that is not the last of its record stands before the record. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The tenant in the sense of the switch through which the call was started. Says nothing about who may see it. On the wire: CustomerID, optional: inferred from sibling events or T-Library. */
  readonly customerId: Maybe<Scalars['ID']['output']>;
  /** topic:partition:offset of the record, and :n for the n-th further event of one record. The same for ever and on every replica: drop duplicates by it. */
  readonly eventId: Scalars['ID']['output'];
  /** Key/value list with extra data of the switch or a feature. On agent events it may hold a ReasonCode: the hardware reason. On the wire: Extensions, optional: inferred from sibling events or T-Library. */
  readonly extensions: Maybe<Scalars['JSONObject']['output']>;
  /** What the agent logged in with. Usually the same as the agent of the record key, but a field of its own. On the wire: AgentID. */
  readonly loginId: Maybe<Scalars['ID']['output']>;
  /** Attributes that the documentation calls mandatory but that were not sent, by their names on the wire. The event is delivered all the same. */
  readonly missingAttributes: ReadonlyArray<Scalars['String']['output']>;
  /** The documented name of the event, for example EventAgentLogin; for an unknown event the name as received. */
  readonly name: Scalars['String']['output'];
  /** The directory number at the other end. May be the digits that were dialled; left out while nothing is known about the other end. On the wire: OtherDN, optional: inferred from sibling events or T-Library. */
  readonly otherDn: Maybe<Scalars['ID']['output']>;
  /** Key/value list with the reason given with the request behind the event, for example why an agent went not ready. On the wire: Reasons, optional: inferred from sibling events or T-Library. */
  readonly reasons: Maybe<Scalars['JSONObject']['output']>;
  /** When this replica of the gateway read the record. Differs between replicas. */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** Links the event to the client request that caused it. Null where the wire says "none" (4294967295). On the wire: ReferenceID, optional: inferred from sibling events or T-Library. */
  readonly referenceId: Maybe<Scalars['ID']['output']>;
  /** Handle that Voice Microservices give to the connection through which a client talks to them. Opaque. On the wire: Server. */
  readonly server: Maybe<Scalars['String']['output']>;
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** The directory number (telephone, queue or routing point) that the event is mainly about. On the wire: ThisDN. */
  readonly thisDn: Maybe<Scalars['ID']['output']>;
  /** When the switch generated the event; the record's own timestamp where the event had no time that could be read. Events are ordered by the log, not by this. */
  readonly time: Scalars['DateTime']['output'];
  /** Whether `time` is the record's timestamp, because the event had none. */
  readonly timeEstimated: Scalars['Boolean']['output'];
};

/**
 * The light for waiting messages at ThisDN was switched off.
 * T-Library message 91.
 */
export type EventMessageWaitingOff = AgentEvent & VoiceEvent & {
  readonly __typename: 'EventMessageWaitingOff';
  /** The agent: the part of the record key behind its first colon. Null for a telephone without an agent. */
  readonly agentId: Maybe<Scalars['ID']['output']>;
  /** Everything that was sent, in the spelling and shape of the wire, attributes without a field of their own included. Integers beyond 2^53 are strings. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** The position right behind this event, as this stream came by: subscribe with `after` it and nothing is missed, on any replica. The one of an event that is not the last of its record stands before the record. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The tenant in the sense of the switch through which the call was started. Says nothing about who may see it. On the wire: CustomerID, optional: inferred from sibling events or T-Library. */
  readonly customerId: Maybe<Scalars['ID']['output']>;
  /** topic:partition:offset of the record, and :n for the n-th further event of one record. The same for ever and on every replica: drop duplicates by it. */
  readonly eventId: Scalars['ID']['output'];
  /** Key/value list with extra data of the switch or a feature. On agent events it may hold a ReasonCode: the hardware reason. On the wire: Extensions, optional: inferred from sibling events or T-Library. */
  readonly extensions: Maybe<Scalars['JSONObject']['output']>;
  /** What the agent logged in with. Usually the same as the agent of the record key, but a field of its own. On the wire: AgentID. */
  readonly loginId: Maybe<Scalars['ID']['output']>;
  /** Attributes that the documentation calls mandatory but that were not sent, by their names on the wire. The event is delivered all the same. */
  readonly missingAttributes: ReadonlyArray<Scalars['String']['output']>;
  /** The documented name of the event, for example EventAgentLogin; for an unknown event the name as received. */
  readonly name: Scalars['String']['output'];
  /** Key/value list with the reason given with the request behind the event, for example why an agent went not ready. On the wire: Reasons, optional: inferred from sibling events or T-Library. */
  readonly reasons: Maybe<Scalars['JSONObject']['output']>;
  /** When this replica of the gateway read the record. Differs between replicas. */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** Links the event to the client request that caused it. Null where the wire says "none" (4294967295). On the wire: ReferenceID, optional: inferred from sibling events or T-Library. */
  readonly referenceId: Maybe<Scalars['ID']['output']>;
  /** Handle that Voice Microservices give to the connection through which a client talks to them. Opaque. On the wire: Server. */
  readonly server: Maybe<Scalars['String']['output']>;
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** The directory number (telephone, queue or routing point) that the event is mainly about. On the wire: ThisDN. */
  readonly thisDn: Maybe<Scalars['ID']['output']>;
  /** When the switch generated the event; the record's own timestamp where the event had no time that could be read. Events are ordered by the log, not by this. */
  readonly time: Scalars['DateTime']['output'];
  /** Whether `time` is the record's timestamp, because the event had none. */
  readonly timeEstimated: Scalars['Boolean']['output'];
};

/**
 * The light for waiting messages at ThisDN was switched on.
 * T-Library message 90.
 */
export type EventMessageWaitingOn = AgentEvent & VoiceEvent & {
  readonly __typename: 'EventMessageWaitingOn';
  /** The agent: the part of the record key behind its first colon. Null for a telephone without an agent. */
  readonly agentId: Maybe<Scalars['ID']['output']>;
  /** Everything that was sent, in the spelling and shape of the wire, attributes without a field of their own included. Integers beyond 2^53 are strings. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** The position right behind this event, as this stream came by: subscribe with `after` it and nothing is missed, on any replica. The one of an event that is not the last of its record stands before the record. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The tenant in the sense of the switch through which the call was started. Says nothing about who may see it. On the wire: CustomerID, optional: inferred from sibling events or T-Library. */
  readonly customerId: Maybe<Scalars['ID']['output']>;
  /** topic:partition:offset of the record, and :n for the n-th further event of one record. The same for ever and on every replica: drop duplicates by it. */
  readonly eventId: Scalars['ID']['output'];
  /** Key/value list with extra data of the switch or a feature. On agent events it may hold a ReasonCode: the hardware reason. On the wire: Extensions, optional: inferred from sibling events or T-Library. */
  readonly extensions: Maybe<Scalars['JSONObject']['output']>;
  /** What the agent logged in with. Usually the same as the agent of the record key, but a field of its own. On the wire: AgentID. */
  readonly loginId: Maybe<Scalars['ID']['output']>;
  /** Attributes that the documentation calls mandatory but that were not sent, by their names on the wire. The event is delivered all the same. */
  readonly missingAttributes: ReadonlyArray<Scalars['String']['output']>;
  /** The documented name of the event, for example EventAgentLogin; for an unknown event the name as received. */
  readonly name: Scalars['String']['output'];
  /** Key/value list with the reason given with the request behind the event, for example why an agent went not ready. On the wire: Reasons, optional: inferred from sibling events or T-Library. */
  readonly reasons: Maybe<Scalars['JSONObject']['output']>;
  /** When this replica of the gateway read the record. Differs between replicas. */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** Links the event to the client request that caused it. Null where the wire says "none" (4294967295). On the wire: ReferenceID, optional: inferred from sibling events or T-Library. */
  readonly referenceId: Maybe<Scalars['ID']['output']>;
  /** Handle that Voice Microservices give to the connection through which a client talks to them. Opaque. On the wire: Server. */
  readonly server: Maybe<Scalars['String']['output']>;
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** The directory number (telephone, queue or routing point) that the event is mainly about. On the wire: ThisDN. */
  readonly thisDn: Maybe<Scalars['ID']['output']>;
  /** When the switch generated the event; the record's own timestamp where the event had no time that could be read. Events are ordered by the log, not by this. */
  readonly time: Scalars['DateTime']['output'];
  /** Whether `time` is the record's timestamp, because the event had none. */
  readonly timeEstimated: Scalars['Boolean']['output'];
};

/**
 * Supervision of an agent was cancelled.
 * T-Library message 142.
 */
export type EventMonitoringCancelled = AgentEvent & VoiceEvent & {
  readonly __typename: 'EventMonitoringCancelled';
  /** The agent: the part of the record key behind its first colon. Null for a telephone without an agent. */
  readonly agentId: Maybe<Scalars['ID']['output']>;
  /** Everything that was sent, in the spelling and shape of the wire, attributes without a field of their own included. Integers beyond 2^53 are strings. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** The position right behind this event, as this stream came by: subscribe with `after` it and nothing is missed, on any replica. The one of an event that is not the last of its record stands before the record. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The tenant in the sense of the switch through which the call was started. Says nothing about who may see it. On the wire: CustomerID, optional: inferred from sibling events or T-Library. */
  readonly customerId: Maybe<Scalars['ID']['output']>;
  /** topic:partition:offset of the record, and :n for the n-th further event of one record. The same for ever and on every replica: drop duplicates by it. */
  readonly eventId: Scalars['ID']['output'];
  /** Key/value list with extra data of the switch or a feature. On agent events it may hold a ReasonCode: the hardware reason. On the wire: Extensions, optional: inferred from sibling events or T-Library. */
  readonly extensions: Maybe<Scalars['JSONObject']['output']>;
  /** What the agent logged in with. Usually the same as the agent of the record key, but a field of its own. On the wire: AgentID. */
  readonly loginId: Maybe<Scalars['ID']['output']>;
  /** Attributes that the documentation calls mandatory but that were not sent, by their names on the wire. The event is delivered all the same. */
  readonly missingAttributes: ReadonlyArray<Scalars['String']['output']>;
  /** Whether supervision covers the next call only or every call. On the wire: MonitorNextCallType, optional: inferred from sibling events or T-Library. */
  readonly monitorNextCallType: Maybe<MonitorNextCallType>;
  /** The documented name of the event, for example EventAgentLogin; for an unknown event the name as received. */
  readonly name: Scalars['String']['output'];
  /** The directory number at the other end. May be the digits that were dialled; left out while nothing is known about the other end. On the wire: OtherDN, optional: inferred from sibling events or T-Library. */
  readonly otherDn: Maybe<Scalars['ID']['output']>;
  /** The part that OtherDN plays in the call. On the wire: OtherDNRole, optional: inferred from sibling events or T-Library. */
  readonly otherDnRole: Maybe<DnRole>;
  /** Key/value list with the reason given with the request behind the event, for example why an agent went not ready. On the wire: Reasons, optional: inferred from sibling events or T-Library. */
  readonly reasons: Maybe<Scalars['JSONObject']['output']>;
  /** When this replica of the gateway read the record. Differs between replicas. */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** Links the event to the client request that caused it. Null where the wire says "none" (4294967295). On the wire: ReferenceID, optional: inferred from sibling events or T-Library. */
  readonly referenceId: Maybe<Scalars['ID']['output']>;
  /** Handle that Voice Microservices give to the connection through which a client talks to them. Opaque. On the wire: Server. */
  readonly server: Maybe<Scalars['String']['output']>;
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** The directory number (telephone, queue or routing point) that the event is mainly about. On the wire: ThisDN. */
  readonly thisDn: Maybe<Scalars['ID']['output']>;
  /** When the switch generated the event; the record's own timestamp where the event had no time that could be read. Events are ordered by the log, not by this. */
  readonly time: Scalars['DateTime']['output'];
  /** Whether `time` is the record's timestamp, because the event had none. */
  readonly timeEstimated: Scalars['Boolean']['output'];
};

/**
 * A supervisor set up supervision of an agent: of the next call, or of every call.
 * - Told twice: to the supervisor's telephone with the agent as OtherDN, and to the agent's with the supervisor as OtherDN in the role Observer (inferred from a public test model).
 * - Extensions may hold MonitorScope, MonitorMode and Location (inferred from a public test model).
 * T-Library message 141.
 */
export type EventMonitoringNextCall = AgentEvent & VoiceEvent & {
  readonly __typename: 'EventMonitoringNextCall';
  /** The agent: the part of the record key behind its first colon. Null for a telephone without an agent. */
  readonly agentId: Maybe<Scalars['ID']['output']>;
  /** Everything that was sent, in the spelling and shape of the wire, attributes without a field of their own included. Integers beyond 2^53 are strings. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** The position right behind this event, as this stream came by: subscribe with `after` it and nothing is missed, on any replica. The one of an event that is not the last of its record stands before the record. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The tenant in the sense of the switch through which the call was started. Says nothing about who may see it. On the wire: CustomerID, optional: inferred from sibling events or T-Library. */
  readonly customerId: Maybe<Scalars['ID']['output']>;
  /** topic:partition:offset of the record, and :n for the n-th further event of one record. The same for ever and on every replica: drop duplicates by it. */
  readonly eventId: Scalars['ID']['output'];
  /** Key/value list with extra data of the switch or a feature. On agent events it may hold a ReasonCode: the hardware reason. On the wire: Extensions, optional: inferred from sibling events or T-Library. */
  readonly extensions: Maybe<Scalars['JSONObject']['output']>;
  /** What the agent logged in with. Usually the same as the agent of the record key, but a field of its own. On the wire: AgentID. */
  readonly loginId: Maybe<Scalars['ID']['output']>;
  /** Attributes that the documentation calls mandatory but that were not sent, by their names on the wire. The event is delivered all the same. */
  readonly missingAttributes: ReadonlyArray<Scalars['String']['output']>;
  /** Whether supervision covers the next call only or every call. On the wire: MonitorNextCallType, optional: inferred from sibling events or T-Library. */
  readonly monitorNextCallType: Maybe<MonitorNextCallType>;
  /** The documented name of the event, for example EventAgentLogin; for an unknown event the name as received. */
  readonly name: Scalars['String']['output'];
  /** The directory number at the other end. May be the digits that were dialled; left out while nothing is known about the other end. On the wire: OtherDN, optional: inferred from sibling events or T-Library. */
  readonly otherDn: Maybe<Scalars['ID']['output']>;
  /** The part that OtherDN plays in the call. On the wire: OtherDNRole, optional: inferred from sibling events or T-Library. */
  readonly otherDnRole: Maybe<DnRole>;
  /** Key/value list with the reason given with the request behind the event, for example why an agent went not ready. On the wire: Reasons, optional: inferred from sibling events or T-Library. */
  readonly reasons: Maybe<Scalars['JSONObject']['output']>;
  /** When this replica of the gateway read the record. Differs between replicas. */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** Links the event to the client request that caused it. Null where the wire says "none" (4294967295). On the wire: ReferenceID, optional: inferred from sibling events or T-Library. */
  readonly referenceId: Maybe<Scalars['ID']['output']>;
  /** Handle that Voice Microservices give to the connection through which a client talks to them. Opaque. On the wire: Server. */
  readonly server: Maybe<Scalars['String']['output']>;
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** The directory number (telephone, queue or routing point) that the event is mainly about. On the wire: ThisDN. */
  readonly thisDn: Maybe<Scalars['ID']['output']>;
  /** When the switch generated the event; the record's own timestamp where the event had no time that could be read. Events are ordered by the log, not by this. */
  readonly time: Scalars['DateTime']['output'];
  /** Whether `time` is the record's timestamp, because the event had none. */
  readonly timeEstimated: Scalars['Boolean']['output'];
};

/**
 * The party at ThisDN can be heard again.
 * - Told for the party's own number (legacy SIP Server manual).
 * T-Library message 146.
 */
export type EventMuteOff = AgentEvent & VoiceEvent & {
  readonly __typename: 'EventMuteOff';
  /** The agent: the part of the record key behind its first colon. Null for a telephone without an agent. */
  readonly agentId: Maybe<Scalars['ID']['output']>;
  /** Everything that was sent, in the spelling and shape of the wire, attributes without a field of their own included. Integers beyond 2^53 are strings. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** Identifier of the call, whole: 16 hexadecimal digits, `@` and meta information. Compare it whole. On the wire: ConnID, optional: inferred from sibling events or T-Library. */
  readonly connId: Maybe<Scalars['ID']['output']>;
  /** The position right behind this event, as this stream came by: subscribe with `after` it and nothing is missed, on any replica. The one of an event that is not the last of its record stands before the record. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The tenant in the sense of the switch through which the call was started. Says nothing about who may see it. On the wire: CustomerID, optional: inferred from sibling events or T-Library. */
  readonly customerId: Maybe<Scalars['ID']['output']>;
  /** topic:partition:offset of the record, and :n for the n-th further event of one record. The same for ever and on every replica: drop duplicates by it. */
  readonly eventId: Scalars['ID']['output'];
  /** Key/value list with extra data of the switch or a feature. On agent events it may hold a ReasonCode: the hardware reason. On the wire: Extensions, optional: inferred from sibling events or T-Library. */
  readonly extensions: Maybe<Scalars['JSONObject']['output']>;
  /** What the agent logged in with. Usually the same as the agent of the record key, but a field of its own. On the wire: AgentID. */
  readonly loginId: Maybe<Scalars['ID']['output']>;
  /** Attributes that the documentation calls mandatory but that were not sent, by their names on the wire. The event is delivered all the same. */
  readonly missingAttributes: ReadonlyArray<Scalars['String']['output']>;
  /** The documented name of the event, for example EventAgentLogin; for an unknown event the name as received. */
  readonly name: Scalars['String']['output'];
  /** Key/value list with the reason given with the request behind the event, for example why an agent went not ready. On the wire: Reasons, optional: inferred from sibling events or T-Library. */
  readonly reasons: Maybe<Scalars['JSONObject']['output']>;
  /** When this replica of the gateway read the record. Differs between replicas. */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** Links the event to the client request that caused it. Null where the wire says "none" (4294967295). On the wire: ReferenceID, optional: inferred from sibling events or T-Library. */
  readonly referenceId: Maybe<Scalars['ID']['output']>;
  /** Handle that Voice Microservices give to the connection through which a client talks to them. Opaque. On the wire: Server. */
  readonly server: Maybe<Scalars['String']['output']>;
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** The directory number (telephone, queue or routing point) that the event is mainly about. On the wire: ThisDN. */
  readonly thisDn: Maybe<Scalars['ID']['output']>;
  /** When the switch generated the event; the record's own timestamp where the event had no time that could be read. Events are ordered by the log, not by this. */
  readonly time: Scalars['DateTime']['output'];
  /** Whether `time` is the record's timestamp, because the event had none. */
  readonly timeEstimated: Scalars['Boolean']['output'];
};

/**
 * The party at ThisDN was muted: the others no longer hear it.
 * - Told for the muted party's own number (legacy SIP Server manual).
 * T-Library message 145.
 */
export type EventMuteOn = AgentEvent & VoiceEvent & {
  readonly __typename: 'EventMuteOn';
  /** The agent: the part of the record key behind its first colon. Null for a telephone without an agent. */
  readonly agentId: Maybe<Scalars['ID']['output']>;
  /** Everything that was sent, in the spelling and shape of the wire, attributes without a field of their own included. Integers beyond 2^53 are strings. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** Identifier of the call, whole: 16 hexadecimal digits, `@` and meta information. Compare it whole. On the wire: ConnID, optional: inferred from sibling events or T-Library. */
  readonly connId: Maybe<Scalars['ID']['output']>;
  /** The position right behind this event, as this stream came by: subscribe with `after` it and nothing is missed, on any replica. The one of an event that is not the last of its record stands before the record. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The tenant in the sense of the switch through which the call was started. Says nothing about who may see it. On the wire: CustomerID, optional: inferred from sibling events or T-Library. */
  readonly customerId: Maybe<Scalars['ID']['output']>;
  /** topic:partition:offset of the record, and :n for the n-th further event of one record. The same for ever and on every replica: drop duplicates by it. */
  readonly eventId: Scalars['ID']['output'];
  /** Key/value list with extra data of the switch or a feature. On agent events it may hold a ReasonCode: the hardware reason. On the wire: Extensions, optional: inferred from sibling events or T-Library. */
  readonly extensions: Maybe<Scalars['JSONObject']['output']>;
  /** What the agent logged in with. Usually the same as the agent of the record key, but a field of its own. On the wire: AgentID. */
  readonly loginId: Maybe<Scalars['ID']['output']>;
  /** Attributes that the documentation calls mandatory but that were not sent, by their names on the wire. The event is delivered all the same. */
  readonly missingAttributes: ReadonlyArray<Scalars['String']['output']>;
  /** The documented name of the event, for example EventAgentLogin; for an unknown event the name as received. */
  readonly name: Scalars['String']['output'];
  /** Key/value list with the reason given with the request behind the event, for example why an agent went not ready. On the wire: Reasons, optional: inferred from sibling events or T-Library. */
  readonly reasons: Maybe<Scalars['JSONObject']['output']>;
  /** When this replica of the gateway read the record. Differs between replicas. */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** Links the event to the client request that caused it. Null where the wire says "none" (4294967295). On the wire: ReferenceID, optional: inferred from sibling events or T-Library. */
  readonly referenceId: Maybe<Scalars['ID']['output']>;
  /** Handle that Voice Microservices give to the connection through which a client talks to them. Opaque. On the wire: Server. */
  readonly server: Maybe<Scalars['String']['output']>;
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** The directory number (telephone, queue or routing point) that the event is mainly about. On the wire: ThisDN. */
  readonly thisDn: Maybe<Scalars['ID']['output']>;
  /** When the switch generated the event; the record's own timestamp where the event had no time that could be read. Events are ordered by the log, not by this. */
  readonly time: Scalars['DateTime']['output'];
  /** Whether `time` is the record's timestamp, because the event had none. */
  readonly timeEstimated: Scalars['Boolean']['output'];
};

/**
 * The call that ThisDN makes has reached the outside network.
 * - Follows EventDialing of an outbound call (legacy call model).
 * T-Library message 62.
 */
export type EventNetworkReached = CallEvent & VoiceEvent & {
  readonly __typename: 'EventNetworkReached';
  /** The caller's number as the network supplied it. Personal data. On the wire: ANI, optional: stated in the current Voice Microservices manual. */
  readonly ani: Maybe<Scalars['String']['output']>;
  /** Everything that was sent, in the spelling and shape of the wire, attributes without a field of their own included. Integers beyond 2^53 are strings. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** Where the call came from when it moved between sites: first and last transfer. Its shape is not documented, so it is passed on as received. On the wire: CallHistory, optional: stated in the current Voice Microservices manual. */
  readonly callHistory: Maybe<Scalars['JSON']['output']>;
  /** Number that the switch gives to the call. Zero on the wire, and null here, until the switch has supplied one. No key: it is used again. On the wire: CallID, mandatory: stated in the current Voice Microservices manual. */
  readonly callId: Maybe<Scalars['ID']['output']>;
  /** What the event reports about the call: nothing special, a transfer, a conference, or why an attempt failed. On the wire: CallState. */
  readonly callState: Maybe<CallState>;
  /** Identifier of the call thread: the calls that belong to one customer contact. Taken from the record key where the event has none. On the wire: CallThreadID. */
  readonly callThreadId: Maybe<Scalars['ID']['output']>;
  /** Whether the call is internal, inbound, outbound or a consultation. On the wire: CallType. */
  readonly callType: Maybe<CallType>;
  /** Identifier of the call, whole: 16 hexadecimal digits, `@` and meta information. Compare it whole. On the wire: ConnID. */
  readonly connId: Maybe<Scalars['ID']['output']>;
  /** The position right behind this event, as this stream came by: subscribe with `after` it and nothing is missed, on any replica. The one of an event that is not the last of its record stands before the record. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The tenant in the sense of the switch through which the call was started. Says nothing about who may see it. On the wire: CustomerID, optional: inferred from sibling events or T-Library. */
  readonly customerId: Maybe<Scalars['ID']['output']>;
  /** The number that the caller dialled. On the wire: DNIS, optional: inferred from sibling events or T-Library. */
  readonly dnis: Maybe<Scalars['String']['output']>;
  /** topic:partition:offset of the record, and :n for the n-th further event of one record. The same for ever and on every replica: drop duplicates by it. */
  readonly eventId: Scalars['ID']['output'];
  /** Key/value list with extra data of the switch or a feature. On agent events it may hold a ReasonCode: the hardware reason. On the wire: Extensions, optional: inferred from sibling events or T-Library. */
  readonly extensions: Maybe<Scalars['JSONObject']['output']>;
  /** Attributes that the documentation calls mandatory but that were not sent, by their names on the wire. The event is delivered all the same. */
  readonly missingAttributes: ReadonlyArray<Scalars['String']['output']>;
  /** The documented name of the event, for example EventAgentLogin; for an unknown event the name as received. */
  readonly name: Scalars['String']['output'];
  /** Number that the network switch where the call first arrived gave to it. On the wire: NetworkCallID, optional: inferred from sibling events or T-Library. */
  readonly networkCallId: Maybe<Scalars['ID']['output']>;
  /** The network switch that assigned the network call number. On the wire: NetworkNodeID, optional: inferred from sibling events or T-Library. */
  readonly networkNodeId: Maybe<Scalars['ID']['output']>;
  /** The directory number at the other end. May be the digits that were dialled; left out while nothing is known about the other end. On the wire: OtherDN, optional: shown in a call model of the legacy manual. */
  readonly otherDn: Maybe<Scalars['ID']['output']>;
  /** The part that OtherDN plays in the call. On the wire: OtherDNRole, optional: shown in a call model of the legacy manual. */
  readonly otherDnRole: Maybe<DnRole>;
  /** The queue that belongs to OtherDN. On the wire: OtherQueue, optional: inferred from sibling events or T-Library. */
  readonly otherQueue: Maybe<Scalars['ID']['output']>;
  /** The trunk that belongs to OtherDN. On the wire: OtherTrunk, optional: inferred from sibling events or T-Library. */
  readonly otherTrunk: Maybe<Scalars['ID']['output']>;
  /** The call that this party or call belonged to before; on a consultation call, the main call. On the wire: PreviousConnID, optional: inferred from sibling events or T-Library. */
  readonly previousConnId: Maybe<Scalars['ID']['output']>;
  /** Key/value list with the reason given with the request behind the event, for example why an agent went not ready. On the wire: Reasons, optional: inferred from sibling events or T-Library. */
  readonly reasons: Maybe<Scalars['JSONObject']['output']>;
  /** When this replica of the gateway read the record. Differs between replicas. */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** Links the event to the client request that caused it. Null where the wire says "none" (4294967295). On the wire: ReferenceID, optional: inferred from sibling events or T-Library. */
  readonly referenceId: Maybe<Scalars['ID']['output']>;
  /** Handle that Voice Microservices give to the connection through which a client talks to them. Opaque. On the wire: Server. */
  readonly server: Maybe<Scalars['String']['output']>;
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** The directory number (telephone, queue or routing point) that the event is mainly about. On the wire: ThisDN. */
  readonly thisDn: Maybe<Scalars['ID']['output']>;
  /** The part that ThisDN plays in the call. On the wire: ThisDNRole, mandatory: shown in a call model of the legacy manual. */
  readonly thisDnRole: Maybe<DnRole>;
  /** The queue or ACD group that the event is mainly about; on a ringing or connected phone, the queue that the call came from. On the wire: ThisQueue, optional: inferred from sibling events or T-Library. */
  readonly thisQueue: Maybe<Scalars['ID']['output']>;
  /** The trunk that belongs to ThisDN. On the wire: ThisTrunk, optional: inferred from sibling events or T-Library. */
  readonly thisTrunk: Maybe<Scalars['ID']['output']>;
  /** When the switch generated the event; the record's own timestamp where the event had no time that could be read. Events are ordered by the log, not by this. */
  readonly time: Scalars['DateTime']['output'];
  /** Whether `time` is the record's timestamp, because the event had none. */
  readonly timeEstimated: Scalars['Boolean']['output'];
  /** Key/value list attached to the call: all of it each time, never a change. Personal data. On the wire: UserData, optional: inferred from sibling events or T-Library. */
  readonly userData: Maybe<Scalars['JSONObject']['output']>;
};

/**
 * The receiver of the telephone ThisDN was lifted. No state of a call: a call can ring on hook.
 * - Of the call attributes only CallHistory and CallID are confirmed as optional here (current manual).
 * - Normally comes before EventDialing when a telephone on hook starts a call (inferred from a public test model).
 * T-Library message 86.
 */
export type EventOffHook = AgentEvent & VoiceEvent & {
  readonly __typename: 'EventOffHook';
  /** The agent: the part of the record key behind its first colon. Null for a telephone without an agent. */
  readonly agentId: Maybe<Scalars['ID']['output']>;
  /** Everything that was sent, in the spelling and shape of the wire, attributes without a field of their own included. Integers beyond 2^53 are strings. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** Where the call came from when it moved between sites: first and last transfer. Its shape is not documented, so it is passed on as received. On the wire: CallHistory, optional: stated in the current Voice Microservices manual. */
  readonly callHistory: Maybe<Scalars['JSON']['output']>;
  /** Number that the switch gives to the call. Zero on the wire, and null here, until the switch has supplied one. No key: it is used again. On the wire: CallID, optional: stated in the current Voice Microservices manual. */
  readonly callId: Maybe<Scalars['ID']['output']>;
  /** Whether the call is internal, inbound, outbound or a consultation. On the wire: CallType, optional: inferred from sibling events or T-Library. */
  readonly callType: Maybe<CallType>;
  /** Identifier of the call, whole: 16 hexadecimal digits, `@` and meta information. Compare it whole. On the wire: ConnID, optional: inferred from sibling events or T-Library. */
  readonly connId: Maybe<Scalars['ID']['output']>;
  /** The position right behind this event, as this stream came by: subscribe with `after` it and nothing is missed, on any replica. The one of an event that is not the last of its record stands before the record. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The tenant in the sense of the switch through which the call was started. Says nothing about who may see it. On the wire: CustomerID, optional: inferred from sibling events or T-Library. */
  readonly customerId: Maybe<Scalars['ID']['output']>;
  /** topic:partition:offset of the record, and :n for the n-th further event of one record. The same for ever and on every replica: drop duplicates by it. */
  readonly eventId: Scalars['ID']['output'];
  /** Key/value list with extra data of the switch or a feature. On agent events it may hold a ReasonCode: the hardware reason. On the wire: Extensions, optional: inferred from sibling events or T-Library. */
  readonly extensions: Maybe<Scalars['JSONObject']['output']>;
  /** What the agent logged in with. Usually the same as the agent of the record key, but a field of its own. On the wire: AgentID. */
  readonly loginId: Maybe<Scalars['ID']['output']>;
  /** Attributes that the documentation calls mandatory but that were not sent, by their names on the wire. The event is delivered all the same. */
  readonly missingAttributes: ReadonlyArray<Scalars['String']['output']>;
  /** The documented name of the event, for example EventAgentLogin; for an unknown event the name as received. */
  readonly name: Scalars['String']['output'];
  /** Number that the network switch where the call first arrived gave to it. On the wire: NetworkCallID, optional: inferred from sibling events or T-Library. */
  readonly networkCallId: Maybe<Scalars['ID']['output']>;
  /** The network switch that assigned the network call number. On the wire: NetworkNodeID, optional: inferred from sibling events or T-Library. */
  readonly networkNodeId: Maybe<Scalars['ID']['output']>;
  /** Key/value list with the reason given with the request behind the event, for example why an agent went not ready. On the wire: Reasons, optional: inferred from sibling events or T-Library. */
  readonly reasons: Maybe<Scalars['JSONObject']['output']>;
  /** When this replica of the gateway read the record. Differs between replicas. */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** Links the event to the client request that caused it. Null where the wire says "none" (4294967295). On the wire: ReferenceID, optional: inferred from sibling events or T-Library. */
  readonly referenceId: Maybe<Scalars['ID']['output']>;
  /** Handle that Voice Microservices give to the connection through which a client talks to them. Opaque. On the wire: Server. */
  readonly server: Maybe<Scalars['String']['output']>;
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** The directory number (telephone, queue or routing point) that the event is mainly about. On the wire: ThisDN. */
  readonly thisDn: Maybe<Scalars['ID']['output']>;
  /** When the switch generated the event; the record's own timestamp where the event had no time that could be read. Events are ordered by the log, not by this. */
  readonly time: Scalars['DateTime']['output'];
  /** Whether `time` is the record's timestamp, because the event had none. */
  readonly timeEstimated: Scalars['Boolean']['output'];
  /** Key/value list attached to the call: all of it each time, never a change. Personal data. On the wire: UserData, optional: inferred from sibling events or T-Library. */
  readonly userData: Maybe<Scalars['JSONObject']['output']>;
};

/**
 * The receiver of the telephone ThisDN was put back.
 * - Of the call attributes only CallHistory and CallID are confirmed as optional here (current manual).
 * T-Library message 87.
 */
export type EventOnHook = AgentEvent & VoiceEvent & {
  readonly __typename: 'EventOnHook';
  /** The agent: the part of the record key behind its first colon. Null for a telephone without an agent. */
  readonly agentId: Maybe<Scalars['ID']['output']>;
  /** Everything that was sent, in the spelling and shape of the wire, attributes without a field of their own included. Integers beyond 2^53 are strings. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** Where the call came from when it moved between sites: first and last transfer. Its shape is not documented, so it is passed on as received. On the wire: CallHistory, optional: stated in the current Voice Microservices manual. */
  readonly callHistory: Maybe<Scalars['JSON']['output']>;
  /** Number that the switch gives to the call. Zero on the wire, and null here, until the switch has supplied one. No key: it is used again. On the wire: CallID, optional: stated in the current Voice Microservices manual. */
  readonly callId: Maybe<Scalars['ID']['output']>;
  /** Whether the call is internal, inbound, outbound or a consultation. On the wire: CallType, optional: inferred from sibling events or T-Library. */
  readonly callType: Maybe<CallType>;
  /** Identifier of the call, whole: 16 hexadecimal digits, `@` and meta information. Compare it whole. On the wire: ConnID, optional: inferred from sibling events or T-Library. */
  readonly connId: Maybe<Scalars['ID']['output']>;
  /** The position right behind this event, as this stream came by: subscribe with `after` it and nothing is missed, on any replica. The one of an event that is not the last of its record stands before the record. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The tenant in the sense of the switch through which the call was started. Says nothing about who may see it. On the wire: CustomerID, optional: inferred from sibling events or T-Library. */
  readonly customerId: Maybe<Scalars['ID']['output']>;
  /** topic:partition:offset of the record, and :n for the n-th further event of one record. The same for ever and on every replica: drop duplicates by it. */
  readonly eventId: Scalars['ID']['output'];
  /** Key/value list with extra data of the switch or a feature. On agent events it may hold a ReasonCode: the hardware reason. On the wire: Extensions, optional: inferred from sibling events or T-Library. */
  readonly extensions: Maybe<Scalars['JSONObject']['output']>;
  /** What the agent logged in with. Usually the same as the agent of the record key, but a field of its own. On the wire: AgentID. */
  readonly loginId: Maybe<Scalars['ID']['output']>;
  /** Attributes that the documentation calls mandatory but that were not sent, by their names on the wire. The event is delivered all the same. */
  readonly missingAttributes: ReadonlyArray<Scalars['String']['output']>;
  /** The documented name of the event, for example EventAgentLogin; for an unknown event the name as received. */
  readonly name: Scalars['String']['output'];
  /** Number that the network switch where the call first arrived gave to it. On the wire: NetworkCallID, optional: inferred from sibling events or T-Library. */
  readonly networkCallId: Maybe<Scalars['ID']['output']>;
  /** The network switch that assigned the network call number. On the wire: NetworkNodeID, optional: inferred from sibling events or T-Library. */
  readonly networkNodeId: Maybe<Scalars['ID']['output']>;
  /** Key/value list with the reason given with the request behind the event, for example why an agent went not ready. On the wire: Reasons, optional: inferred from sibling events or T-Library. */
  readonly reasons: Maybe<Scalars['JSONObject']['output']>;
  /** When this replica of the gateway read the record. Differs between replicas. */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** Links the event to the client request that caused it. Null where the wire says "none" (4294967295). On the wire: ReferenceID, optional: inferred from sibling events or T-Library. */
  readonly referenceId: Maybe<Scalars['ID']['output']>;
  /** Handle that Voice Microservices give to the connection through which a client talks to them. Opaque. On the wire: Server. */
  readonly server: Maybe<Scalars['String']['output']>;
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** The directory number (telephone, queue or routing point) that the event is mainly about. On the wire: ThisDN. */
  readonly thisDn: Maybe<Scalars['ID']['output']>;
  /** When the switch generated the event; the record's own timestamp where the event had no time that could be read. Events are ordered by the log, not by this. */
  readonly time: Scalars['DateTime']['output'];
  /** Whether `time` is the record's timestamp, because the event had none. */
  readonly timeEstimated: Scalars['Boolean']['output'];
  /** Key/value list attached to the call: all of it each time, never a change. Personal data. On the wire: UserData, optional: inferred from sibling events or T-Library. */
  readonly userData: Maybe<Scalars['JSONObject']['output']>;
};

/**
 * Another party joined the call of ThisDN: a conference, or an observer.
 * - OtherDN is the party that joined; its role is Observer for a supervisor who listens in (current call model).
 * - CallState is Bridged when an observer joins (current call model) and Conferenced for a conference (inferred).
 * - ThirdPartyDN is who carried out the operation (legacy manual).
 * T-Library message 69.
 */
export type EventPartyAdded = CallEvent & VoiceEvent & {
  readonly __typename: 'EventPartyAdded';
  /** The caller's number as the network supplied it. Personal data. On the wire: ANI, optional: stated in the current Voice Microservices manual. */
  readonly ani: Maybe<Scalars['String']['output']>;
  /** Everything that was sent, in the spelling and shape of the wire, attributes without a field of their own included. Integers beyond 2^53 are strings. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** Where the call came from when it moved between sites: first and last transfer. Its shape is not documented, so it is passed on as received. On the wire: CallHistory, optional: stated in the current Voice Microservices manual. */
  readonly callHistory: Maybe<Scalars['JSON']['output']>;
  /** What the event reports about the call: nothing special, a transfer, a conference, or why an attempt failed. On the wire: CallState. */
  readonly callState: Maybe<CallState>;
  /** Identifier of the call thread: the calls that belong to one customer contact. Taken from the record key where the event has none. On the wire: CallThreadID. */
  readonly callThreadId: Maybe<Scalars['ID']['output']>;
  /** Whether the call is internal, inbound, outbound or a consultation. On the wire: CallType. */
  readonly callType: Maybe<CallType>;
  /** Identifier of the call, whole: 16 hexadecimal digits, `@` and meta information. Compare it whole. On the wire: ConnID. */
  readonly connId: Maybe<Scalars['ID']['output']>;
  /** The position right behind this event, as this stream came by: subscribe with `after` it and nothing is missed, on any replica. The one of an event that is not the last of its record stands before the record. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The tenant in the sense of the switch through which the call was started. Says nothing about who may see it. On the wire: CustomerID, optional: inferred from sibling events or T-Library. */
  readonly customerId: Maybe<Scalars['ID']['output']>;
  /** The number that the caller dialled. On the wire: DNIS, optional: inferred from sibling events or T-Library. */
  readonly dnis: Maybe<Scalars['String']['output']>;
  /** topic:partition:offset of the record, and :n for the n-th further event of one record. The same for ever and on every replica: drop duplicates by it. */
  readonly eventId: Scalars['ID']['output'];
  /** Key/value list with extra data of the switch or a feature. On agent events it may hold a ReasonCode: the hardware reason. On the wire: Extensions, optional: inferred from sibling events or T-Library. */
  readonly extensions: Maybe<Scalars['JSONObject']['output']>;
  /** Attributes that the documentation calls mandatory but that were not sent, by their names on the wire. The event is delivered all the same. */
  readonly missingAttributes: ReadonlyArray<Scalars['String']['output']>;
  /** The documented name of the event, for example EventAgentLogin; for an unknown event the name as received. */
  readonly name: Scalars['String']['output'];
  /** Number that the network switch where the call first arrived gave to it. On the wire: NetworkCallID, optional: inferred from sibling events or T-Library. */
  readonly networkCallId: Maybe<Scalars['ID']['output']>;
  /** The network switch that assigned the network call number. On the wire: NetworkNodeID, optional: inferred from sibling events or T-Library. */
  readonly networkNodeId: Maybe<Scalars['ID']['output']>;
  /** The directory number at the other end. May be the digits that were dialled; left out while nothing is known about the other end. On the wire: OtherDN, mandatory: shown in a call model of the current manual. */
  readonly otherDn: Maybe<Scalars['ID']['output']>;
  /** The part that OtherDN plays in the call. On the wire: OtherDNRole, mandatory: shown in a call model of the current manual. */
  readonly otherDnRole: Maybe<DnRole>;
  /** The queue that belongs to OtherDN. On the wire: OtherQueue, optional: inferred from sibling events or T-Library. */
  readonly otherQueue: Maybe<Scalars['ID']['output']>;
  /** The trunk that belongs to OtherDN. On the wire: OtherTrunk, optional: inferred from sibling events or T-Library. */
  readonly otherTrunk: Maybe<Scalars['ID']['output']>;
  /** The call that this party or call belonged to before; on a consultation call, the main call. On the wire: PreviousConnID, optional: inferred from sibling events or T-Library. */
  readonly previousConnId: Maybe<Scalars['ID']['output']>;
  /** Key/value list with the reason given with the request behind the event, for example why an agent went not ready. On the wire: Reasons, optional: inferred from sibling events or T-Library. */
  readonly reasons: Maybe<Scalars['JSONObject']['output']>;
  /** When this replica of the gateway read the record. Differs between replicas. */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** Links the event to the client request that caused it. Null where the wire says "none" (4294967295). On the wire: ReferenceID, optional: inferred from sibling events or T-Library. */
  readonly referenceId: Maybe<Scalars['ID']['output']>;
  /** Handle that Voice Microservices give to the connection through which a client talks to them. Opaque. On the wire: Server. */
  readonly server: Maybe<Scalars['String']['output']>;
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** A third directory number involved: who transferred, added or removed a party, or where a call was routed or diverted to. On the wire: ThirdPartyDN, optional: inferred from sibling events or T-Library. */
  readonly thirdPartyDn: Maybe<Scalars['ID']['output']>;
  /** The part that ThirdPartyDN plays in the call. On the wire: ThirdPartyDNRole, optional: inferred from sibling events or T-Library. */
  readonly thirdPartyDnRole: Maybe<DnRole>;
  /** The directory number (telephone, queue or routing point) that the event is mainly about. On the wire: ThisDN. */
  readonly thisDn: Maybe<Scalars['ID']['output']>;
  /** The part that ThisDN plays in the call. On the wire: ThisDNRole, mandatory: shown in a call model of the current manual. */
  readonly thisDnRole: Maybe<DnRole>;
  /** The queue or ACD group that the event is mainly about; on a ringing or connected phone, the queue that the call came from. On the wire: ThisQueue, optional: inferred from sibling events or T-Library. */
  readonly thisQueue: Maybe<Scalars['ID']['output']>;
  /** The trunk that belongs to ThisDN. On the wire: ThisTrunk, optional: inferred from sibling events or T-Library. */
  readonly thisTrunk: Maybe<Scalars['ID']['output']>;
  /** When the switch generated the event; the record's own timestamp where the event had no time that could be read. Events are ordered by the log, not by this. */
  readonly time: Scalars['DateTime']['output'];
  /** Whether `time` is the record's timestamp, because the event had none. */
  readonly timeEstimated: Scalars['Boolean']['output'];
  /** Key/value list attached to the call: all of it each time, never a change. Personal data. On the wire: UserData, optional: inferred from sibling events or T-Library. */
  readonly userData: Maybe<Scalars['JSONObject']['output']>;
};

/**
 * The far end of the call of ThisDN is another party now, normally because a transfer was completed.
 * - PreviousConnID is the call that the party belonged to before (inferred).
 * - ThirdPartyDN is who transferred, in the role TransferredBy (legacy manual and inferred).
 * - When the far end is a conference, each of its members is told, without OtherDN (legacy manual).
 * T-Library message 68.
 */
export type EventPartyChanged = CallEvent & VoiceEvent & {
  readonly __typename: 'EventPartyChanged';
  /** The caller's number as the network supplied it. Personal data. On the wire: ANI, optional: stated in the current Voice Microservices manual. */
  readonly ani: Maybe<Scalars['String']['output']>;
  /** Everything that was sent, in the spelling and shape of the wire, attributes without a field of their own included. Integers beyond 2^53 are strings. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** Where the call came from when it moved between sites: first and last transfer. Its shape is not documented, so it is passed on as received. On the wire: CallHistory, optional: stated in the current Voice Microservices manual. */
  readonly callHistory: Maybe<Scalars['JSON']['output']>;
  /** Number that the switch gives to the call. Zero on the wire, and null here, until the switch has supplied one. No key: it is used again. On the wire: CallID, mandatory: stated in the current Voice Microservices manual. */
  readonly callId: Maybe<Scalars['ID']['output']>;
  /** What the event reports about the call: nothing special, a transfer, a conference, or why an attempt failed. On the wire: CallState. */
  readonly callState: Maybe<CallState>;
  /** Identifier of the call thread: the calls that belong to one customer contact. Taken from the record key where the event has none. On the wire: CallThreadID. */
  readonly callThreadId: Maybe<Scalars['ID']['output']>;
  /** Whether the call is internal, inbound, outbound or a consultation. On the wire: CallType. */
  readonly callType: Maybe<CallType>;
  /** Identifier of the call, whole: 16 hexadecimal digits, `@` and meta information. Compare it whole. On the wire: ConnID. */
  readonly connId: Maybe<Scalars['ID']['output']>;
  /** The position right behind this event, as this stream came by: subscribe with `after` it and nothing is missed, on any replica. The one of an event that is not the last of its record stands before the record. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The tenant in the sense of the switch through which the call was started. Says nothing about who may see it. On the wire: CustomerID, optional: inferred from sibling events or T-Library. */
  readonly customerId: Maybe<Scalars['ID']['output']>;
  /** The number that the caller dialled. On the wire: DNIS, optional: inferred from sibling events or T-Library. */
  readonly dnis: Maybe<Scalars['String']['output']>;
  /** topic:partition:offset of the record, and :n for the n-th further event of one record. The same for ever and on every replica: drop duplicates by it. */
  readonly eventId: Scalars['ID']['output'];
  /** Key/value list with extra data of the switch or a feature. On agent events it may hold a ReasonCode: the hardware reason. On the wire: Extensions, optional: inferred from sibling events or T-Library. */
  readonly extensions: Maybe<Scalars['JSONObject']['output']>;
  /** Attributes that the documentation calls mandatory but that were not sent, by their names on the wire. The event is delivered all the same. */
  readonly missingAttributes: ReadonlyArray<Scalars['String']['output']>;
  /** The documented name of the event, for example EventAgentLogin; for an unknown event the name as received. */
  readonly name: Scalars['String']['output'];
  /** Number that the network switch where the call first arrived gave to it. On the wire: NetworkCallID, optional: inferred from sibling events or T-Library. */
  readonly networkCallId: Maybe<Scalars['ID']['output']>;
  /** The network switch that assigned the network call number. On the wire: NetworkNodeID, optional: inferred from sibling events or T-Library. */
  readonly networkNodeId: Maybe<Scalars['ID']['output']>;
  /** The directory number at the other end. May be the digits that were dialled; left out while nothing is known about the other end. On the wire: OtherDN, optional: inferred from sibling events or T-Library. */
  readonly otherDn: Maybe<Scalars['ID']['output']>;
  /** The part that OtherDN plays in the call. On the wire: OtherDNRole, optional: inferred from sibling events or T-Library. */
  readonly otherDnRole: Maybe<DnRole>;
  /** The queue that belongs to OtherDN. On the wire: OtherQueue, optional: inferred from sibling events or T-Library. */
  readonly otherQueue: Maybe<Scalars['ID']['output']>;
  /** The trunk that belongs to OtherDN. On the wire: OtherTrunk, optional: inferred from sibling events or T-Library. */
  readonly otherTrunk: Maybe<Scalars['ID']['output']>;
  /** The call that this party or call belonged to before; on a consultation call, the main call. On the wire: PreviousConnID, optional: inferred from sibling events or T-Library. */
  readonly previousConnId: Maybe<Scalars['ID']['output']>;
  /** Key/value list with the reason given with the request behind the event, for example why an agent went not ready. On the wire: Reasons, optional: inferred from sibling events or T-Library. */
  readonly reasons: Maybe<Scalars['JSONObject']['output']>;
  /** When this replica of the gateway read the record. Differs between replicas. */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** Links the event to the client request that caused it. Null where the wire says "none" (4294967295). On the wire: ReferenceID, optional: inferred from sibling events or T-Library. */
  readonly referenceId: Maybe<Scalars['ID']['output']>;
  /** Handle that Voice Microservices give to the connection through which a client talks to them. Opaque. On the wire: Server. */
  readonly server: Maybe<Scalars['String']['output']>;
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** A third directory number involved: who transferred, added or removed a party, or where a call was routed or diverted to. On the wire: ThirdPartyDN, optional: inferred from sibling events or T-Library. */
  readonly thirdPartyDn: Maybe<Scalars['ID']['output']>;
  /** The part that ThirdPartyDN plays in the call. On the wire: ThirdPartyDNRole, optional: inferred from sibling events or T-Library. */
  readonly thirdPartyDnRole: Maybe<DnRole>;
  /** The queue that belongs to ThirdPartyDN. On the wire: ThirdPartyQueue, optional: inferred from sibling events or T-Library. */
  readonly thirdPartyQueue: Maybe<Scalars['ID']['output']>;
  /** The directory number (telephone, queue or routing point) that the event is mainly about. On the wire: ThisDN. */
  readonly thisDn: Maybe<Scalars['ID']['output']>;
  /** The part that ThisDN plays in the call. On the wire: ThisDNRole, optional: inferred from sibling events or T-Library. */
  readonly thisDnRole: Maybe<DnRole>;
  /** The queue or ACD group that the event is mainly about; on a ringing or connected phone, the queue that the call came from. On the wire: ThisQueue, optional: inferred from sibling events or T-Library. */
  readonly thisQueue: Maybe<Scalars['ID']['output']>;
  /** The trunk that belongs to ThisDN. On the wire: ThisTrunk, optional: inferred from sibling events or T-Library. */
  readonly thisTrunk: Maybe<Scalars['ID']['output']>;
  /** When the switch generated the event; the record's own timestamp where the event had no time that could be read. Events are ordered by the log, not by this. */
  readonly time: Scalars['DateTime']['output'];
  /** Whether `time` is the record's timestamp, because the event had none. */
  readonly timeEstimated: Scalars['Boolean']['output'];
  /** Key/value list attached to the call: all of it each time, never a change. Personal data. On the wire: UserData, optional: inferred from sibling events or T-Library. */
  readonly userData: Maybe<Scalars['JSONObject']['output']>;
};

/**
 * A party left the call of ThisDN, or was removed, and the call goes on.
 * - OtherDN is the party that went, in the role DeletedParty (current call model).
 * - ThirdPartyDN, in the role DeletedBy, is who removed it: OtherDN itself if it left by itself (current call model).
 * - CallState is Conferenced while more than two parties remain, else Ok (current call model).
 * T-Library message 70.
 */
export type EventPartyDeleted = CallEvent & VoiceEvent & {
  readonly __typename: 'EventPartyDeleted';
  /** The caller's number as the network supplied it. Personal data. On the wire: ANI, optional: stated in the current Voice Microservices manual. */
  readonly ani: Maybe<Scalars['String']['output']>;
  /** Everything that was sent, in the spelling and shape of the wire, attributes without a field of their own included. Integers beyond 2^53 are strings. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** Where the call came from when it moved between sites: first and last transfer. Its shape is not documented, so it is passed on as received. On the wire: CallHistory, optional: stated in the current Voice Microservices manual. */
  readonly callHistory: Maybe<Scalars['JSON']['output']>;
  /** Number that the switch gives to the call. Zero on the wire, and null here, until the switch has supplied one. No key: it is used again. On the wire: CallID, mandatory: stated in the current Voice Microservices manual. */
  readonly callId: Maybe<Scalars['ID']['output']>;
  /** What the event reports about the call: nothing special, a transfer, a conference, or why an attempt failed. On the wire: CallState. */
  readonly callState: Maybe<CallState>;
  /** Identifier of the call thread: the calls that belong to one customer contact. Taken from the record key where the event has none. On the wire: CallThreadID. */
  readonly callThreadId: Maybe<Scalars['ID']['output']>;
  /** Whether the call is internal, inbound, outbound or a consultation. On the wire: CallType. */
  readonly callType: Maybe<CallType>;
  /** Identifier of the call, whole: 16 hexadecimal digits, `@` and meta information. Compare it whole. On the wire: ConnID. */
  readonly connId: Maybe<Scalars['ID']['output']>;
  /** The position right behind this event, as this stream came by: subscribe with `after` it and nothing is missed, on any replica. The one of an event that is not the last of its record stands before the record. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The tenant in the sense of the switch through which the call was started. Says nothing about who may see it. On the wire: CustomerID, optional: inferred from sibling events or T-Library. */
  readonly customerId: Maybe<Scalars['ID']['output']>;
  /** The number that the caller dialled. On the wire: DNIS, optional: inferred from sibling events or T-Library. */
  readonly dnis: Maybe<Scalars['String']['output']>;
  /** topic:partition:offset of the record, and :n for the n-th further event of one record. The same for ever and on every replica: drop duplicates by it. */
  readonly eventId: Scalars['ID']['output'];
  /** Key/value list with extra data of the switch or a feature. On agent events it may hold a ReasonCode: the hardware reason. On the wire: Extensions, optional: inferred from sibling events or T-Library. */
  readonly extensions: Maybe<Scalars['JSONObject']['output']>;
  /** Attributes that the documentation calls mandatory but that were not sent, by their names on the wire. The event is delivered all the same. */
  readonly missingAttributes: ReadonlyArray<Scalars['String']['output']>;
  /** The documented name of the event, for example EventAgentLogin; for an unknown event the name as received. */
  readonly name: Scalars['String']['output'];
  /** Number that the network switch where the call first arrived gave to it. On the wire: NetworkCallID, optional: inferred from sibling events or T-Library. */
  readonly networkCallId: Maybe<Scalars['ID']['output']>;
  /** The network switch that assigned the network call number. On the wire: NetworkNodeID, optional: inferred from sibling events or T-Library. */
  readonly networkNodeId: Maybe<Scalars['ID']['output']>;
  /** The directory number at the other end. May be the digits that were dialled; left out while nothing is known about the other end. On the wire: OtherDN, mandatory: shown in a call model of the current manual. */
  readonly otherDn: Maybe<Scalars['ID']['output']>;
  /** The part that OtherDN plays in the call. On the wire: OtherDNRole, mandatory: shown in a call model of the current manual. */
  readonly otherDnRole: Maybe<DnRole>;
  /** The queue that belongs to OtherDN. On the wire: OtherQueue, optional: inferred from sibling events or T-Library. */
  readonly otherQueue: Maybe<Scalars['ID']['output']>;
  /** The trunk that belongs to OtherDN. On the wire: OtherTrunk, optional: inferred from sibling events or T-Library. */
  readonly otherTrunk: Maybe<Scalars['ID']['output']>;
  /** The call that this party or call belonged to before; on a consultation call, the main call. On the wire: PreviousConnID, optional: inferred from sibling events or T-Library. */
  readonly previousConnId: Maybe<Scalars['ID']['output']>;
  /** Key/value list with the reason given with the request behind the event, for example why an agent went not ready. On the wire: Reasons, optional: inferred from sibling events or T-Library. */
  readonly reasons: Maybe<Scalars['JSONObject']['output']>;
  /** When this replica of the gateway read the record. Differs between replicas. */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** Links the event to the client request that caused it. Null where the wire says "none" (4294967295). On the wire: ReferenceID, optional: inferred from sibling events or T-Library. */
  readonly referenceId: Maybe<Scalars['ID']['output']>;
  /** Handle that Voice Microservices give to the connection through which a client talks to them. Opaque. On the wire: Server. */
  readonly server: Maybe<Scalars['String']['output']>;
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** A third directory number involved: who transferred, added or removed a party, or where a call was routed or diverted to. On the wire: ThirdPartyDN, optional: shown in a call model of the current manual. */
  readonly thirdPartyDn: Maybe<Scalars['ID']['output']>;
  /** The part that ThirdPartyDN plays in the call. On the wire: ThirdPartyDNRole, optional: shown in a call model of the current manual. */
  readonly thirdPartyDnRole: Maybe<DnRole>;
  /** The directory number (telephone, queue or routing point) that the event is mainly about. On the wire: ThisDN. */
  readonly thisDn: Maybe<Scalars['ID']['output']>;
  /** The part that ThisDN plays in the call. On the wire: ThisDNRole, optional: shown in a call model of the current manual. */
  readonly thisDnRole: Maybe<DnRole>;
  /** The queue or ACD group that the event is mainly about; on a ringing or connected phone, the queue that the call came from. On the wire: ThisQueue, optional: inferred from sibling events or T-Library. */
  readonly thisQueue: Maybe<Scalars['ID']['output']>;
  /** The trunk that belongs to ThisDN. On the wire: ThisTrunk, optional: inferred from sibling events or T-Library. */
  readonly thisTrunk: Maybe<Scalars['ID']['output']>;
  /** When the switch generated the event; the record's own timestamp where the event had no time that could be read. Events are ordered by the log, not by this. */
  readonly time: Scalars['DateTime']['output'];
  /** Whether `time` is the record's timestamp, because the event had none. */
  readonly timeEstimated: Scalars['Boolean']['output'];
  /** Key/value list attached to the call: all of it each time, never a change. Personal data. On the wire: UserData, optional: inferred from sibling events or T-Library. */
  readonly userData: Maybe<Scalars['JSONObject']['output']>;
};

/**
 * An agent left the queue ThisQueue and remains logged in to another one.
 * - AgentID is there whenever the identifier is known (inferred from sibling events).
 * - The agent remains logged in elsewhere (legacy manual).
 * T-Library message 152.
 */
export type EventQueueLogout = AgentEvent & VoiceEvent & {
  readonly __typename: 'EventQueueLogout';
  /** The agent: the part of the record key behind its first colon. Null for a telephone without an agent. */
  readonly agentId: Maybe<Scalars['ID']['output']>;
  /** Everything that was sent, in the spelling and shape of the wire, attributes without a field of their own included. Integers beyond 2^53 are strings. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** The position right behind this event, as this stream came by: subscribe with `after` it and nothing is missed, on any replica. The one of an event that is not the last of its record stands before the record. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The tenant in the sense of the switch through which the call was started. Says nothing about who may see it. On the wire: CustomerID, optional: inferred from sibling events or T-Library. */
  readonly customerId: Maybe<Scalars['ID']['output']>;
  /** topic:partition:offset of the record, and :n for the n-th further event of one record. The same for ever and on every replica: drop duplicates by it. */
  readonly eventId: Scalars['ID']['output'];
  /** Key/value list with extra data of the switch or a feature. On agent events it may hold a ReasonCode: the hardware reason. On the wire: Extensions, optional: inferred from sibling events or T-Library. */
  readonly extensions: Maybe<Scalars['JSONObject']['output']>;
  /** What the agent logged in with. Usually the same as the agent of the record key, but a field of its own. On the wire: AgentID. */
  readonly loginId: Maybe<Scalars['ID']['output']>;
  /** Attributes that the documentation calls mandatory but that were not sent, by their names on the wire. The event is delivered all the same. */
  readonly missingAttributes: ReadonlyArray<Scalars['String']['output']>;
  /** The documented name of the event, for example EventAgentLogin; for an unknown event the name as received. */
  readonly name: Scalars['String']['output'];
  /** Key/value list with the reason given with the request behind the event, for example why an agent went not ready. On the wire: Reasons, optional: inferred from sibling events or T-Library. */
  readonly reasons: Maybe<Scalars['JSONObject']['output']>;
  /** When this replica of the gateway read the record. Differs between replicas. */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** Links the event to the client request that caused it. Null where the wire says "none" (4294967295). On the wire: ReferenceID, optional: inferred from sibling events or T-Library. */
  readonly referenceId: Maybe<Scalars['ID']['output']>;
  /** Handle that Voice Microservices give to the connection through which a client talks to them. Opaque. On the wire: Server. */
  readonly server: Maybe<Scalars['String']['output']>;
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** The directory number (telephone, queue or routing point) that the event is mainly about. On the wire: ThisDN. */
  readonly thisDn: Maybe<Scalars['ID']['output']>;
  /** The queue or ACD group that the event is mainly about; on a ringing or connected phone, the queue that the call came from. On the wire: ThisQueue, optional: inferred from sibling events or T-Library. */
  readonly thisQueue: Maybe<Scalars['ID']['output']>;
  /** When the switch generated the event; the record's own timestamp where the event had no time that could be read. Events are ordered by the log, not by this. */
  readonly time: Scalars['DateTime']['output'];
  /** Whether `time` is the record's timestamp, because the event had none. */
  readonly timeEstimated: Scalars['Boolean']['output'];
};

/**
 * A call began to wait in the queue ThisQueue.
 * - ThisDN and ThisQueue name the same queue (current call models).
 * - In predictive dialling CallState may be AnsweringMachineDetected (current call model).
 * - PreviousConnID is there when CallType is Consult (inferred from sibling events).
 * - A call can wait in several queues at once; each tells its own EventQueued and its own EventDiverted or EventAbandoned (current call model).
 * T-Library message 57.
 */
export type EventQueued = CallEvent & VoiceEvent & {
  readonly __typename: 'EventQueued';
  /** The caller's number as the network supplied it. Personal data. On the wire: ANI, optional: stated in the current Voice Microservices manual. */
  readonly ani: Maybe<Scalars['String']['output']>;
  /** Everything that was sent, in the spelling and shape of the wire, attributes without a field of their own included. Integers beyond 2^53 are strings. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** Where the call came from when it moved between sites: first and last transfer. Its shape is not documented, so it is passed on as received. On the wire: CallHistory, optional: stated in the current Voice Microservices manual. */
  readonly callHistory: Maybe<Scalars['JSON']['output']>;
  /** Number that the switch gives to the call. Zero on the wire, and null here, until the switch has supplied one. No key: it is used again. On the wire: CallID, mandatory: stated in the current Voice Microservices manual. */
  readonly callId: Maybe<Scalars['ID']['output']>;
  /** What the event reports about the call: nothing special, a transfer, a conference, or why an attempt failed. On the wire: CallState. */
  readonly callState: Maybe<CallState>;
  /** Identifier of the call thread: the calls that belong to one customer contact. Taken from the record key where the event has none. On the wire: CallThreadID. */
  readonly callThreadId: Maybe<Scalars['ID']['output']>;
  /** Whether the call is internal, inbound, outbound or a consultation. On the wire: CallType. */
  readonly callType: Maybe<CallType>;
  /** Digits that the caller keyed in. May be a card number or a PIN. On the wire: CollectedDigits, optional: inferred from sibling events or T-Library. */
  readonly collectedDigits: Maybe<Scalars['String']['output']>;
  /** Identifier of the call, whole: 16 hexadecimal digits, `@` and meta information. Compare it whole. On the wire: ConnID. */
  readonly connId: Maybe<Scalars['ID']['output']>;
  /** The position right behind this event, as this stream came by: subscribe with `after` it and nothing is missed, on any replica. The one of an event that is not the last of its record stands before the record. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The tenant in the sense of the switch through which the call was started. Says nothing about who may see it. On the wire: CustomerID, optional: inferred from sibling events or T-Library. */
  readonly customerId: Maybe<Scalars['ID']['output']>;
  /** The number that the caller dialled. On the wire: DNIS, optional: inferred from sibling events or T-Library. */
  readonly dnis: Maybe<Scalars['String']['output']>;
  /** topic:partition:offset of the record, and :n for the n-th further event of one record. The same for ever and on every replica: drop duplicates by it. */
  readonly eventId: Scalars['ID']['output'];
  /** Key/value list with extra data of the switch or a feature. On agent events it may hold a ReasonCode: the hardware reason. On the wire: Extensions, optional: inferred from sibling events or T-Library. */
  readonly extensions: Maybe<Scalars['JSONObject']['output']>;
  /** The last digit that the caller keyed in. On the wire: LastCollectedDigit, optional: inferred from sibling events or T-Library. */
  readonly lastCollectedDigit: Maybe<Scalars['String']['output']>;
  /** Attributes that the documentation calls mandatory but that were not sent, by their names on the wire. The event is delivered all the same. */
  readonly missingAttributes: ReadonlyArray<Scalars['String']['output']>;
  /** The documented name of the event, for example EventAgentLogin; for an unknown event the name as received. */
  readonly name: Scalars['String']['output'];
  /** Number that the network switch where the call first arrived gave to it. On the wire: NetworkCallID, optional: inferred from sibling events or T-Library. */
  readonly networkCallId: Maybe<Scalars['ID']['output']>;
  /** The network switch that assigned the network call number. On the wire: NetworkNodeID, optional: inferred from sibling events or T-Library. */
  readonly networkNodeId: Maybe<Scalars['ID']['output']>;
  /** The directory number at the other end. May be the digits that were dialled; left out while nothing is known about the other end. On the wire: OtherDN, optional: shown in a call model of the current manual. */
  readonly otherDn: Maybe<Scalars['ID']['output']>;
  /** The part that OtherDN plays in the call. On the wire: OtherDNRole, optional: shown in a call model of the legacy manual. */
  readonly otherDnRole: Maybe<DnRole>;
  /** The queue that belongs to OtherDN. On the wire: OtherQueue, optional: inferred from sibling events or T-Library. */
  readonly otherQueue: Maybe<Scalars['ID']['output']>;
  /** The trunk that belongs to OtherDN. On the wire: OtherTrunk, optional: inferred from sibling events or T-Library. */
  readonly otherTrunk: Maybe<Scalars['ID']['output']>;
  /** The call that this party or call belonged to before; on a consultation call, the main call. On the wire: PreviousConnID, optional: inferred from sibling events or T-Library. */
  readonly previousConnId: Maybe<Scalars['ID']['output']>;
  /** Key/value list with the reason given with the request behind the event, for example why an agent went not ready. On the wire: Reasons, optional: inferred from sibling events or T-Library. */
  readonly reasons: Maybe<Scalars['JSONObject']['output']>;
  /** When this replica of the gateway read the record. Differs between replicas. */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** Links the event to the client request that caused it. Null where the wire says "none" (4294967295). On the wire: ReferenceID, optional: inferred from sibling events or T-Library. */
  readonly referenceId: Maybe<Scalars['ID']['output']>;
  /** Handle that Voice Microservices give to the connection through which a client talks to them. Opaque. On the wire: Server. */
  readonly server: Maybe<Scalars['String']['output']>;
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** The directory number (telephone, queue or routing point) that the event is mainly about. On the wire: ThisDN. */
  readonly thisDn: Maybe<Scalars['ID']['output']>;
  /** The part that ThisDN plays in the call. On the wire: ThisDNRole, optional: shown in a call model of the current manual. */
  readonly thisDnRole: Maybe<DnRole>;
  /** The queue or ACD group that the event is mainly about; on a ringing or connected phone, the queue that the call came from. On the wire: ThisQueue, mandatory: shown in a call model of the current manual. */
  readonly thisQueue: Maybe<Scalars['ID']['output']>;
  /** The trunk that belongs to ThisDN. On the wire: ThisTrunk, optional: inferred from sibling events or T-Library. */
  readonly thisTrunk: Maybe<Scalars['ID']['output']>;
  /** When the switch generated the event; the record's own timestamp where the event had no time that could be read. Events are ordered by the log, not by this. */
  readonly time: Scalars['DateTime']['output'];
  /** Whether `time` is the record's timestamp, because the event had none. */
  readonly timeEstimated: Scalars['Boolean']['output'];
  /** Key/value list attached to the call: all of it each time, never a change. Personal data. On the wire: UserData, optional: inferred from sibling events or T-Library. */
  readonly userData: Maybe<Scalars['JSONObject']['output']>;
};

/**
 * The part of ThisDN in the call is over: it hung up, transferred the call away, or its attempt failed.
 * - CallState is Ok for a normal end, and says why an attempt failed (current call model).
 * - CallState is Transferred when the party left by completing a transfer (inferred).
 * - PreviousConnID is there when CallType is Consult (inferred from sibling events).
 * T-Library message 65.
 */
export type EventReleased = CallEvent & VoiceEvent & {
  readonly __typename: 'EventReleased';
  /** The caller's number as the network supplied it. Personal data. On the wire: ANI, optional: stated in the current Voice Microservices manual. */
  readonly ani: Maybe<Scalars['String']['output']>;
  /** Everything that was sent, in the spelling and shape of the wire, attributes without a field of their own included. Integers beyond 2^53 are strings. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** Where the call came from when it moved between sites: first and last transfer. Its shape is not documented, so it is passed on as received. On the wire: CallHistory, optional: stated in the current Voice Microservices manual. */
  readonly callHistory: Maybe<Scalars['JSON']['output']>;
  /** Number that the switch gives to the call. Zero on the wire, and null here, until the switch has supplied one. No key: it is used again. On the wire: CallID, mandatory: stated in the current Voice Microservices manual. */
  readonly callId: Maybe<Scalars['ID']['output']>;
  /** What the event reports about the call: nothing special, a transfer, a conference, or why an attempt failed. On the wire: CallState. */
  readonly callState: Maybe<CallState>;
  /** Identifier of the call thread: the calls that belong to one customer contact. Taken from the record key where the event has none. On the wire: CallThreadID. */
  readonly callThreadId: Maybe<Scalars['ID']['output']>;
  /** Whether the call is internal, inbound, outbound or a consultation. On the wire: CallType. */
  readonly callType: Maybe<CallType>;
  /** Identifier of the call, whole: 16 hexadecimal digits, `@` and meta information. Compare it whole. On the wire: ConnID. */
  readonly connId: Maybe<Scalars['ID']['output']>;
  /** The position right behind this event, as this stream came by: subscribe with `after` it and nothing is missed, on any replica. The one of an event that is not the last of its record stands before the record. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The tenant in the sense of the switch through which the call was started. Says nothing about who may see it. On the wire: CustomerID, optional: inferred from sibling events or T-Library. */
  readonly customerId: Maybe<Scalars['ID']['output']>;
  /** The number that the caller dialled. On the wire: DNIS, optional: inferred from sibling events or T-Library. */
  readonly dnis: Maybe<Scalars['String']['output']>;
  /** topic:partition:offset of the record, and :n for the n-th further event of one record. The same for ever and on every replica: drop duplicates by it. */
  readonly eventId: Scalars['ID']['output'];
  /** Key/value list with extra data of the switch or a feature. On agent events it may hold a ReasonCode: the hardware reason. On the wire: Extensions, optional: inferred from sibling events or T-Library. */
  readonly extensions: Maybe<Scalars['JSONObject']['output']>;
  /** What the agent logged in with. Usually the same as the agent of the record key, but a field of its own. On the wire: AgentID, optional: inferred from sibling events or T-Library. */
  readonly loginId: Maybe<Scalars['ID']['output']>;
  /** Attributes that the documentation calls mandatory but that were not sent, by their names on the wire. The event is delivered all the same. */
  readonly missingAttributes: ReadonlyArray<Scalars['String']['output']>;
  /** The documented name of the event, for example EventAgentLogin; for an unknown event the name as received. */
  readonly name: Scalars['String']['output'];
  /** Number that the network switch where the call first arrived gave to it. On the wire: NetworkCallID, optional: inferred from sibling events or T-Library. */
  readonly networkCallId: Maybe<Scalars['ID']['output']>;
  /** The network switch that assigned the network call number. On the wire: NetworkNodeID, optional: inferred from sibling events or T-Library. */
  readonly networkNodeId: Maybe<Scalars['ID']['output']>;
  /** The directory number at the other end. May be the digits that were dialled; left out while nothing is known about the other end. On the wire: OtherDN, optional: shown in a call model of the current manual. */
  readonly otherDn: Maybe<Scalars['ID']['output']>;
  /** The part that OtherDN plays in the call. On the wire: OtherDNRole, optional: shown in a call model of the current manual. */
  readonly otherDnRole: Maybe<DnRole>;
  /** The queue that belongs to OtherDN. On the wire: OtherQueue, optional: inferred from sibling events or T-Library. */
  readonly otherQueue: Maybe<Scalars['ID']['output']>;
  /** The trunk that belongs to OtherDN. On the wire: OtherTrunk, optional: inferred from sibling events or T-Library. */
  readonly otherTrunk: Maybe<Scalars['ID']['output']>;
  /** The call that this party or call belonged to before; on a consultation call, the main call. On the wire: PreviousConnID, optional: inferred from sibling events or T-Library. */
  readonly previousConnId: Maybe<Scalars['ID']['output']>;
  /** Key/value list with the reason given with the request behind the event, for example why an agent went not ready. On the wire: Reasons, optional: inferred from sibling events or T-Library. */
  readonly reasons: Maybe<Scalars['JSONObject']['output']>;
  /** When this replica of the gateway read the record. Differs between replicas. */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** Links the event to the client request that caused it. Null where the wire says "none" (4294967295). On the wire: ReferenceID, optional: inferred from sibling events or T-Library. */
  readonly referenceId: Maybe<Scalars['ID']['output']>;
  /** Handle that Voice Microservices give to the connection through which a client talks to them. Opaque. On the wire: Server. */
  readonly server: Maybe<Scalars['String']['output']>;
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** A third directory number involved: who transferred, added or removed a party, or where a call was routed or diverted to. On the wire: ThirdPartyDN, optional: inferred from sibling events or T-Library. */
  readonly thirdPartyDn: Maybe<Scalars['ID']['output']>;
  /** The part that ThirdPartyDN plays in the call. On the wire: ThirdPartyDNRole, optional: inferred from sibling events or T-Library. */
  readonly thirdPartyDnRole: Maybe<DnRole>;
  /** The directory number (telephone, queue or routing point) that the event is mainly about. On the wire: ThisDN. */
  readonly thisDn: Maybe<Scalars['ID']['output']>;
  /** The part that ThisDN plays in the call. On the wire: ThisDNRole, optional: shown in a call model of the current manual. */
  readonly thisDnRole: Maybe<DnRole>;
  /** The queue or ACD group that the event is mainly about; on a ringing or connected phone, the queue that the call came from. On the wire: ThisQueue, optional: shown in a call model of the current manual. */
  readonly thisQueue: Maybe<Scalars['ID']['output']>;
  /** The trunk that belongs to ThisDN. On the wire: ThisTrunk, optional: inferred from sibling events or T-Library. */
  readonly thisTrunk: Maybe<Scalars['ID']['output']>;
  /** When the switch generated the event; the record's own timestamp where the event had no time that could be read. Events are ordered by the log, not by this. */
  readonly time: Scalars['DateTime']['output'];
  /** Whether `time` is the record's timestamp, because the event had none. */
  readonly timeEstimated: Scalars['Boolean']['output'];
  /** Key/value list attached to the call: all of it each time, never a change. Personal data. On the wire: UserData, optional: inferred from sibling events or T-Library. */
  readonly userData: Maybe<Scalars['JSONObject']['output']>;
};

/**
 * ThisDN took the call off hold.
 * - ThisDNRole and ThisQueue are those of the earlier events of this party; ThisQueue is absent for calls from no queue (current call model).
 * T-Library message 67.
 */
export type EventRetrieved = CallEvent & VoiceEvent & {
  readonly __typename: 'EventRetrieved';
  /** The caller's number as the network supplied it. Personal data. On the wire: ANI, optional: stated in the current Voice Microservices manual. */
  readonly ani: Maybe<Scalars['String']['output']>;
  /** Everything that was sent, in the spelling and shape of the wire, attributes without a field of their own included. Integers beyond 2^53 are strings. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** Where the call came from when it moved between sites: first and last transfer. Its shape is not documented, so it is passed on as received. On the wire: CallHistory, optional: stated in the current Voice Microservices manual. */
  readonly callHistory: Maybe<Scalars['JSON']['output']>;
  /** Number that the switch gives to the call. Zero on the wire, and null here, until the switch has supplied one. No key: it is used again. On the wire: CallID, mandatory: stated in the current Voice Microservices manual. */
  readonly callId: Maybe<Scalars['ID']['output']>;
  /** What the event reports about the call: nothing special, a transfer, a conference, or why an attempt failed. On the wire: CallState. */
  readonly callState: Maybe<CallState>;
  /** Identifier of the call thread: the calls that belong to one customer contact. Taken from the record key where the event has none. On the wire: CallThreadID. */
  readonly callThreadId: Maybe<Scalars['ID']['output']>;
  /** Whether the call is internal, inbound, outbound or a consultation. On the wire: CallType. */
  readonly callType: Maybe<CallType>;
  /** Identifier of the call, whole: 16 hexadecimal digits, `@` and meta information. Compare it whole. On the wire: ConnID. */
  readonly connId: Maybe<Scalars['ID']['output']>;
  /** The position right behind this event, as this stream came by: subscribe with `after` it and nothing is missed, on any replica. The one of an event that is not the last of its record stands before the record. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The tenant in the sense of the switch through which the call was started. Says nothing about who may see it. On the wire: CustomerID, optional: inferred from sibling events or T-Library. */
  readonly customerId: Maybe<Scalars['ID']['output']>;
  /** The number that the caller dialled. On the wire: DNIS, optional: inferred from sibling events or T-Library. */
  readonly dnis: Maybe<Scalars['String']['output']>;
  /** topic:partition:offset of the record, and :n for the n-th further event of one record. The same for ever and on every replica: drop duplicates by it. */
  readonly eventId: Scalars['ID']['output'];
  /** Key/value list with extra data of the switch or a feature. On agent events it may hold a ReasonCode: the hardware reason. On the wire: Extensions, optional: inferred from sibling events or T-Library. */
  readonly extensions: Maybe<Scalars['JSONObject']['output']>;
  /** What the agent logged in with. Usually the same as the agent of the record key, but a field of its own. On the wire: AgentID, optional: inferred from sibling events or T-Library. */
  readonly loginId: Maybe<Scalars['ID']['output']>;
  /** Attributes that the documentation calls mandatory but that were not sent, by their names on the wire. The event is delivered all the same. */
  readonly missingAttributes: ReadonlyArray<Scalars['String']['output']>;
  /** The documented name of the event, for example EventAgentLogin; for an unknown event the name as received. */
  readonly name: Scalars['String']['output'];
  /** Number that the network switch where the call first arrived gave to it. On the wire: NetworkCallID, optional: inferred from sibling events or T-Library. */
  readonly networkCallId: Maybe<Scalars['ID']['output']>;
  /** The network switch that assigned the network call number. On the wire: NetworkNodeID, optional: inferred from sibling events or T-Library. */
  readonly networkNodeId: Maybe<Scalars['ID']['output']>;
  /** The directory number at the other end. May be the digits that were dialled; left out while nothing is known about the other end. On the wire: OtherDN, optional: shown in a call model of the current manual. */
  readonly otherDn: Maybe<Scalars['ID']['output']>;
  /** The part that OtherDN plays in the call. On the wire: OtherDNRole, optional: inferred from sibling events or T-Library. */
  readonly otherDnRole: Maybe<DnRole>;
  /** The queue that belongs to OtherDN. On the wire: OtherQueue, optional: inferred from sibling events or T-Library. */
  readonly otherQueue: Maybe<Scalars['ID']['output']>;
  /** The trunk that belongs to OtherDN. On the wire: OtherTrunk, optional: inferred from sibling events or T-Library. */
  readonly otherTrunk: Maybe<Scalars['ID']['output']>;
  /** The call that this party or call belonged to before; on a consultation call, the main call. On the wire: PreviousConnID, optional: inferred from sibling events or T-Library. */
  readonly previousConnId: Maybe<Scalars['ID']['output']>;
  /** Key/value list with the reason given with the request behind the event, for example why an agent went not ready. On the wire: Reasons, optional: inferred from sibling events or T-Library. */
  readonly reasons: Maybe<Scalars['JSONObject']['output']>;
  /** When this replica of the gateway read the record. Differs between replicas. */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** Links the event to the client request that caused it. Null where the wire says "none" (4294967295). On the wire: ReferenceID, optional: inferred from sibling events or T-Library. */
  readonly referenceId: Maybe<Scalars['ID']['output']>;
  /** Handle that Voice Microservices give to the connection through which a client talks to them. Opaque. On the wire: Server. */
  readonly server: Maybe<Scalars['String']['output']>;
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** The directory number (telephone, queue or routing point) that the event is mainly about. On the wire: ThisDN. */
  readonly thisDn: Maybe<Scalars['ID']['output']>;
  /** The part that ThisDN plays in the call. On the wire: ThisDNRole, optional: shown in a call model of the current manual. */
  readonly thisDnRole: Maybe<DnRole>;
  /** The queue or ACD group that the event is mainly about; on a ringing or connected phone, the queue that the call came from. On the wire: ThisQueue, optional: shown in a call model of the current manual. */
  readonly thisQueue: Maybe<Scalars['ID']['output']>;
  /** The trunk that belongs to ThisDN. On the wire: ThisTrunk, optional: inferred from sibling events or T-Library. */
  readonly thisTrunk: Maybe<Scalars['ID']['output']>;
  /** When the switch generated the event; the record's own timestamp where the event had no time that could be read. Events are ordered by the log, not by this. */
  readonly time: Scalars['DateTime']['output'];
  /** Whether `time` is the record's timestamp, because the event had none. */
  readonly timeEstimated: Scalars['Boolean']['output'];
  /** Key/value list attached to the call: all of it each time, never a change. Personal data. On the wire: UserData, optional: inferred from sibling events or T-Library. */
  readonly userData: Maybe<Scalars['JSONObject']['output']>;
};

/**
 * A call rings at ThisDN.
 * - PreviousConnID is there when CallType is Consult (legacy manual).
 * - ThisQueue is there when the call came from a queue (legacy manual).
 * T-Library message 60.
 */
export type EventRinging = CallEvent & VoiceEvent & {
  readonly __typename: 'EventRinging';
  /** The caller's number as the network supplied it. Personal data. On the wire: ANI, optional: stated in the current Voice Microservices manual. */
  readonly ani: Maybe<Scalars['String']['output']>;
  /** Everything that was sent, in the spelling and shape of the wire, attributes without a field of their own included. Integers beyond 2^53 are strings. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** Where the call came from when it moved between sites: first and last transfer. Its shape is not documented, so it is passed on as received. On the wire: CallHistory, optional: stated in the current Voice Microservices manual. */
  readonly callHistory: Maybe<Scalars['JSON']['output']>;
  /** Number that the switch gives to the call. Zero on the wire, and null here, until the switch has supplied one. No key: it is used again. On the wire: CallID, mandatory: stated in the current Voice Microservices manual. */
  readonly callId: Maybe<Scalars['ID']['output']>;
  /** What the event reports about the call: nothing special, a transfer, a conference, or why an attempt failed. On the wire: CallState. */
  readonly callState: Maybe<CallState>;
  /** Identifier of the call thread: the calls that belong to one customer contact. Taken from the record key where the event has none. On the wire: CallThreadID. */
  readonly callThreadId: Maybe<Scalars['ID']['output']>;
  /** Whether the call is internal, inbound, outbound or a consultation. On the wire: CallType. */
  readonly callType: Maybe<CallType>;
  /** Why a network call went to a routing or no-party state. The codes are not documented. On the wire: Cause, optional: stated in the legacy Genesys Events and Models manual. */
  readonly cause: Maybe<Scalars['ID']['output']>;
  /** Digits that the caller keyed in. May be a card number or a PIN. On the wire: CollectedDigits, optional: stated in the legacy Genesys Events and Models manual. */
  readonly collectedDigits: Maybe<Scalars['String']['output']>;
  /** Identifier of the call, whole: 16 hexadecimal digits, `@` and meta information. Compare it whole. On the wire: ConnID. */
  readonly connId: Maybe<Scalars['ID']['output']>;
  /** The position right behind this event, as this stream came by: subscribe with `after` it and nothing is missed, on any replica. The one of an event that is not the last of its record stands before the record. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The tenant in the sense of the switch through which the call was started. Says nothing about who may see it. On the wire: CustomerID, optional: stated in the legacy Genesys Events and Models manual. */
  readonly customerId: Maybe<Scalars['ID']['output']>;
  /** The number that the caller dialled. On the wire: DNIS, optional: stated in the legacy Genesys Events and Models manual. */
  readonly dnis: Maybe<Scalars['String']['output']>;
  /** topic:partition:offset of the record, and :n for the n-th further event of one record. The same for ever and on every replica: drop duplicates by it. */
  readonly eventId: Scalars['ID']['output'];
  /** Key/value list with extra data of the switch or a feature. On agent events it may hold a ReasonCode: the hardware reason. On the wire: Extensions, optional: stated in the legacy Genesys Events and Models manual. */
  readonly extensions: Maybe<Scalars['JSONObject']['output']>;
  /** The last digit that the caller keyed in. On the wire: LastCollectedDigit, optional: inferred from sibling events or T-Library. */
  readonly lastCollectedDigit: Maybe<Scalars['String']['output']>;
  /** What the agent logged in with. Usually the same as the agent of the record key, but a field of its own. On the wire: AgentID, optional: stated in the legacy Genesys Events and Models manual. */
  readonly loginId: Maybe<Scalars['ID']['output']>;
  /** Attributes that the documentation calls mandatory but that were not sent, by their names on the wire. The event is delivered all the same. */
  readonly missingAttributes: ReadonlyArray<Scalars['String']['output']>;
  /** The documented name of the event, for example EventAgentLogin; for an unknown event the name as received. */
  readonly name: Scalars['String']['output'];
  /** Number that the network switch where the call first arrived gave to it. On the wire: NetworkCallID, optional: stated in the legacy Genesys Events and Models manual. */
  readonly networkCallId: Maybe<Scalars['ID']['output']>;
  /** The network switch that assigned the network call number. On the wire: NetworkNodeID, optional: stated in the legacy Genesys Events and Models manual. */
  readonly networkNodeId: Maybe<Scalars['ID']['output']>;
  /** The directory number at the other end. May be the digits that were dialled; left out while nothing is known about the other end. On the wire: OtherDN, optional: stated in the legacy Genesys Events and Models manual. */
  readonly otherDn: Maybe<Scalars['ID']['output']>;
  /** The part that OtherDN plays in the call. On the wire: OtherDNRole, optional: stated in the legacy Genesys Events and Models manual. */
  readonly otherDnRole: Maybe<DnRole>;
  /** The queue that belongs to OtherDN. On the wire: OtherQueue, optional: stated in the legacy Genesys Events and Models manual. */
  readonly otherQueue: Maybe<Scalars['ID']['output']>;
  /** The trunk that belongs to OtherDN. On the wire: OtherTrunk, optional: stated in the legacy Genesys Events and Models manual. */
  readonly otherTrunk: Maybe<Scalars['ID']['output']>;
  /** The call that this party or call belonged to before; on a consultation call, the main call. On the wire: PreviousConnID, optional: stated in the legacy Genesys Events and Models manual. */
  readonly previousConnId: Maybe<Scalars['ID']['output']>;
  /** Key/value list with the reason given with the request behind the event, for example why an agent went not ready. On the wire: Reasons, optional: stated in the legacy Genesys Events and Models manual. */
  readonly reasons: Maybe<Scalars['JSONObject']['output']>;
  /** When this replica of the gateway read the record. Differs between replicas. */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** Links the event to the client request that caused it. Null where the wire says "none" (4294967295). On the wire: ReferenceID, optional: stated in the legacy Genesys Events and Models manual. */
  readonly referenceId: Maybe<Scalars['ID']['output']>;
  /** Handle that Voice Microservices give to the connection through which a client talks to them. Opaque. On the wire: Server. */
  readonly server: Maybe<Scalars['String']['output']>;
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** A third directory number involved: who transferred, added or removed a party, or where a call was routed or diverted to. On the wire: ThirdPartyDN, optional: stated in the legacy Genesys Events and Models manual. */
  readonly thirdPartyDn: Maybe<Scalars['ID']['output']>;
  /** The directory number (telephone, queue or routing point) that the event is mainly about. On the wire: ThisDN. */
  readonly thisDn: Maybe<Scalars['ID']['output']>;
  /** The part that ThisDN plays in the call. On the wire: ThisDNRole, mandatory: stated in the legacy Genesys Events and Models manual. */
  readonly thisDnRole: Maybe<DnRole>;
  /** The queue or ACD group that the event is mainly about; on a ringing or connected phone, the queue that the call came from. On the wire: ThisQueue, optional: stated in the legacy Genesys Events and Models manual. */
  readonly thisQueue: Maybe<Scalars['ID']['output']>;
  /** The trunk that belongs to ThisDN. On the wire: ThisTrunk, optional: inferred from sibling events or T-Library. */
  readonly thisTrunk: Maybe<Scalars['ID']['output']>;
  /** When the switch generated the event; the record's own timestamp where the event had no time that could be read. Events are ordered by the log, not by this. */
  readonly time: Scalars['DateTime']['output'];
  /** Whether `time` is the record's timestamp, because the event had none. */
  readonly timeEstimated: Scalars['Boolean']['output'];
  /** Key/value list attached to the call: all of it each time, never a change. Personal data. On the wire: UserData, optional: inferred from sibling events or T-Library. */
  readonly userData: Maybe<Scalars['JSONObject']['output']>;
};

/**
 * A call is at the routing point ThisDN and a decision is wanted where it goes.
 * - PreviousConnID is there when a consultation call is at the routing point (current manual).
 * - ThisDN and ThisQueue are equal (current manual).
 * T-Library message 71.
 */
export type EventRouteRequest = CallEvent & VoiceEvent & {
  readonly __typename: 'EventRouteRequest';
  /** The caller's number as the network supplied it. Personal data. On the wire: ANI, optional: stated in the current Voice Microservices manual. */
  readonly ani: Maybe<Scalars['String']['output']>;
  /** Everything that was sent, in the spelling and shape of the wire, attributes without a field of their own included. Integers beyond 2^53 are strings. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** Where the call came from when it moved between sites: first and last transfer. Its shape is not documented, so it is passed on as received. On the wire: CallHistory, optional: stated in the current Voice Microservices manual. */
  readonly callHistory: Maybe<Scalars['JSON']['output']>;
  /** Number that the switch gives to the call. Zero on the wire, and null here, until the switch has supplied one. No key: it is used again. On the wire: CallID, mandatory: stated in the current Voice Microservices manual. */
  readonly callId: Maybe<Scalars['ID']['output']>;
  /** What the event reports about the call: nothing special, a transfer, a conference, or why an attempt failed. On the wire: CallState. */
  readonly callState: Maybe<CallState>;
  /** Identifier of the call thread: the calls that belong to one customer contact. Taken from the record key where the event has none. On the wire: CallThreadID. */
  readonly callThreadId: Maybe<Scalars['ID']['output']>;
  /** Whether the call is internal, inbound, outbound or a consultation. On the wire: CallType. */
  readonly callType: Maybe<CallType>;
  /** Digits that the caller keyed in. May be a card number or a PIN. On the wire: CollectedDigits, optional: stated in the legacy Genesys Events and Models manual. */
  readonly collectedDigits: Maybe<Scalars['String']['output']>;
  /** Identifier of the call, whole: 16 hexadecimal digits, `@` and meta information. Compare it whole. On the wire: ConnID. */
  readonly connId: Maybe<Scalars['ID']['output']>;
  /** The position right behind this event, as this stream came by: subscribe with `after` it and nothing is missed, on any replica. The one of an event that is not the last of its record stands before the record. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The tenant in the sense of the switch through which the call was started. Says nothing about who may see it. On the wire: CustomerID, optional: stated in the legacy Genesys Events and Models manual. */
  readonly customerId: Maybe<Scalars['ID']['output']>;
  /** The number that the caller dialled. On the wire: DNIS, optional: stated in the legacy Genesys Events and Models manual. */
  readonly dnis: Maybe<Scalars['String']['output']>;
  /** topic:partition:offset of the record, and :n for the n-th further event of one record. The same for ever and on every replica: drop duplicates by it. */
  readonly eventId: Scalars['ID']['output'];
  /** Key/value list with extra data of the switch or a feature. On agent events it may hold a ReasonCode: the hardware reason. On the wire: Extensions, optional: stated in the legacy Genesys Events and Models manual. */
  readonly extensions: Maybe<Scalars['JSONObject']['output']>;
  /** The last digit that the caller keyed in. On the wire: LastCollectedDigit, optional: stated in the legacy Genesys Events and Models manual. */
  readonly lastCollectedDigit: Maybe<Scalars['String']['output']>;
  /** Attributes that the documentation calls mandatory but that were not sent, by their names on the wire. The event is delivered all the same. */
  readonly missingAttributes: ReadonlyArray<Scalars['String']['output']>;
  /** The documented name of the event, for example EventAgentLogin; for an unknown event the name as received. */
  readonly name: Scalars['String']['output'];
  /** Number that the network switch where the call first arrived gave to it. On the wire: NetworkCallID, optional: stated in the legacy Genesys Events and Models manual. */
  readonly networkCallId: Maybe<Scalars['ID']['output']>;
  /** The network switch that assigned the network call number. On the wire: NetworkNodeID, optional: stated in the legacy Genesys Events and Models manual. */
  readonly networkNodeId: Maybe<Scalars['ID']['output']>;
  /** The directory number at the other end. May be the digits that were dialled; left out while nothing is known about the other end. On the wire: OtherDN, optional: stated in the legacy Genesys Events and Models manual. */
  readonly otherDn: Maybe<Scalars['ID']['output']>;
  /** The part that OtherDN plays in the call. On the wire: OtherDNRole, optional: stated in the legacy Genesys Events and Models manual. */
  readonly otherDnRole: Maybe<DnRole>;
  /** The queue that belongs to OtherDN. On the wire: OtherQueue, optional: stated in the legacy Genesys Events and Models manual. */
  readonly otherQueue: Maybe<Scalars['ID']['output']>;
  /** The trunk that belongs to OtherDN. On the wire: OtherTrunk, optional: stated in the legacy Genesys Events and Models manual. */
  readonly otherTrunk: Maybe<Scalars['ID']['output']>;
  /** The call that this party or call belonged to before; on a consultation call, the main call. On the wire: PreviousConnID, optional: stated in the current Voice Microservices manual. */
  readonly previousConnId: Maybe<Scalars['ID']['output']>;
  /** When this replica of the gateway read the record. Differs between replicas. */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** Handle that Voice Microservices give to the connection through which a client talks to them. Opaque. On the wire: Server. */
  readonly server: Maybe<Scalars['String']['output']>;
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** A third directory number involved: who transferred, added or removed a party, or where a call was routed or diverted to. On the wire: ThirdPartyDN, optional: stated in the legacy Genesys Events and Models manual. */
  readonly thirdPartyDn: Maybe<Scalars['ID']['output']>;
  /** The directory number (telephone, queue or routing point) that the event is mainly about. On the wire: ThisDN. */
  readonly thisDn: Maybe<Scalars['ID']['output']>;
  /** The queue or ACD group that the event is mainly about; on a ringing or connected phone, the queue that the call came from. On the wire: ThisQueue, mandatory: stated in the current Voice Microservices manual. */
  readonly thisQueue: Maybe<Scalars['ID']['output']>;
  /** The trunk that belongs to ThisDN. On the wire: ThisTrunk, optional: stated in the legacy Genesys Events and Models manual. */
  readonly thisTrunk: Maybe<Scalars['ID']['output']>;
  /** When the switch generated the event; the record's own timestamp where the event had no time that could be read. Events are ordered by the log, not by this. */
  readonly time: Scalars['DateTime']['output'];
  /** Whether `time` is the record's timestamp, because the event had none. */
  readonly timeEstimated: Scalars['Boolean']['output'];
  /** Key/value list attached to the call: all of it each time, never a change. Personal data. On the wire: UserData, optional: stated in the legacy Genesys Events and Models manual. */
  readonly userData: Maybe<Scalars['JSONObject']['output']>;
};

/**
 * A routing decision took effect: the one that was asked for, or the default of the switch when none came in time.
 * - ThirdPartyDN is the destination, or the number dialled (legacy manual).
 * - ThirdPartyDNRole, where given, is Destination (legacy manual).
 * - ThisDN and ThisQueue are equal (legacy manual).
 * T-Library message 72.
 */
export type EventRouteUsed = CallEvent & VoiceEvent & {
  readonly __typename: 'EventRouteUsed';
  /** The caller's number as the network supplied it. Personal data. On the wire: ANI, optional: stated in the current Voice Microservices manual. */
  readonly ani: Maybe<Scalars['String']['output']>;
  /** Everything that was sent, in the spelling and shape of the wire, attributes without a field of their own included. Integers beyond 2^53 are strings. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** Where the call came from when it moved between sites: first and last transfer. Its shape is not documented, so it is passed on as received. On the wire: CallHistory, optional: stated in the current Voice Microservices manual. */
  readonly callHistory: Maybe<Scalars['JSON']['output']>;
  /** Number that the switch gives to the call. Zero on the wire, and null here, until the switch has supplied one. No key: it is used again. On the wire: CallID, mandatory: stated in the current Voice Microservices manual. */
  readonly callId: Maybe<Scalars['ID']['output']>;
  /** What the event reports about the call: nothing special, a transfer, a conference, or why an attempt failed. On the wire: CallState. */
  readonly callState: Maybe<CallState>;
  /** Identifier of the call thread: the calls that belong to one customer contact. Taken from the record key where the event has none. On the wire: CallThreadID. */
  readonly callThreadId: Maybe<Scalars['ID']['output']>;
  /** Whether the call is internal, inbound, outbound or a consultation. On the wire: CallType. */
  readonly callType: Maybe<CallType>;
  /** Identifier of the call, whole: 16 hexadecimal digits, `@` and meta information. Compare it whole. On the wire: ConnID. */
  readonly connId: Maybe<Scalars['ID']['output']>;
  /** The position right behind this event, as this stream came by: subscribe with `after` it and nothing is missed, on any replica. The one of an event that is not the last of its record stands before the record. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The tenant in the sense of the switch through which the call was started. Says nothing about who may see it. On the wire: CustomerID, optional: stated in the legacy Genesys Events and Models manual. */
  readonly customerId: Maybe<Scalars['ID']['output']>;
  /** The number that the caller dialled. On the wire: DNIS, optional: stated in the legacy Genesys Events and Models manual. */
  readonly dnis: Maybe<Scalars['String']['output']>;
  /** topic:partition:offset of the record, and :n for the n-th further event of one record. The same for ever and on every replica: drop duplicates by it. */
  readonly eventId: Scalars['ID']['output'];
  /** Key/value list with extra data of the switch or a feature. On agent events it may hold a ReasonCode: the hardware reason. On the wire: Extensions, optional: stated in the legacy Genesys Events and Models manual. */
  readonly extensions: Maybe<Scalars['JSONObject']['output']>;
  /** Attributes that the documentation calls mandatory but that were not sent, by their names on the wire. The event is delivered all the same. */
  readonly missingAttributes: ReadonlyArray<Scalars['String']['output']>;
  /** The documented name of the event, for example EventAgentLogin; for an unknown event the name as received. */
  readonly name: Scalars['String']['output'];
  /** Number that the network switch where the call first arrived gave to it. On the wire: NetworkCallID, optional: stated in the legacy Genesys Events and Models manual. */
  readonly networkCallId: Maybe<Scalars['ID']['output']>;
  /** The network switch that assigned the network call number. On the wire: NetworkNodeID, optional: stated in the legacy Genesys Events and Models manual. */
  readonly networkNodeId: Maybe<Scalars['ID']['output']>;
  /** The directory number at the other end. May be the digits that were dialled; left out while nothing is known about the other end. On the wire: OtherDN, optional: stated in the legacy Genesys Events and Models manual. */
  readonly otherDn: Maybe<Scalars['ID']['output']>;
  /** Key/value list with the reason given with the request behind the event, for example why an agent went not ready. On the wire: Reasons, optional: stated in the legacy Genesys Events and Models manual. */
  readonly reasons: Maybe<Scalars['JSONObject']['output']>;
  /** When this replica of the gateway read the record. Differs between replicas. */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** Links the event to the client request that caused it. Null where the wire says "none" (4294967295). On the wire: ReferenceID, optional: stated in the legacy Genesys Events and Models manual. */
  readonly referenceId: Maybe<Scalars['ID']['output']>;
  /** Handle that Voice Microservices give to the connection through which a client talks to them. Opaque. On the wire: Server. */
  readonly server: Maybe<Scalars['String']['output']>;
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** A third directory number involved: who transferred, added or removed a party, or where a call was routed or diverted to. On the wire: ThirdPartyDN, optional: stated in the legacy Genesys Events and Models manual. */
  readonly thirdPartyDn: Maybe<Scalars['ID']['output']>;
  /** The part that ThirdPartyDN plays in the call. On the wire: ThirdPartyDNRole, optional: stated in the legacy Genesys Events and Models manual. */
  readonly thirdPartyDnRole: Maybe<DnRole>;
  /** The directory number (telephone, queue or routing point) that the event is mainly about. On the wire: ThisDN. */
  readonly thisDn: Maybe<Scalars['ID']['output']>;
  /** The queue or ACD group that the event is mainly about; on a ringing or connected phone, the queue that the call came from. On the wire: ThisQueue, mandatory: stated in the legacy Genesys Events and Models manual. */
  readonly thisQueue: Maybe<Scalars['ID']['output']>;
  /** The trunk that belongs to ThisDN. On the wire: ThisTrunk, optional: stated in the legacy Genesys Events and Models manual. */
  readonly thisTrunk: Maybe<Scalars['ID']['output']>;
  /** When the switch generated the event; the record's own timestamp where the event had no time that could be read. Events are ordered by the log, not by this. */
  readonly time: Scalars['DateTime']['output'];
  /** Whether `time` is the record's timestamp, because the event had none. */
  readonly timeEstimated: Scalars['Boolean']['output'];
  /** Key/value list attached to the call: all of it each time, never a change. Personal data. On the wire: UserData, optional: stated in the legacy Genesys Events and Models manual. */
  readonly userData: Maybe<Scalars['JSONObject']['output']>;
};

/**
 * The treatment that was asked for has begun.
 * - Extensions and CustomerID are mandatory here, unlike on most events (current manual).
 * T-Library message 114.
 */
export type EventTreatmentApplied = CallEvent & VoiceEvent & {
  readonly __typename: 'EventTreatmentApplied';
  /** Everything that was sent, in the spelling and shape of the wire, attributes without a field of their own included. Integers beyond 2^53 are strings. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** Number that the switch gives to the call. Zero on the wire, and null here, until the switch has supplied one. No key: it is used again. On the wire: CallID, mandatory: stated in the current Voice Microservices manual. */
  readonly callId: Maybe<Scalars['ID']['output']>;
  /** What the event reports about the call: nothing special, a transfer, a conference, or why an attempt failed. On the wire: CallState. */
  readonly callState: Maybe<CallState>;
  /** Identifier of the call thread: the calls that belong to one customer contact. Taken from the record key where the event has none. On the wire: CallThreadID. */
  readonly callThreadId: Maybe<Scalars['ID']['output']>;
  /** Whether the call is internal, inbound, outbound or a consultation. On the wire: CallType. */
  readonly callType: Maybe<CallType>;
  /** Identifier of the call, whole: 16 hexadecimal digits, `@` and meta information. Compare it whole. On the wire: ConnID. */
  readonly connId: Maybe<Scalars['ID']['output']>;
  /** The position right behind this event, as this stream came by: subscribe with `after` it and nothing is missed, on any replica. The one of an event that is not the last of its record stands before the record. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The tenant in the sense of the switch through which the call was started. Says nothing about who may see it. On the wire: CustomerID, mandatory: stated in the current Voice Microservices manual. */
  readonly customerId: Maybe<Scalars['ID']['output']>;
  /** topic:partition:offset of the record, and :n for the n-th further event of one record. The same for ever and on every replica: drop duplicates by it. */
  readonly eventId: Scalars['ID']['output'];
  /** Key/value list with extra data of the switch or a feature. On agent events it may hold a ReasonCode: the hardware reason. On the wire: Extensions, mandatory: stated in the current Voice Microservices manual. */
  readonly extensions: Maybe<Scalars['JSONObject']['output']>;
  /** Attributes that the documentation calls mandatory but that were not sent, by their names on the wire. The event is delivered all the same. */
  readonly missingAttributes: ReadonlyArray<Scalars['String']['output']>;
  /** The documented name of the event, for example EventAgentLogin; for an unknown event the name as received. */
  readonly name: Scalars['String']['output'];
  /** Number that the network switch where the call first arrived gave to it. On the wire: NetworkCallID, optional: stated in the legacy Genesys Events and Models manual. */
  readonly networkCallId: Maybe<Scalars['ID']['output']>;
  /** The network switch that assigned the network call number. On the wire: NetworkNodeID, optional: stated in the legacy Genesys Events and Models manual. */
  readonly networkNodeId: Maybe<Scalars['ID']['output']>;
  /** Key/value list with the reason given with the request behind the event, for example why an agent went not ready. On the wire: Reasons, optional: stated in the legacy Genesys Events and Models manual. */
  readonly reasons: Maybe<Scalars['JSONObject']['output']>;
  /** When this replica of the gateway read the record. Differs between replicas. */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** Links the event to the client request that caused it. Null where the wire says "none" (4294967295). On the wire: ReferenceID, optional: stated in the legacy Genesys Events and Models manual. */
  readonly referenceId: Maybe<Scalars['ID']['output']>;
  /** Handle that Voice Microservices give to the connection through which a client talks to them. Opaque. On the wire: Server. */
  readonly server: Maybe<Scalars['String']['output']>;
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** The directory number (telephone, queue or routing point) that the event is mainly about. On the wire: ThisDN. */
  readonly thisDn: Maybe<Scalars['ID']['output']>;
  /** The part that ThisDN plays in the call. On the wire: ThisDNRole, mandatory: stated in the current Voice Microservices manual. */
  readonly thisDnRole: Maybe<DnRole>;
  /** When the switch generated the event; the record's own timestamp where the event had no time that could be read. Events are ordered by the log, not by this. */
  readonly time: Scalars['DateTime']['output'];
  /** Whether `time` is the record's timestamp, because the event had none. */
  readonly timeEstimated: Scalars['Boolean']['output'];
  /** A call involved in a transfer, seen with treatments. On the wire: TransferConnID, optional: stated in the legacy Genesys Events and Models manual. */
  readonly transferConnId: Maybe<Scalars['ID']['output']>;
  /** Key/value list with the parameters of the treatment, nested. On the wire: TreatmentParms, optional: stated in the legacy Genesys Events and Models manual. */
  readonly treatmentParms: Maybe<Scalars['JSONObject']['output']>;
  /** What the caller is given while waiting: music, an announcement, a request for digits and so on. On the wire: TreatmentType, mandatory: stated in the current Voice Microservices manual. */
  readonly treatmentType: Maybe<TreatmentType>;
  /** Key/value list attached to the call: all of it each time, never a change. Personal data. On the wire: UserData, optional: stated in the legacy Genesys Events and Models manual. */
  readonly userData: Maybe<Scalars['JSONObject']['output']>;
};

/**
 * A treatment is over and the next instruction can be taken.
 * - CollectedDigits and LastCollectedDigit come with the types CollectDigits and PlayAnnouncementAndDigits (legacy manual).
 * T-Library message 116.
 */
export type EventTreatmentEnd = CallEvent & VoiceEvent & {
  readonly __typename: 'EventTreatmentEnd';
  /** Everything that was sent, in the spelling and shape of the wire, attributes without a field of their own included. Integers beyond 2^53 are strings. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** Number that the switch gives to the call. Zero on the wire, and null here, until the switch has supplied one. No key: it is used again. On the wire: CallID, mandatory: stated in the current Voice Microservices manual. */
  readonly callId: Maybe<Scalars['ID']['output']>;
  /** What the event reports about the call: nothing special, a transfer, a conference, or why an attempt failed. On the wire: CallState. */
  readonly callState: Maybe<CallState>;
  /** Identifier of the call thread: the calls that belong to one customer contact. Taken from the record key where the event has none. On the wire: CallThreadID. */
  readonly callThreadId: Maybe<Scalars['ID']['output']>;
  /** Whether the call is internal, inbound, outbound or a consultation. On the wire: CallType. */
  readonly callType: Maybe<CallType>;
  /** Digits that the caller keyed in. May be a card number or a PIN. On the wire: CollectedDigits, optional: stated in the legacy Genesys Events and Models manual. */
  readonly collectedDigits: Maybe<Scalars['String']['output']>;
  /** Identifier of the call, whole: 16 hexadecimal digits, `@` and meta information. Compare it whole. On the wire: ConnID. */
  readonly connId: Maybe<Scalars['ID']['output']>;
  /** The position right behind this event, as this stream came by: subscribe with `after` it and nothing is missed, on any replica. The one of an event that is not the last of its record stands before the record. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The tenant in the sense of the switch through which the call was started. Says nothing about who may see it. On the wire: CustomerID, mandatory: stated in the legacy Genesys Events and Models manual. */
  readonly customerId: Maybe<Scalars['ID']['output']>;
  /** topic:partition:offset of the record, and :n for the n-th further event of one record. The same for ever and on every replica: drop duplicates by it. */
  readonly eventId: Scalars['ID']['output'];
  /** Key/value list with extra data of the switch or a feature. On agent events it may hold a ReasonCode: the hardware reason. On the wire: Extensions, optional: stated in the legacy Genesys Events and Models manual. */
  readonly extensions: Maybe<Scalars['JSONObject']['output']>;
  /** The last digit that the caller keyed in. On the wire: LastCollectedDigit, optional: stated in the legacy Genesys Events and Models manual. */
  readonly lastCollectedDigit: Maybe<Scalars['String']['output']>;
  /** Attributes that the documentation calls mandatory but that were not sent, by their names on the wire. The event is delivered all the same. */
  readonly missingAttributes: ReadonlyArray<Scalars['String']['output']>;
  /** The documented name of the event, for example EventAgentLogin; for an unknown event the name as received. */
  readonly name: Scalars['String']['output'];
  /** Number that the network switch where the call first arrived gave to it. On the wire: NetworkCallID, optional: stated in the legacy Genesys Events and Models manual. */
  readonly networkCallId: Maybe<Scalars['ID']['output']>;
  /** The network switch that assigned the network call number. On the wire: NetworkNodeID, optional: stated in the legacy Genesys Events and Models manual. */
  readonly networkNodeId: Maybe<Scalars['ID']['output']>;
  /** Key/value list with the reason given with the request behind the event, for example why an agent went not ready. On the wire: Reasons, optional: stated in the legacy Genesys Events and Models manual. */
  readonly reasons: Maybe<Scalars['JSONObject']['output']>;
  /** When this replica of the gateway read the record. Differs between replicas. */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** Links the event to the client request that caused it. Null where the wire says "none" (4294967295). On the wire: ReferenceID, optional: stated in the legacy Genesys Events and Models manual. */
  readonly referenceId: Maybe<Scalars['ID']['output']>;
  /** Handle that Voice Microservices give to the connection through which a client talks to them. Opaque. On the wire: Server. */
  readonly server: Maybe<Scalars['String']['output']>;
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** The directory number (telephone, queue or routing point) that the event is mainly about. On the wire: ThisDN. */
  readonly thisDn: Maybe<Scalars['ID']['output']>;
  /** When the switch generated the event; the record's own timestamp where the event had no time that could be read. Events are ordered by the log, not by this. */
  readonly time: Scalars['DateTime']['output'];
  /** Whether `time` is the record's timestamp, because the event had none. */
  readonly timeEstimated: Scalars['Boolean']['output'];
  /** A call involved in a transfer, seen with treatments. On the wire: TransferConnID, optional: stated in the legacy Genesys Events and Models manual. */
  readonly transferConnId: Maybe<Scalars['ID']['output']>;
  /** Key/value list with the parameters of the treatment, nested. On the wire: TreatmentParms, optional: stated in the legacy Genesys Events and Models manual. */
  readonly treatmentParms: Maybe<Scalars['JSONObject']['output']>;
  /** What the caller is given while waiting: music, an announcement, a request for digits and so on. On the wire: TreatmentType, mandatory: stated in the legacy Genesys Events and Models manual. */
  readonly treatmentType: Maybe<TreatmentType>;
  /** Key/value list attached to the call: all of it each time, never a change. Personal data. On the wire: UserData, optional: stated in the legacy Genesys Events and Models manual. */
  readonly userData: Maybe<Scalars['JSONObject']['output']>;
};

/**
 * A treatment could not be given; ErrorCode and ErrorMessage say why.
 * T-Library message 115.
 */
export type EventTreatmentNotApplied = CallEvent & VoiceEvent & {
  readonly __typename: 'EventTreatmentNotApplied';
  /** Everything that was sent, in the spelling and shape of the wire, attributes without a field of their own included. Integers beyond 2^53 are strings. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** Number that the switch gives to the call. Zero on the wire, and null here, until the switch has supplied one. No key: it is used again. On the wire: CallID, mandatory: stated in the current Voice Microservices manual. */
  readonly callId: Maybe<Scalars['ID']['output']>;
  /** What the event reports about the call: nothing special, a transfer, a conference, or why an attempt failed. On the wire: CallState. */
  readonly callState: Maybe<CallState>;
  /** Identifier of the call thread: the calls that belong to one customer contact. Taken from the record key where the event has none. On the wire: CallThreadID. */
  readonly callThreadId: Maybe<Scalars['ID']['output']>;
  /** Whether the call is internal, inbound, outbound or a consultation. On the wire: CallType. */
  readonly callType: Maybe<CallType>;
  /** Identifier of the call, whole: 16 hexadecimal digits, `@` and meta information. Compare it whole. On the wire: ConnID. */
  readonly connId: Maybe<Scalars['ID']['output']>;
  /** The position right behind this event, as this stream came by: subscribe with `after` it and nothing is missed, on any replica. The one of an event that is not the last of its record stands before the record. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The tenant in the sense of the switch through which the call was started. Says nothing about who may see it. On the wire: CustomerID, mandatory: stated in the legacy Genesys Events and Models manual. */
  readonly customerId: Maybe<Scalars['ID']['output']>;
  /** Why a requested action failed, as the code of the switch. On the wire: ErrorCode, mandatory: stated in the legacy Genesys Events and Models manual. */
  readonly errorCode: Maybe<Scalars['ID']['output']>;
  /** Why a requested action failed, in words. On the wire: ErrorMessage, optional: stated in the legacy Genesys Events and Models manual. */
  readonly errorMessage: Maybe<Scalars['String']['output']>;
  /** topic:partition:offset of the record, and :n for the n-th further event of one record. The same for ever and on every replica: drop duplicates by it. */
  readonly eventId: Scalars['ID']['output'];
  /** Key/value list with extra data of the switch or a feature. On agent events it may hold a ReasonCode: the hardware reason. On the wire: Extensions, optional: stated in the legacy Genesys Events and Models manual. */
  readonly extensions: Maybe<Scalars['JSONObject']['output']>;
  /** Attributes that the documentation calls mandatory but that were not sent, by their names on the wire. The event is delivered all the same. */
  readonly missingAttributes: ReadonlyArray<Scalars['String']['output']>;
  /** The documented name of the event, for example EventAgentLogin; for an unknown event the name as received. */
  readonly name: Scalars['String']['output'];
  /** Number that the network switch where the call first arrived gave to it. On the wire: NetworkCallID, optional: inferred from sibling events or T-Library. */
  readonly networkCallId: Maybe<Scalars['ID']['output']>;
  /** The network switch that assigned the network call number. On the wire: NetworkNodeID, optional: inferred from sibling events or T-Library. */
  readonly networkNodeId: Maybe<Scalars['ID']['output']>;
  /** Key/value list with the reason given with the request behind the event, for example why an agent went not ready. On the wire: Reasons, optional: inferred from sibling events or T-Library. */
  readonly reasons: Maybe<Scalars['JSONObject']['output']>;
  /** When this replica of the gateway read the record. Differs between replicas. */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** Links the event to the client request that caused it. Null where the wire says "none" (4294967295). On the wire: ReferenceID, optional: inferred from sibling events or T-Library. */
  readonly referenceId: Maybe<Scalars['ID']['output']>;
  /** Handle that Voice Microservices give to the connection through which a client talks to them. Opaque. On the wire: Server. */
  readonly server: Maybe<Scalars['String']['output']>;
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** The directory number (telephone, queue or routing point) that the event is mainly about. On the wire: ThisDN. */
  readonly thisDn: Maybe<Scalars['ID']['output']>;
  /** The part that ThisDN plays in the call. On the wire: ThisDNRole, optional: inferred from sibling events or T-Library. */
  readonly thisDnRole: Maybe<DnRole>;
  /** When the switch generated the event; the record's own timestamp where the event had no time that could be read. Events are ordered by the log, not by this. */
  readonly time: Scalars['DateTime']['output'];
  /** Whether `time` is the record's timestamp, because the event had none. */
  readonly timeEstimated: Scalars['Boolean']['output'];
  /** A call involved in a transfer, seen with treatments. On the wire: TransferConnID, optional: inferred from sibling events or T-Library. */
  readonly transferConnId: Maybe<Scalars['ID']['output']>;
  /** Key/value list with the parameters of the treatment, nested. On the wire: TreatmentParms, optional: inferred from sibling events or T-Library. */
  readonly treatmentParms: Maybe<Scalars['JSONObject']['output']>;
  /** What the caller is given while waiting: music, an announcement, a request for digits and so on. On the wire: TreatmentType, optional: inferred from sibling events or T-Library. */
  readonly treatmentType: Maybe<TreatmentType>;
  /** Key/value list attached to the call: all of it each time, never a change. Personal data. On the wire: UserData, optional: inferred from sibling events or T-Library. */
  readonly userData: Maybe<Scalars['JSONObject']['output']>;
};

/**
 * The call has come to where a treatment is wanted and none runs.
 * T-Library message 119.
 */
export type EventTreatmentRequired = CallEvent & VoiceEvent & {
  readonly __typename: 'EventTreatmentRequired';
  /** Everything that was sent, in the spelling and shape of the wire, attributes without a field of their own included. Integers beyond 2^53 are strings. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** What the event reports about the call: nothing special, a transfer, a conference, or why an attempt failed. On the wire: CallState. */
  readonly callState: Maybe<CallState>;
  /** Identifier of the call thread: the calls that belong to one customer contact. Taken from the record key where the event has none. On the wire: CallThreadID. */
  readonly callThreadId: Maybe<Scalars['ID']['output']>;
  /** Whether the call is internal, inbound, outbound or a consultation. On the wire: CallType. */
  readonly callType: Maybe<CallType>;
  /** Identifier of the call, whole: 16 hexadecimal digits, `@` and meta information. Compare it whole. On the wire: ConnID. */
  readonly connId: Maybe<Scalars['ID']['output']>;
  /** The position right behind this event, as this stream came by: subscribe with `after` it and nothing is missed, on any replica. The one of an event that is not the last of its record stands before the record. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The tenant in the sense of the switch through which the call was started. Says nothing about who may see it. On the wire: CustomerID, optional: inferred from sibling events or T-Library. */
  readonly customerId: Maybe<Scalars['ID']['output']>;
  /** The number that the caller dialled. On the wire: DNIS, optional: inferred from sibling events or T-Library. */
  readonly dnis: Maybe<Scalars['String']['output']>;
  /** topic:partition:offset of the record, and :n for the n-th further event of one record. The same for ever and on every replica: drop duplicates by it. */
  readonly eventId: Scalars['ID']['output'];
  /** Key/value list with extra data of the switch or a feature. On agent events it may hold a ReasonCode: the hardware reason. On the wire: Extensions, optional: inferred from sibling events or T-Library. */
  readonly extensions: Maybe<Scalars['JSONObject']['output']>;
  /** Attributes that the documentation calls mandatory but that were not sent, by their names on the wire. The event is delivered all the same. */
  readonly missingAttributes: ReadonlyArray<Scalars['String']['output']>;
  /** The documented name of the event, for example EventAgentLogin; for an unknown event the name as received. */
  readonly name: Scalars['String']['output'];
  /** Number that the network switch where the call first arrived gave to it. On the wire: NetworkCallID, optional: inferred from sibling events or T-Library. */
  readonly networkCallId: Maybe<Scalars['ID']['output']>;
  /** The network switch that assigned the network call number. On the wire: NetworkNodeID, optional: inferred from sibling events or T-Library. */
  readonly networkNodeId: Maybe<Scalars['ID']['output']>;
  /** The directory number at the other end. May be the digits that were dialled; left out while nothing is known about the other end. On the wire: OtherDN, optional: inferred from sibling events or T-Library. */
  readonly otherDn: Maybe<Scalars['ID']['output']>;
  /** Key/value list with the reason given with the request behind the event, for example why an agent went not ready. On the wire: Reasons, optional: inferred from sibling events or T-Library. */
  readonly reasons: Maybe<Scalars['JSONObject']['output']>;
  /** When this replica of the gateway read the record. Differs between replicas. */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** Links the event to the client request that caused it. Null where the wire says "none" (4294967295). On the wire: ReferenceID, optional: inferred from sibling events or T-Library. */
  readonly referenceId: Maybe<Scalars['ID']['output']>;
  /** Handle that Voice Microservices give to the connection through which a client talks to them. Opaque. On the wire: Server. */
  readonly server: Maybe<Scalars['String']['output']>;
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** The directory number (telephone, queue or routing point) that the event is mainly about. On the wire: ThisDN. */
  readonly thisDn: Maybe<Scalars['ID']['output']>;
  /** The part that ThisDN plays in the call. On the wire: ThisDNRole, optional: inferred from sibling events or T-Library. */
  readonly thisDnRole: Maybe<DnRole>;
  /** The queue or ACD group that the event is mainly about; on a ringing or connected phone, the queue that the call came from. On the wire: ThisQueue, optional: inferred from sibling events or T-Library. */
  readonly thisQueue: Maybe<Scalars['ID']['output']>;
  /** When the switch generated the event; the record's own timestamp where the event had no time that could be read. Events are ordered by the log, not by this. */
  readonly time: Scalars['DateTime']['output'];
  /** Whether `time` is the record's timestamp, because the event had none. */
  readonly timeEstimated: Scalars['Boolean']['output'];
  /** Key/value list with the parameters of the treatment, nested. On the wire: TreatmentParms, optional: inferred from sibling events or T-Library. */
  readonly treatmentParms: Maybe<Scalars['JSONObject']['output']>;
  /** What the caller is given while waiting: music, an announcement, a request for digits and so on. On the wire: TreatmentType, optional: inferred from sibling events or T-Library. */
  readonly treatmentType: Maybe<TreatmentType>;
  /** Key/value list attached to the call: all of it each time, never a change. Personal data. On the wire: UserData, optional: inferred from sibling events or T-Library. */
  readonly userData: Maybe<Scalars['JSONObject']['output']>;
};

/** How this replica of the gateway stands. */
export type GatewayStatus = {
  readonly __typename: 'GatewayStatus';
  /** From when on events can be had again with `after` and `since`, as far as the log still holds them (REPLAY_MAX_AGE). Null before the log was seen. */
  readonly oldestReplayable: Maybe<Scalars['DateTime']['output']>;
  /** How far each partition of both topics has been read; null before the log was seen. FORBIDDEN with a token for one agent. */
  readonly partitions: Maybe<ReadonlyArray<PartitionStatus>>;
  /** Whether the log has been read up to the end that it had when the gateway started. */
  readonly ready: Scalars['Boolean']['output'];
  /** The clock of the gateway, now. */
  readonly serverTime: Scalars['DateTime']['output'];
  /** Whether the log can be read now. While it cannot, subscriptions stay open and silent. */
  readonly sourceHealthy: Scalars['Boolean']['output'];
  /** When this replica started. */
  readonly startedAt: Scalars['DateTime']['output'];
  /** The version of the gateway. */
  readonly version: Scalars['String']['output'];
};

/** How long supervision of an agent lasts. */
export type MonitorNextCallType =
  /** For every call until it is cancelled. T-Library: AllCalls (1). */
  | 'ALL_CALLS'
  /** For the next call only. T-Library: OneCall (0). */
  | 'ONE_CALL'
  /** A value that the documentation does not list; `attributes` has it as received. */
  | 'UNRECOGNIZED';

/** A supervision that is agreed on between two telephones: one observes calls of the other. */
export type Monitoring = {
  readonly __typename: 'Monitoring';
  /** The telephone at the other end of the supervision. */
  readonly otherDn: Scalars['ID']['output'];
  /** The part of the other telephone: OBSERVER if it observes this one. Null, as a rule, if this one observes the other. */
  readonly role: Maybe<DnRole>;
  /** Whether the next call only or all calls are observed. Null where it was not sent. */
  readonly type: Maybe<MonitorNextCallType>;
};

/** Where a page stands in its list. */
export type PageInfo = {
  readonly __typename: 'PageInfo';
  /** Page cursor of the last entry, to go on with; null for an empty page. */
  readonly endCursor: Maybe<Scalars['String']['output']>;
  /** Whether more follows: ask for it with `after: endCursor`. */
  readonly hasNextPage: Scalars['Boolean']['output'];
  /** Whether something may stand before this page: true for every page that was asked for with `after`. */
  readonly hasPreviousPage: Scalars['Boolean']['output'];
  /** Page cursor of the first entry; null for an empty page. */
  readonly startCursor: Maybe<Scalars['String']['output']>;
};

/** How far one partition of a topic has been read. */
export type PartitionStatus = {
  readonly __typename: 'PartitionStatus';
  /** One past the last record of the log, as last seen; null before it was seen. */
  readonly end: Maybe<Scalars['String']['output']>;
  /** How many offsets of the log have not been read yet; null before its end was seen. */
  readonly lag: Maybe<Scalars['String']['output']>;
  /** Timestamp of the newest record read; null if none was. */
  readonly lastRecordAt: Maybe<Scalars['DateTime']['output']>;
  /** The number of the partition, from 0. */
  readonly partition: Scalars['Int']['output'];
  /** The offset that is read next: a 64-bit integer in decimal digits. */
  readonly position: Scalars['String']['output'];
  /** The topic in Kafka. */
  readonly topic: Scalars['String']['output'];
};

/** A telephone, queue, routing point or IVR port that takes or took part in a call. */
export type Party = {
  readonly __typename: 'Party';
  /** The agent at this telephone: the one that the event named, else whoever is logged in there. Null if neither is known, and for queues. Kept as it was when the party is gone. */
  readonly agentId: Maybe<Scalars['ID']['output']>;
  /** On the call without being the one who talks: a second telephone on the same line. */
  readonly bridged: Scalars['Boolean']['output'];
  /** Why a party is gone or busy (CallState on the wire). Null otherwise, and where it was not sent. */
  readonly cause: Maybe<CallState>;
  /** The call of the thread that it takes part in. */
  readonly connId: Scalars['ID']['output'];
  /** Cannot hear this call, as far as was told. */
  readonly deafened: Scalars['Boolean']['output'];
  /** Its directory number. */
  readonly dn: Scalars['ID']['output'];
  /** Cannot be heard on this call, as far as was told. */
  readonly muted: Scalars['Boolean']['output'];
  /** Observes the call of somebody else, as a supervisor does. */
  readonly observer: Scalars['Boolean']['output'];
  /** The queue that the call came from (ThisQueue), or the queue itself. Null for a call that came from none, or until told. */
  readonly queueId: Maybe<Scalars['ID']['output']>;
  /** Its part in the call, for example origination or destination. Null until told. */
  readonly role: Maybe<DnRole>;
  /** When `state` took its present value, by the clock of the switch. Null where that was not read. */
  readonly since: Maybe<Scalars['DateTime']['output']>;
  /** What it does. UNKNOWN until an event of its own has told. */
  readonly state: PartyState;
};

/** What a party of a call does. */
export type PartyState =
  /** The telephone rings. */
  | 'ALERTING'
  /** Hears the busy tone. */
  | 'BUSY'
  /** Takes part in the conversation, or listens to it (see `bridged` and `observer`). */
  | 'CONNECTED'
  /** Calls; nobody has answered yet. */
  | 'DIALING'
  /** Takes part no more. */
  | 'GONE'
  /** Has put the call on hold. */
  | 'HELD'
  /** A queue in which the call waits. */
  | 'QUEUED'
  /** A routing point that looks for where to send the call. */
  | 'ROUTING'
  /** On the call, but nothing has told yet what it does: it is known from a conference or transfer only, or the gateway began to read in the middle of the call. */
  | 'UNKNOWN';

/** What can be asked once: the current state, from the memory of the gateway, and how the gateway stands. All state fields of one response are true at one position of the log. While history is being read they answer SOURCE_UNAVAILABLE. */
export type Query = {
  readonly __typename: 'Query';
  /** One agent. Null for one of whom no event was read, or who was forgotten: that is unknown, not logged out. */
  readonly agent: Maybe<Agent>;
  /** The agents of a tenant, ordered by agentId: all that are known, logged out ones too until they are forgotten. */
  readonly agents: AgentConnection;
  /** One call thread. Null for one of which no event was read, or which ended a while ago and was forgotten. */
  readonly callThread: Maybe<CallThread>;
  /** The call threads of a tenant, ordered by callThreadId: all that go on, and those that ended less than THREAD_LINGER ago. To show waiting calls longest first, order them by `queues.queuedAt` yourself. */
  readonly callThreads: CallThreadConnection;
  /** How this replica of the gateway stands. Answers at any time, also while history is still being read. */
  readonly gateway: GatewayStatus;
  /** The position in the log at which every other field of this same response is true: subscribe to events with `after` it, and nothing is missed in between. Good for both event subscriptions. */
  readonly logCursor: Scalars['Cursor']['output'];
  /** One queue. Null for one that no call and no login has named since the gateway began to read. */
  readonly queue: Maybe<Queue>;
  /** All queues of a tenant that are known, ordered by queueId. */
  readonly queues: ReadonlyArray<Queue>;
  /** A tenant at a glance. Zeros for one of which nothing is known. */
  readonly tenantSummary: TenantSummary;
  /** Who the caller is to the gateway. Answers at any time. */
  readonly viewer: Viewer;
};


/** What can be asked once: the current state, from the memory of the gateway, and how the gateway stands. All state fields of one response are true at one position of the log. While history is being read they answer SOURCE_UNAVAILABLE. */
export type QueryagentArgs = {
  agentId: Scalars['ID']['input'];
  tenantId: Scalars['ID']['input'];
};


/** What can be asked once: the current state, from the memory of the gateway, and how the gateway stands. All state fields of one response are true at one position of the log. While history is being read they answer SOURCE_UNAVAILABLE. */
export type QueryagentsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<AgentFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  tenantId: Scalars['ID']['input'];
};


/** What can be asked once: the current state, from the memory of the gateway, and how the gateway stands. All state fields of one response are true at one position of the log. While history is being read they answer SOURCE_UNAVAILABLE. */
export type QuerycallThreadArgs = {
  callThreadId: Scalars['ID']['input'];
  tenantId: Scalars['ID']['input'];
};


/** What can be asked once: the current state, from the memory of the gateway, and how the gateway stands. All state fields of one response are true at one position of the log. While history is being read they answer SOURCE_UNAVAILABLE. */
export type QuerycallThreadsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<CallThreadFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  tenantId: Scalars['ID']['input'];
};


/** What can be asked once: the current state, from the memory of the gateway, and how the gateway stands. All state fields of one response are true at one position of the log. While history is being read they answer SOURCE_UNAVAILABLE. */
export type QuerylogCursorArgs = {
  tenantId: Scalars['ID']['input'];
};


/** What can be asked once: the current state, from the memory of the gateway, and how the gateway stands. All state fields of one response are true at one position of the log. While history is being read they answer SOURCE_UNAVAILABLE. */
export type QueryqueueArgs = {
  queueId: Scalars['ID']['input'];
  tenantId: Scalars['ID']['input'];
};


/** What can be asked once: the current state, from the memory of the gateway, and how the gateway stands. All state fields of one response are true at one position of the log. While history is being read they answer SOURCE_UNAVAILABLE. */
export type QueryqueuesArgs = {
  tenantId: Scalars['ID']['input'];
};


/** What can be asked once: the current state, from the memory of the gateway, and how the gateway stands. All state fields of one response are true at one position of the log. While history is being read they answer SOURCE_UNAVAILABLE. */
export type QuerytenantSummaryArgs = {
  tenantId: Scalars['ID']['input'];
};

/** A queue, ACD group or routing point with its figures: live ones, and what was counted today. Known once a call or a login has named it. */
export type Queue = {
  readonly __typename: 'Queue';
  /** Of these, the ones whose caller gave up, in the queue or while a telephone rang, since `countedSince`. */
  readonly abandoned: Scalars['Int']['output'];
  /** Agents that are logged in to this queue. Only those whose login was read: after a start it may be too low for a shift. */
  readonly agentsLoggedIn: Scalars['Int']['output'];
  /** Those of them that are ready on the telephone with which they are logged in here. Ready is not idle: they may talk. */
  readonly agentsReady: Scalars['Int']['output'];
  /** Of these, the ones that a telephone or an IVR answered, since `countedSince`. */
  readonly answered: Scalars['Int']['output'];
  /** How long the calls that left since `countedSince` had waited, on average, in seconds. Null if none left, or if no wait is known. */
  readonly averageWaitSeconds: Maybe<Scalars['Float']['output']>;
  /** Calls that wait here now. */
  readonly callsWaiting: Scalars['Int']['output'];
  /** Since when is counted: midnight in DAY_TIME_ZONE, or the first record that this replica knows of the queue, if that is later. Replicas that started at other times may differ. */
  readonly countedSince: Scalars['DateTime']['output'];
  /** Of these, the rest that left, since `countedSince`: to another queue, an outside number, or a telephone that has not answered yet. */
  readonly diverted: Scalars['Int']['output'];
  /** The longest wait of a call that left since `countedSince`, in seconds. Null if none left, or if no wait is known. */
  readonly longestWaitSeconds: Maybe<Scalars['Float']['output']>;
  /** Calls that came since `countedSince`. Each ends as answered, abandoned or diverted. */
  readonly offered: Scalars['Int']['output'];
  /** Since when the call waits that waits longest, by the clock of the switch. Null if none waits, or if it is not known. */
  readonly oldestWaitSince: Maybe<Scalars['DateTime']['output']>;
  /** The queue: ThisQueue of the events. */
  readonly queueId: Scalars['ID']['output'];
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** Timestamp of the last record that changed one of these figures, or the instant at which a time limit or midnight did. */
  readonly updatedAt: Scalars['DateTime']['output'];
};

/** A stay of a call in a queue or at a routing point. */
export type QueueEntry = {
  readonly __typename: 'QueueEntry';
  /** The call that waits or waited. */
  readonly connId: Scalars['ID']['output'];
  /** When it left. Null while it waits. */
  readonly leftAt: Maybe<Scalars['DateTime']['output']>;
  /** What became of it. Never unknown: it waits until an event tells otherwise. */
  readonly outcome: QueueOutcome;
  /** The queue. */
  readonly queueId: Scalars['ID']['output'];
  /** When it came, by the clock of the switch. Null where that was not read. */
  readonly queuedAt: Maybe<Scalars['DateTime']['output']>;
  /** Where it was sent to. Null while it waits, and where it was not told. */
  readonly to: Maybe<Scalars['ID']['output']>;
};

/** A queue (ACD group) that an agent is logged in to. */
export type QueueLogin = {
  readonly __typename: 'QueueLogin';
  /** The queue: ThisQueue of the login. */
  readonly queueId: Scalars['ID']['output'];
  /** When the agent logged in to it, by the clock of the switch. Null where that was not read. */
  readonly since: Maybe<Scalars['DateTime']['output']>;
};

/** What became of a call in a queue. */
export type QueueOutcome =
  /** The caller gave up. */
  | 'ABANDONED'
  /** It left for another destination, as a rule the telephone of an agent: whether that answered, the parties tell. */
  | 'DIVERTED'
  /** A routing strategy sent it on. */
  | 'ROUTED'
  /** It waits there now. */
  | 'WAITING';

/** A payload of the subscription to queues: a page of those that are there, or what has changed. */
export type QueuesUpdate = {
  readonly __typename: 'QueuesUpdate';
  /** The position in the log at which this is true: good as `after` of the event subscriptions. */
  readonly cursor: Scalars['Cursor']['output'];
  /** Whether it is a page of the snapshot, or tells of a change. */
  readonly kind: UpdateKind;
  /** Each whole, as you select it: of a snapshot in the order of their ids, of a change those of which something that you select has changed. */
  readonly queues: ReadonlyArray<Queue>;
  /** Ids of those that were among them and are not any more: they do not match the filter now, or were forgotten. */
  readonly removed: ReadonlyArray<Scalars['ID']['output']>;
  /** The clock of the gateway: let durations tick from it, none are sent because time passes. */
  readonly serverTime: Scalars['DateTime']['output'];
  /** True on the first page of a snapshot, of which a client that came back by itself may see nothing else: what you have is of an earlier connection. Show it until the snapshot is complete, then let it go. */
  readonly snapshotBegins: Scalars['Boolean']['output'];
  /** False on a page of the snapshot that others follow; true on the last one, and on every change. */
  readonly snapshotComplete: Scalars['Boolean']['output'];
  /** False while the log cannot be read: what is shown may be behind. When it changes a CHANGE is sent, be it without entities. */
  readonly sourceHealthy: Scalars['Boolean']['output'];
};

/** Live streams. An event is delivered in the order of the log per agent or call thread, and none is dropped: a stream that cannot keep that promise ends and says so. */
export type Subscription = {
  readonly __typename: 'Subscription';
  /** Everything that happens to agents and their telephones, as it happens. Arguments narrow the stream (and); the values of a list widen it (or). */
  readonly agentStateEvents: AgentStateEvent;
  /** The agents of a tenant, now and from now on. First what is there now: one SNAPSHOT payload or several, each true at its own cursor, `snapshotBegins` on the first and `snapshotComplete` on the last. Then CHANGE payloads, each with the entities of which something that you select has changed, whole, and with the ids of those that are not among them any more. A slow client gets the newest state when it can take it, never a backlog. */
  readonly agents: AgentsUpdate;
  /** Everything that happens to calls, as it happens. Arguments narrow the stream (and); the values of a list widen it (or). A filter matches what the event itself names, so not every event of a call matches its agent or queue. */
  readonly callThreadEvents: CallThreadEvent;
  /** The call threads of a tenant, now and from now on: whole calls of an agent or a queue. First what is there now: one SNAPSHOT payload or several, each true at its own cursor, `snapshotBegins` on the first and `snapshotComplete` on the last. Then CHANGE payloads, each with the entities of which something that you select has changed, whole, and with the ids of those that are not among them any more. A slow client gets the newest state when it can take it, never a backlog. */
  readonly callThreads: CallThreadsUpdate;
  /** The queues of a tenant with their figures, now and from now on. First what is there now: one SNAPSHOT payload or several, each true at its own cursor, `snapshotBegins` on the first and `snapshotComplete` on the last. Then CHANGE payloads, each with the entities of which something that you select has changed, whole, and with the ids of those that are not among them any more. A slow client gets the newest state when it can take it, never a backlog. */
  readonly queues: QueuesUpdate;
  /** A tenant at a glance, now and whenever a figure that you select has changed. A slow client gets the newest state when it can take it, never a backlog. */
  readonly tenantSummary: TenantSummary;
};


/** Live streams. An event is delivered in the order of the log per agent or call thread, and none is dropped: a stream that cannot keep that promise ends and says so. */
export type SubscriptionagentStateEventsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  agentId?: InputMaybe<Scalars['ID']['input']>;
  agentIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  dns?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  events?: InputMaybe<ReadonlyArray<AgentStateEventName>>;
  since?: InputMaybe<Scalars['DateTime']['input']>;
  tenantId: Scalars['ID']['input'];
};


/** Live streams. An event is delivered in the order of the log per agent or call thread, and none is dropped: a stream that cannot keep that promise ends and says so. */
export type SubscriptionagentsArgs = {
  filter?: InputMaybe<AgentFilter>;
  maxRateHz?: InputMaybe<Scalars['Float']['input']>;
  tenantId: Scalars['ID']['input'];
};


/** Live streams. An event is delivered in the order of the log per agent or call thread, and none is dropped: a stream that cannot keep that promise ends and says so. */
export type SubscriptioncallThreadEventsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  agentIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  callThreadId?: InputMaybe<Scalars['ID']['input']>;
  callThreadIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  dns?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  events?: InputMaybe<ReadonlyArray<CallThreadEventName>>;
  queueIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  since?: InputMaybe<Scalars['DateTime']['input']>;
  tenantId: Scalars['ID']['input'];
};


/** Live streams. An event is delivered in the order of the log per agent or call thread, and none is dropped: a stream that cannot keep that promise ends and says so. */
export type SubscriptioncallThreadsArgs = {
  filter?: InputMaybe<CallThreadFilter>;
  maxRateHz?: InputMaybe<Scalars['Float']['input']>;
  tenantId: Scalars['ID']['input'];
};


/** Live streams. An event is delivered in the order of the log per agent or call thread, and none is dropped: a stream that cannot keep that promise ends and says so. */
export type SubscriptionqueuesArgs = {
  maxRateHz?: InputMaybe<Scalars['Float']['input']>;
  queueIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  tenantId: Scalars['ID']['input'];
};


/** Live streams. An event is delivered in the order of the log per agent or call thread, and none is dropped: a stream that cannot keep that promise ends and says so. */
export type SubscriptiontenantSummaryArgs = {
  maxRateHz?: InputMaybe<Scalars['Float']['input']>;
  tenantId: Scalars['ID']['input'];
};

/** A tenant at a glance. */
export type TenantSummary = {
  readonly __typename: 'TenantSummary';
  /** How many of the known agents are in each state: all six states in their order, zeros included. */
  readonly agentsByState: ReadonlyArray<AgentStateCount>;
  /** Call threads that go on: ACTIVE or IN_TRANSIT. */
  readonly callsActive: Scalars['Int']['output'];
  /** Call threads that wait in a queue, each counted once however many queues it waits in. */
  readonly callsWaiting: Scalars['Int']['output'];
  /** The position in the log at which these figures are true. */
  readonly cursor: Scalars['Cursor']['output'];
  /** Since when the call waits that waits longest, by the clock of the switch. Null if none waits, or if it is not known. */
  readonly longestWaitSince: Maybe<Scalars['DateTime']['output']>;
  /** The clock of the gateway when it answered. */
  readonly serverTime: Scalars['DateTime']['output'];
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** Timestamp of the last record that changed something in this tenant, or the instant at which a time limit did. Null if nothing is known of it. */
  readonly updatedAt: Maybe<Scalars['DateTime']['output']>;
};

/** What a caller is given at a routing point or queue while waiting: the newest for each call and number. */
export type Treatment = {
  readonly __typename: 'Treatment';
  /** Digits that the caller keyed in. Null if none were told. */
  readonly collectedDigits: Maybe<Scalars['String']['output']>;
  /** The call. */
  readonly connId: Scalars['ID']['output'];
  /** The routing point or queue that gives it. */
  readonly dn: Scalars['ID']['output'];
  /** Of a failed treatment, the code. Null otherwise, and if not sent. */
  readonly errorCode: Maybe<Scalars['ID']['output']>;
  /** Of a failed treatment, the text. Null otherwise, and if not sent. */
  readonly errorMessage: Maybe<Scalars['String']['output']>;
  /** When `state` took its present value, by the clock of the switch. Null where that was not read. */
  readonly since: Maybe<Scalars['DateTime']['output']>;
  /** How far it has come. Never unknown: it is known by the event that tells this. */
  readonly state: TreatmentState;
  /** What it is: music, an announcement and so on. Null where its beginning was not read. */
  readonly type: Maybe<TreatmentType>;
};

/** How far a treatment has come. */
export type TreatmentState =
  /** It is over, by itself or with its party. */
  | 'ENDED'
  /** It could not be given: `errorCode` and `errorMessage` may tell why. */
  | 'FAILED'
  /** The switch asks for one; it has not begun. */
  | 'REQUIRED'
  /** It is going on. */
  | 'RUNNING';

/** What a caller is given while waiting. */
export type TreatmentType =
  /** Busy tone. T-Library: Busy (5). */
  | 'BUSY'
  /** The call is cancelled. T-Library: CancelCall (12). */
  | 'CANCEL_CALL'
  /** Is asked for digits. T-Library: CollectDigits (6). */
  | 'COLLECT_DIGITS'
  /** A recorded announcement is deleted. T-Library: DeleteUserAnnouncement (11). */
  | 'DELETE_USER_ANNOUNCEMENT'
  /** Fast busy tone. T-Library: FastBusy (17). */
  | 'FAST_BUSY'
  /** Connected to an IVR. T-Library: IVR (1). */
  | 'IVR'
  /** Music. T-Library: Music (2). */
  | 'MUSIC'
  /** Hears an announcement. T-Library: PlayAnnouncement (7). */
  | 'PLAY_ANNOUNCEMENT'
  /** Hears an announcement and is asked for digits. T-Library: PlayAnnouncementAndDigits (8). */
  | 'PLAY_ANNOUNCEMENT_AND_DIGITS'
  /** A voice application runs. T-Library: PlayApplication (13). */
  | 'PLAY_APPLICATION'
  /** Hears a recorded announcement. T-Library: RAN (18). */
  | 'RAN'
  /** Records an announcement. T-Library: RecordUserAnnouncement (10). */
  | 'RECORD_USER_ANNOUNCEMENT'
  /** The tone of a ringing phone. T-Library: RingBack (3). */
  | 'RING_BACK'
  /** The default route is set. T-Library: SetDefaultRoute (14). */
  | 'SET_DEFAULT_ROUTE'
  /** Silence. T-Library: Silence (4). */
  | 'SILENCE'
  /** Hears a text spoken. T-Library: TextToSpeech (15). */
  | 'TEXT_TO_SPEECH'
  /** Hears a text spoken and is asked for digits. T-Library: TextToSpeechAndDigits (16). */
  | 'TEXT_TO_SPEECH_AND_DIGITS'
  /** The request for it was malformed. T-Library: Unknown (0). */
  | 'UNKNOWN'
  /** A value that the documentation does not list; `attributes` has it as received. */
  | 'UNRECOGNIZED'
  /** Keyed-in digits are verified. T-Library: VerifyDigits (9). */
  | 'VERIFY_DIGITS';

/** Yes, no, or not told yet. The platform tells changes, never a whole state: what has not changed since the gateway began to read is not known. */
export type Tristate =
  /** An event has told that it is not so. */
  | 'NO'
  /** No event has told it since the gateway began to read. It may be either. */
  | 'UNKNOWN'
  /** An event has told that it is so. */
  | 'YES';

/** An event on voice-agentstate that is none of the documented ones of this topic: nothing is lost when the platform learns new events. `name` is what was sent, `attributes` holds the rest. */
export type UnrecognizedAgentStateEvent = AgentEvent & VoiceEvent & {
  readonly __typename: 'UnrecognizedAgentStateEvent';
  /** The agent: the part of the record key behind its first colon. Null for a telephone without an agent. */
  readonly agentId: Maybe<Scalars['ID']['output']>;
  /** Everything that was sent, in the spelling and shape of the wire, attributes without a field of their own included. Integers beyond 2^53 are strings. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** The position right behind this event, as this stream came by: subscribe with `after` it and nothing is missed, on any replica. The one of an event that is not the last of its record stands before the record. */
  readonly cursor: Scalars['Cursor']['output'];
  /** topic:partition:offset of the record, and :n for the n-th further event of one record. The same for ever and on every replica: drop duplicates by it. */
  readonly eventId: Scalars['ID']['output'];
  /** What the agent logged in with. Usually the same as the agent of the record key, but a field of its own. On the wire: AgentID. */
  readonly loginId: Maybe<Scalars['ID']['output']>;
  /** Attributes that the documentation calls mandatory but that were not sent, by their names on the wire. The event is delivered all the same. */
  readonly missingAttributes: ReadonlyArray<Scalars['String']['output']>;
  /** The documented name of the event, for example EventAgentLogin; for an unknown event the name as received. */
  readonly name: Scalars['String']['output'];
  /** When this replica of the gateway read the record. Differs between replicas. */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** Handle that Voice Microservices give to the connection through which a client talks to them. Opaque. On the wire: Server. */
  readonly server: Maybe<Scalars['String']['output']>;
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** The directory number (telephone, queue or routing point) that the event is mainly about. On the wire: ThisDN. */
  readonly thisDn: Maybe<Scalars['ID']['output']>;
  /** When the switch generated the event; the record's own timestamp where the event had no time that could be read. Events are ordered by the log, not by this. */
  readonly time: Scalars['DateTime']['output'];
  /** Whether `time` is the record's timestamp, because the event had none. */
  readonly timeEstimated: Scalars['Boolean']['output'];
};

/** An event on voice-callthread that is none of the documented ones of this topic: nothing is lost when the platform learns new events. `name` is what was sent, `attributes` holds the rest. */
export type UnrecognizedCallThreadEvent = CallEvent & VoiceEvent & {
  readonly __typename: 'UnrecognizedCallThreadEvent';
  /** Everything that was sent, in the spelling and shape of the wire, attributes without a field of their own included. Integers beyond 2^53 are strings. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** What the event reports about the call: nothing special, a transfer, a conference, or why an attempt failed. On the wire: CallState. */
  readonly callState: Maybe<CallState>;
  /** Identifier of the call thread: the calls that belong to one customer contact. Taken from the record key where the event has none. On the wire: CallThreadID. */
  readonly callThreadId: Maybe<Scalars['ID']['output']>;
  /** Whether the call is internal, inbound, outbound or a consultation. On the wire: CallType. */
  readonly callType: Maybe<CallType>;
  /** Identifier of the call, whole: 16 hexadecimal digits, `@` and meta information. Compare it whole. On the wire: ConnID. */
  readonly connId: Maybe<Scalars['ID']['output']>;
  /** The position right behind this event, as this stream came by: subscribe with `after` it and nothing is missed, on any replica. The one of an event that is not the last of its record stands before the record. */
  readonly cursor: Scalars['Cursor']['output'];
  /** topic:partition:offset of the record, and :n for the n-th further event of one record. The same for ever and on every replica: drop duplicates by it. */
  readonly eventId: Scalars['ID']['output'];
  /** Attributes that the documentation calls mandatory but that were not sent, by their names on the wire. The event is delivered all the same. */
  readonly missingAttributes: ReadonlyArray<Scalars['String']['output']>;
  /** The documented name of the event, for example EventAgentLogin; for an unknown event the name as received. */
  readonly name: Scalars['String']['output'];
  /** When this replica of the gateway read the record. Differs between replicas. */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** Handle that Voice Microservices give to the connection through which a client talks to them. Opaque. On the wire: Server. */
  readonly server: Maybe<Scalars['String']['output']>;
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** The directory number (telephone, queue or routing point) that the event is mainly about. On the wire: ThisDN. */
  readonly thisDn: Maybe<Scalars['ID']['output']>;
  /** When the switch generated the event; the record's own timestamp where the event had no time that could be read. Events are ordered by the log, not by this. */
  readonly time: Scalars['DateTime']['output'];
  /** Whether `time` is the record's timestamp, because the event had none. */
  readonly timeEstimated: Scalars['Boolean']['output'];
};

/** What a payload of a state subscription is. */
export type UpdateKind =
  /** What has changed: put each entity in the place of the one with its id, and take away those whose ids are in `removed`. */
  | 'CHANGE'
  /** A page of what is there: put it to the pages before, and take what you had from an earlier connection away with the first. */
  | 'SNAPSHOT';

/** The caller, as the token tells: what can be seen here, and until when. */
export type Viewer = {
  readonly __typename: 'Viewer';
  /** The only agent that can be seen, with the calls of this agent. Null for who sees all agents. */
  readonly agentId: Maybe<Scalars['ID']['output']>;
  /** Whether every tenant can be asked for. */
  readonly allTenants: Scalars['Boolean']['output'];
  /** Whether caller data is hidden: numbers of callers and outside numbers, attached data, digits keyed in. */
  readonly masked: Scalars['Boolean']['output'];
  /** Who the caller is (claim sub). Null where the token does not say, and without authentication. */
  readonly subject: Maybe<Scalars['String']['output']>;
  /** The tenants that can be asked for, in their order. Empty with allTenants. */
  readonly tenantIds: ReadonlyArray<Scalars['ID']['output']>;
  /** When the token stops to count. On a WebSocket a fresh one may be sent before that. Null if never. */
  readonly tokenExpiresAt: Maybe<Scalars['DateTime']['output']>;
};

/** What all events have in common. */
export type VoiceEvent = {
  /** Everything that was sent, in the spelling and shape of the wire, attributes without a field of their own included. Integers beyond 2^53 are strings. */
  readonly attributes: Scalars['JSONObject']['output'];
  /** The position right behind this event, as this stream came by: subscribe with `after` it and nothing is missed, on any replica. The one of an event that is not the last of its record stands before the record. */
  readonly cursor: Scalars['Cursor']['output'];
  /** topic:partition:offset of the record, and :n for the n-th further event of one record. The same for ever and on every replica: drop duplicates by it. */
  readonly eventId: Scalars['ID']['output'];
  /** Attributes that the documentation calls mandatory but that were not sent, by their names on the wire. The event is delivered all the same. */
  readonly missingAttributes: ReadonlyArray<Scalars['String']['output']>;
  /** The documented name of the event, for example EventAgentLogin; for an unknown event the name as received. */
  readonly name: Scalars['String']['output'];
  /** When this replica of the gateway read the record. Differs between replicas. */
  readonly receivedAt: Scalars['DateTime']['output'];
  /** Handle that Voice Microservices give to the connection through which a client talks to them. Opaque. On the wire: Server. */
  readonly server: Maybe<Scalars['String']['output']>;
  /** The tenant: the part of the record key before its first colon. */
  readonly tenantId: Scalars['ID']['output'];
  /** The directory number (telephone, queue or routing point) that the event is mainly about. On the wire: ThisDN. */
  readonly thisDn: Maybe<Scalars['ID']['output']>;
  /** When the switch generated the event; the record's own timestamp where the event had no time that could be read. Events are ordered by the log, not by this. */
  readonly time: Scalars['DateTime']['output'];
  /** Whether `time` is the record's timestamp, because the event had none. */
  readonly timeEstimated: Scalars['Boolean']['output'];
};
