/** The 21 events of agents and their telephones (topic voice-agentstate). */
import type { EventTable } from './definition.ts';

export const agentStateEvents = {
  EventAgentLogin: {
    code: 73,
    about:
      'An agent logged in on the telephone ThisDN, to the queue ThisQueue if it names one. The same login may be told again. It does not say whether the agent is ready.',
    rules: [
      'AgentID is there whenever the login went through Voice Microservices or the identifier is known (current manual).',
      'A ReasonCode in Extensions is a hardware reason (current manual).',
      'By itself it does not make an agent ready or not ready (current manual).',
    ],
    mandatory: { current: 'id Server ThisDN time' },
    optional: { current: 'AgentID AgentWorkMode CustomerID Extensions Reasons ReferenceID ThisQueue' },
  },
  EventAgentLogout: {
    code: 74,
    about: 'An agent logged out for good: of several queues, only the last logout is told by this event.',
    rules: [
      'AgentID is there whenever the login went through Voice Microservices or the identifier is known (current manual).',
      'A ReasonCode in Extensions is a hardware reason (current manual).',
      'Leaving one queue of several is EventQueueLogout (current and legacy manual).',
    ],
    mandatory: { current: 'id Server ThisDN time' },
    optional: { current: 'AgentID CustomerID Extensions Reasons ReferenceID ThisQueue' },
  },
  EventQueueLogout: {
    code: 152,
    about: 'An agent left the queue ThisQueue and remains logged in to another one.',
    rules: [
      'AgentID is there whenever the identifier is known (inferred from sibling events).',
      'The agent remains logged in elsewhere (legacy manual).',
    ],
    mandatory: { universal: 'id Server ThisDN time' },
    optional: { inferred: 'AgentID CustomerID Extensions Reasons ReferenceID ThisQueue' },
  },
  EventAgentReady: {
    code: 75,
    about: 'An agent can be given calls of a queue from now on.',
    rules: [
      'AgentID is there whenever the identifier is known (inferred from sibling events).',
      'A ReasonCode in Extensions is a hardware reason (inferred from sibling events).',
    ],
    mandatory: { universal: 'id Server ThisDN time' },
    optional: { inferred: 'AgentID AgentWorkMode CustomerID Extensions Reasons ReferenceID ThisQueue' },
  },
  EventAgentNotReady: {
    code: 76,
    about:
      'An agent can be given no calls of a queue; the work mode and the reasons say why. Told again when only the mode or the reason changes.',
    rules: [
      'AgentID is there whenever the identifier is known (current manual).',
      'A ReasonCode in Extensions is a hardware reason (current manual).',
      "The reason stands in Reasons or in Extensions, by the settings of the agent's desktop; its usual key is ReasonCode (legacy desktop manual).",
    ],
    mandatory: { universal: 'id Server ThisDN time' },
    optional: { inferred: 'AgentID AgentWorkMode CustomerID Extensions Reasons ReferenceID ThisQueue' },
  },
  EventDNOutOfService: {
    code: 147,
    about: 'The telephone ThisDN is out of service: it can neither make nor take calls. Does not log the agent out.',
    mandatory: { universal: 'id Server ThisDN time' },
    optional: { inferred: 'CustomerID Extensions Reasons ReferenceID' },
  },
  EventDNBackInService: {
    code: 148,
    about: 'The telephone ThisDN is in service again.',
    mandatory: { universal: 'id Server ThisDN time' },
    optional: { inferred: 'CustomerID Extensions Reasons ReferenceID' },
  },
  EventDNDOn: {
    code: 77,
    about: 'Do-not-disturb was switched on for ThisDN.',
    mandatory: { universal: 'id Server ThisDN time' },
    optional: { inferred: 'CustomerID Extensions Reasons ReferenceID' },
  },
  EventDNDOff: {
    code: 78,
    about: 'Do-not-disturb was switched off for ThisDN.',
    mandatory: { universal: 'id Server ThisDN time' },
    optional: { inferred: 'CustomerID Extensions Reasons ReferenceID' },
  },
  EventForwardSet: {
    code: 88,
    about: 'Calls to ThisDN are forwarded from now on.',
    rules: ['InfoStatus probably is the forwarding mode and OtherDN the destination (inferred).'],
    mandatory: { universal: 'id Server ThisDN time' },
    optional: { inferred: 'CustomerID Extensions InfoStatus OtherDN Reasons ReferenceID' },
  },
  EventForwardCancel: {
    code: 89,
    about: 'Calls to ThisDN are no longer forwarded.',
    rules: ['InfoStatus probably is the forwarding mode that ended (inferred).'],
    mandatory: { universal: 'id Server ThisDN time' },
    optional: { inferred: 'CustomerID Extensions InfoStatus Reasons ReferenceID' },
  },
  EventMonitoringNextCall: {
    code: 141,
    about: 'A supervisor set up supervision of an agent: of the next call, or of every call.',
    rules: [
      "Told twice: to the supervisor's telephone with the agent as OtherDN, and to the agent's with the supervisor as OtherDN in the role Observer (inferred from a public test model).",
      'Extensions may hold MonitorScope, MonitorMode and Location (inferred from a public test model).',
    ],
    mandatory: { universal: 'id Server ThisDN time' },
    optional: { inferred: 'CustomerID Extensions MonitorNextCallType OtherDN OtherDNRole Reasons ReferenceID' },
  },
  EventMonitoringCancelled: {
    code: 142,
    about: 'Supervision of an agent was cancelled.',
    mandatory: { universal: 'id Server ThisDN time' },
    optional: { inferred: 'CustomerID Extensions MonitorNextCallType OtherDN OtherDNRole Reasons ReferenceID' },
  },
  EventOffHook: {
    code: 86,
    about: 'The receiver of the telephone ThisDN was lifted. No state of a call: a call can ring on hook.',
    rules: [
      'Of the call attributes only CallHistory and CallID are confirmed as optional here (current manual).',
      'Normally comes before EventDialing when a telephone on hook starts a call (inferred from a public test model).',
    ],
    mandatory: { universal: 'id Server ThisDN time' },
    optional: {
      current: 'CallHistory CallID',
      inferred: 'CallType ConnID CustomerID Extensions NetworkCallID NetworkNodeID Reasons ReferenceID UserData',
    },
  },
  EventOnHook: {
    code: 87,
    about: 'The receiver of the telephone ThisDN was put back.',
    rules: ['Of the call attributes only CallHistory and CallID are confirmed as optional here (current manual).'],
    mandatory: { universal: 'id Server ThisDN time' },
    optional: {
      current: 'CallHistory CallID',
      inferred: 'CallType ConnID CustomerID Extensions NetworkCallID NetworkNodeID Reasons ReferenceID UserData',
    },
  },
  EventMuteOn: {
    code: 145,
    about: 'The party at ThisDN was muted: the others no longer hear it.',
    rules: ["Told for the muted party's own number (legacy SIP Server manual)."],
    mandatory: { universal: 'id Server ThisDN time' },
    optional: { inferred: 'ConnID CustomerID Extensions Reasons ReferenceID' },
  },
  EventMuteOff: {
    code: 146,
    about: 'The party at ThisDN can be heard again.',
    rules: ["Told for the party's own number (legacy SIP Server manual)."],
    mandatory: { universal: 'id Server ThisDN time' },
    optional: { inferred: 'ConnID CustomerID Extensions Reasons ReferenceID' },
  },
  EventListenDisconnected: {
    code: 106,
    about: 'A party of the call no longer hears the others.',
    rules: ['Whether ThisDN or OtherDN is that party depends on who is told (inferred).'],
    mandatory: { universal: 'id Server ThisDN time' },
    optional: { inferred: 'ConnID CustomerID Extensions OtherDN Reasons ReferenceID' },
  },
  EventListenReconnected: {
    code: 107,
    about: 'A party of the call can hear the others again.',
    mandatory: { universal: 'id Server ThisDN time' },
    optional: { inferred: 'ConnID CustomerID Extensions OtherDN Reasons ReferenceID' },
  },
  EventMessageWaitingOn: {
    code: 90,
    about: 'The light for waiting messages at ThisDN was switched on.',
    mandatory: { universal: 'id Server ThisDN time' },
    optional: { inferred: 'CustomerID Extensions Reasons ReferenceID' },
  },
  EventMessageWaitingOff: {
    code: 91,
    about: 'The light for waiting messages at ThisDN was switched off.',
    mandatory: { universal: 'id Server ThisDN time' },
    optional: { inferred: 'CustomerID Extensions Reasons ReferenceID' },
  },
} as const satisfies EventTable;
