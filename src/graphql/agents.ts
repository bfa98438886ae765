/** `Query.agent` and `Query.agents`: who is logged in where, ready or not, on the phone or not. */
import type { Agent, AgentActivity, AgentFilter, AgentSession, AgentStateSummary, DirectoryNumber } from '../state/model.ts';
import type { Scope } from '../scope.ts';
import { agentSet, duration, id, idSet, numberSet, valueSet } from './arguments.ts';
import { addEnum } from './builder.ts';
import type { Builder } from './builder.ts';
import { addConnection, pageArguments, windowOf } from './connections.ts';
import { bounded, read, RECENT, recentEvents } from './reading.ts';
import { provenance, TENANT } from './state-types.ts';
import type { StateTypes } from './state-types.ts';

export type AgentStateEnum = ReturnType<typeof addAgentState>;

export function addAgentState(builder: Builder) {
  return addEnum<AgentStateSummary>(
    builder,
    'AgentStateSummary',
    'One value for wallboards: what the sessions of an agent come to. Of sessions on several telephones the strongest counts: READY, then AFTER_CALL_WORK, NOT_READY, LOGGED_IN. Calls do not change it: an agent who talks stays READY, see `activity`.',
    {
      UNKNOWN:
        'Not told yet: since the gateway began to read there was no login, logout, ready or not ready of this agent, only other events, for example of the telephone. The agent may be in any state: do not show it as logged out.',
      LOGGED_OUT: 'Logged out on every telephone, or another agent has logged in there since.',
      LOGGED_IN: 'Logged in, but whether ready or not has not been told since the login. Some platforms tell it only when it changes.',
      READY: 'Logged in and ready to be given calls.',
      NOT_READY: 'Logged in and not to be given calls: `workMode` and `reasonCode` may tell why.',
      AFTER_CALL_WORK: 'Not ready, in order to finish the work on the last call.',
    },
  );
}

export type AgentFilterInput = ReturnType<typeof addFilter>;

/** The filter of its lists, for whoever lists them as well. */
export function addAgents(builder: Builder, types: StateTypes, state: AgentStateEnum): AgentFilterInput {
  const { agent, callThread, events } = types;
  const activity = addActivity(builder);
  const session = addSession(builder, types);
  const directoryNumber = addDirectoryNumber(builder, types);
  agent.implement({
    description:
      'An agent as the events tell: somebody who logs in on telephones and is given calls. Known from the first event under its key; one that is logged out, or never logged in, is forgotten after AGENT_FORGET_AFTER without an event.',
    fields: (t) => ({
      tenantId: t.exposeID('tenantId', { description: TENANT }),
      agentId: t.exposeID('agentId', {
        description: 'Who it is: the part of the record key behind its first colon, as in the events of the agent.',
      }),
      loginId: t.exposeID('loginId', {
        nullable: true,
        description: 'What the agent logged in with (AgentID on the wire), usually the same as agentId. Null until an event has told.',
      }),
      state: t.expose('state', {
        type: state,
        description: 'Logged in, ready or not, in one value. UNKNOWN until a login, logout, ready or not ready was read.',
      }),
      stateSince: t.expose('stateSince', {
        type: 'DateTime',
        nullable: true,
        description:
          'When `state` took its present value, by the clock of the switch; another reason or work mode does not move it. Null while UNKNOWN, and where nobody knows because records are gone (`stale`).',
      }),
      activity: t.expose('activity', {
        type: activity,
        description:
          "What the agent's telephones do, from the calls on them; independent of `state`. UNKNOWN until a login, a logout or a call on one of them was read.",
      }),
      workMode: t.expose('workMode', {
        type: events.enums.AgentWorkMode,
        nullable: true,
        description:
          'What kind of ready or not ready, of the session that gives `state`. Null where the newest of these events did not say.',
      }),
      reasonCode: t.exposeString('reasonCode', {
        nullable: true,
        description:
          'Why not ready (or ready), as agents choose it: from `reasons`, else from what the telephone itself told, by the names of REASON_KEYS. Null where none was given with the newest ready or not ready.',
      }),
      reasons: t.expose('reasons', {
        type: 'JSONObject',
        nullable: true,
        description: 'The attribute Reasons of the newest ready or not ready, whole. Null where there was none.',
      }),
      sessions: t.expose('sessions', {
        type: [session],
        description: 'Logins, one for each telephone (DN) that the agent is or was logged in on, ordered by dn. Empty until one is known.',
      }),
      dns: t.expose('dns', {
        type: [directoryNumber],
        description:
          "The agent's telephones as devices, ordered by dn: those of the sessions, and those whose events came under this agent's key.",
      }),
      calls: t.expose('calls', {
        type: [callThread],
        description: 'The call threads that this agent takes part in now, ringing and held ones too, ordered by callThreadId.',
      }),
      lastEvent: t.expose('lastEvent', {
        type: events.agentState.union,
        nullable: true,
        description: 'The newest event of this agent or of its telephones. Null if it is not kept.',
      }),
      recentEvents: t.field({
        type: [events.agentState.union],
        args: { last: t.arg.int({ defaultValue: 20, description: RECENT }) },
        description: 'What happened to this agent lately, the newest first, as far as it is kept in memory.',
        resolve: ({ tenantId, agentId }, { last }, context) => recentEvents(context, 'agentState', tenantId, agentId, last ?? 20),
      }),
      stale: t.exposeBoolean('stale', {
        description:
          'Records of the log were gone before the gateway had read them: what is shown may be outdated until the next login, logout, ready or not ready.',
      }),
      knownSince: t.expose('knownSince', { type: 'DateTime', description: provenance.knownSince }),
      updatedAt: t.expose('updatedAt', { type: 'DateTime', description: provenance.updatedAt }),
    }),
  });

  const connection = addConnection<Agent>(builder, {
    list: 'agents',
    node: agent,
    idOf: ({ agentId }) => agentId,
    pageInfo: types.pageInfo,
    entries: 'agents',
  });
  const filter = addFilter(builder, state);
  builder.queryFields((t) => ({
    agent: t.field({
      type: agent,
      nullable: true,
      description: 'One agent. Null for one of whom no event was read, or who was forgotten: that is unknown, not logged out.',
      args: {
        tenantId: t.arg.id({ required: true, description: TENANT }),
        agentId: t.arg.id({ required: true, description: 'The agent: the part of the record key behind its first colon.' }),
      },
      resolve: (_root, args, context) =>
        read(context, 'agent', args.tenantId, (reader, scope) => {
          const agentId = id('agentId', args.agentId);
          scope.checkAgents('agentId', [agentId]);
          return reader.agent(scope, agentId);
        }),
    }),
    agents: t.field({
      type: connection,
      description: 'The agents of a tenant, ordered by agentId: all that are known, logged out ones too until they are forgotten.',
      args: {
        tenantId: t.arg.id({ required: true, description: TENANT }),
        filter: t.arg({ type: filter.ref, description: 'Only those that match. Without it all of the tenant.' }),
        first: t.arg.int({ defaultValue: 100, description: pageArguments.first }),
        after: t.arg.string({ description: pageArguments.after }),
      },
      resolve: (_root, args, context) =>
        read(context, 'agents', args.tenantId, (reader, scope) => {
          const window = windowOf('agents', args);
          const page = reader.agents(scope, filter.of(scope, args.filter), window);
          return { ...page, items: bounded(context, 'first', page.items), after: window.after };
        }),
    }),
  }));
  return filter;
}

function addActivity(builder: Builder) {
  return addEnum<AgentActivity>(
    builder,
    'AgentActivity',
    "What an agent's telephones do, all of them taken together: of several calls the strongest counts, TALKING, then RINGING, DIALING, HOLDING.",
    {
      UNKNOWN:
        'Not told yet: neither a login or logout nor a call on a telephone of this agent was read; or the agent is on a call of which only later events were read, so that it may talk or hold.',
      IDLE: 'On no call.',
      DIALING: 'Calls somebody who has not answered yet, or hears the busy tone.',
      RINGING: 'The telephone rings.',
      TALKING: 'Connected, also as an observer of the call of somebody else.',
      HOLDING: 'Has calls on hold only.',
    },
  );
}

function addSession(builder: Builder, { tristate, events }: StateTypes) {
  const queueLogin = builder.objectRef<AgentSession['queues'][number]>('QueueLogin').implement({
    description: 'A queue (ACD group) that an agent is logged in to.',
    fields: (t) => ({
      queueId: t.exposeID('queueId', { description: 'The queue: ThisQueue of the login.' }),
      since: t.expose('since', {
        type: 'DateTime',
        nullable: true,
        description: 'When the agent logged in to it, by the clock of the switch. Null where that was not read.',
      }),
    }),
  });
  return builder.objectRef<AgentSession>('AgentSession').implement({
    description: 'The login of an agent on one telephone, also after its end until the agent is forgotten.',
    fields: (t) => ({
      dn: t.exposeID('dn', { description: 'The telephone: its directory number.' }),
      loggedIn: t.expose('loggedIn', {
        type: tristate,
        description:
          'Whether the agent is logged in here. UNKNOWN until a login, logout, ready or not ready of this session was read; ready and not ready imply a login.',
      }),
      since: t.expose('since', {
        type: 'DateTime',
        nullable: true,
        description:
          'When `loggedIn` took its present value, by the clock of the switch; a repeated login does not move it. Null while UNKNOWN.',
      }),
      queues: t.expose('queues', {
        type: [queueLogin],
        description:
          'The queues logged in to here, ordered by queueId. Only those that a login named since the gateway began to read: empty does not mean that there are none.',
      }),
      ready: t.expose('ready', {
        type: tristate,
        description: 'Whether ready for calls. UNKNOWN from the login on until the first ready or not ready, and after the logout.',
      }),
      readySince: t.expose('readySince', {
        type: 'DateTime',
        nullable: true,
        description:
          'When `ready` took its present value, by the clock of the switch; another reason does not move it. Null while UNKNOWN.',
      }),
      workMode: t.expose('workMode', {
        type: events.enums.AgentWorkMode,
        nullable: true,
        description: 'What kind of ready or not ready. Null where the newest of these events did not say.',
      }),
      reasonCode: t.exposeString('reasonCode', {
        nullable: true,
        description: 'Why not ready (or ready): from `reasons`, else the hardware reason. Null where none was given.',
      }),
      reasons: t.expose('reasons', {
        type: 'JSONObject',
        nullable: true,
        description: 'The attribute Reasons of the newest ready or not ready, whole. Null where there was none.',
      }),
      hardwareReason: t.exposeString('hardwareReason', {
        nullable: true,
        description: 'The reason that was keyed in at the telephone itself (in Extensions on the wire). Null where there was none.',
      }),
    }),
  });
}

function addDirectoryNumber(builder: Builder, { tristate, events }: StateTypes) {
  const monitoring = builder.objectRef<DirectoryNumber['monitoring'][number]>('Monitoring').implement({
    description: 'A supervision that is agreed on between two telephones: one observes calls of the other.',
    fields: (t) => ({
      otherDn: t.exposeID('otherDn', { description: 'The telephone at the other end of the supervision.' }),
      role: t.expose('role', {
        type: events.enums.DNRole,
        nullable: true,
        description: 'The part of the other telephone: OBSERVER if it observes this one. Null, as a rule, if this one observes the other.',
      }),
      type: t.expose('type', {
        type: events.enums.MonitorNextCallType,
        nullable: true,
        description: 'Whether the next call only or all calls are observed. Null where it was not sent.',
      }),
    }),
  });
  return builder.objectRef<DirectoryNumber>('DirectoryNumber').implement({
    description:
      'A telephone as a device: what is switched on or off at it. Each of these is UNKNOWN until an event of this telephone has told it, which for something seldom used may take days.',
    fields: (t) => ({
      dn: t.exposeID('dn', { description: 'The directory number.' }),
      inService: t.expose('inService', {
        type: tristate,
        description: 'Whether the telephone works. A login implies YES; UNKNOWN before. Out of service does not log the agent out.',
      }),
      doNotDisturb: t.expose('doNotDisturb', { type: tristate, description: 'Whether calls are kept away. UNKNOWN until switched once.' }),
      forwardedTo: t.exposeID('forwardedTo', {
        nullable: true,
        description: 'Where calls are forwarded to. Null if not forwarded, not known, or not sent.',
      }),
      forwardMode: t.exposeString('forwardMode', {
        nullable: true,
        description:
          'When calls are forwarded, by the names of T-Library, for example Unconditional; an unknown mode as received. Null if not forwarded, not known, or not sent.',
      }),
      messageWaiting: t.expose('messageWaiting', {
        type: tristate,
        description: 'Whether the lamp for waiting messages is on. UNKNOWN until it was switched once.',
      }),
      offHook: t.expose('offHook', {
        type: tristate,
        description: 'Whether the receiver is lifted: no state of a call, which may ring on the hook. UNKNOWN until moved once.',
      }),
      muted: t.expose('muted', {
        type: tristate,
        description: 'Whether the microphone is off, as last told for the telephone or a call on it. UNKNOWN until switched once.',
      }),
      deafened: t.expose('deafened', {
        type: tristate,
        description: 'Whether the telephone is cut off from hearing its call. UNKNOWN until told once.',
      }),
      monitoring: t.expose('monitoring', {
        type: [monitoring],
        description: 'Supervisions that this telephone has a part in, ordered by otherDn. Empty if none are known.',
      }),
    }),
  });
}

function addFilter(builder: Builder, state: AgentStateEnum) {
  const ref = builder.inputType('AgentFilter', {
    description:
      'Which agents. Members narrow (and), the values of one widen (or); a member that is left out or null does not count, an empty list is refused. Ids are compared with upper and lower case told apart.',
    fields: (t) => ({
      agentIds: t.idList({ description: 'These agents.' }),
      states: t.field({ type: [state], description: 'Agents whose `state` is one of these.' }),
      queueIds: t.idList({ description: 'Agents that are logged in to one of these queues now.' }),
      dns: t.idList({ description: 'Agents with one of these telephones.' }),
      stateLongerThanSeconds: t.int({
        description:
          'Agents that have been in their present `state` for so long at least: `serverTime` minus `stateSince`, 0 to 86400. Never one whose `stateSince` is null.',
      }),
    }),
  });
  const of = (scope: Scope, given: typeof ref.$inferInput | null | undefined): AgentFilter => ({
    agentIds: agentSet(scope, 'filter.agentIds', given?.agentIds),
    states: valueSet('filter.states', given?.states),
    queueIds: idSet('filter.queueIds', given?.queueIds),
    dns: numberSet(scope, 'filter.dns', given?.dns),
    stateLongerThanMs: duration('filter.stateLongerThanSeconds', given?.stateLongerThanSeconds),
  });
  return { ref, of };
}
