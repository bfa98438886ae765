/** The words events are made of: every attribute and every enumeration, with what they mean. Facts: Genesys Voice Microservices "Events and Models"; numeric codes: T-Library. */

/** How sure the meaning of an entry, or that an event carries an attribute, is. */
export const certainties = {
  current: 'stated in the current Voice Microservices manual',
  currentModel: 'shown in a call model of the current manual',
  legacy: 'stated in the legacy Genesys Events and Models manual',
  legacyModel: 'shown in a call model of the legacy manual',
  universal: 'assumed, because every readable table of that topic has it',
  inferred: 'inferred from sibling events or T-Library',
} as const;
export type Certainty = keyof typeof certainties;

/** How a value is read and what it becomes: see values.ts. */
export type Kind = 'name' | 'time' | 'id' | 'count' | 'text' | 'list' | 'history' | EnumerationName;

export type Attribute = {
  /** The GraphQL field, and the property of a decoded event. */
  readonly field: string;
  readonly kind: Kind;
  readonly about: string;
  /** Other spellings that are not found by ignoring case, spaces, `_` and `-`. */
  readonly aliases?: readonly string[];
  /** Values that mean "none". */
  readonly absent?: readonly string[];
};

/** Keyed by the name on the wire. `count` values are unsigned integers that may exceed GraphQL's Int, so they are identifiers like `id`, except that 0 or another value can mean "none". */
export const attributes = {
  id: {
    field: 'name',
    kind: 'name',
    about: 'Name of the event, for example EventAgentLogin.',
    aliases: ['Event', 'eventName', 'name', 'messageName'],
  },
  time: { field: 'time', kind: 'time', about: 'When the switch generated the event, to the microsecond.', aliases: ['TimeStamp'] },
  Server: {
    field: 'server',
    kind: 'text',
    about: 'Handle that Voice Microservices give to the connection through which a client talks to them. Opaque.',
  },
  ThisDN: {
    field: 'thisDn',
    kind: 'id',
    about: 'The directory number (telephone, queue or routing point) that the event is mainly about.',
  },
  ThisDNRole: { field: 'thisDnRole', kind: 'DNRole', about: 'The part that ThisDN plays in the call.' },
  ThisQueue: {
    field: 'thisQueue',
    kind: 'id',
    about: 'The queue or ACD group that the event is mainly about; on a ringing or connected phone, the queue that the call came from.',
  },
  ThisTrunk: { field: 'thisTrunk', kind: 'count', about: 'The trunk that belongs to ThisDN.' },
  OtherDN: {
    field: 'otherDn',
    kind: 'id',
    about:
      'The directory number at the other end. May be the digits that were dialled; left out while nothing is known about the other end.',
  },
  OtherDNRole: { field: 'otherDnRole', kind: 'DNRole', about: 'The part that OtherDN plays in the call.' },
  OtherQueue: { field: 'otherQueue', kind: 'id', about: 'The queue that belongs to OtherDN.' },
  OtherTrunk: { field: 'otherTrunk', kind: 'count', about: 'The trunk that belongs to OtherDN.' },
  ThirdPartyDN: {
    field: 'thirdPartyDn',
    kind: 'id',
    about: 'A third directory number involved: who transferred, added or removed a party, or where a call was routed or diverted to.',
  },
  ThirdPartyDNRole: { field: 'thirdPartyDnRole', kind: 'DNRole', about: 'The part that ThirdPartyDN plays in the call.' },
  ThirdPartyQueue: { field: 'thirdPartyQueue', kind: 'id', about: 'The queue that belongs to ThirdPartyDN.' },
  AgentID: {
    field: 'loginId',
    kind: 'id',
    about: 'What the agent logged in with. Usually the same as the agent of the record key, but a field of its own.',
  },
  AgentWorkMode: {
    field: 'agentWorkMode',
    kind: 'AgentWorkMode',
    about: 'What kind of ready or not ready: after-call work, auxiliary work and so on.',
    aliases: ['WorkMode'],
  },
  CallThreadID: {
    field: 'callThreadId',
    kind: 'id',
    about:
      'Identifier of the call thread: the calls that belong to one customer contact. Taken from the record key where the event has none.',
  },
  ConnID: {
    field: 'connId',
    kind: 'id',
    about: 'Identifier of the call, whole: 16 hexadecimal digits, `@` and meta information. Compare it whole.',
  },
  PreviousConnID: {
    field: 'previousConnId',
    kind: 'id',
    about: 'The call that this party or call belonged to before; on a consultation call, the main call.',
  },
  TransferConnID: { field: 'transferConnId', kind: 'id', about: 'A call involved in a transfer, seen with treatments.' },
  CallID: {
    field: 'callId',
    kind: 'count',
    about:
      'Number that the switch gives to the call. Zero on the wire, and null here, until the switch has supplied one. No key: it is used again.',
    absent: ['0'],
  },
  CallType: { field: 'callType', kind: 'CallType', about: 'Whether the call is internal, inbound, outbound or a consultation.' },
  CallState: {
    field: 'callState',
    kind: 'CallState',
    about: 'What the event reports about the call: nothing special, a transfer, a conference, or why an attempt failed.',
  },
  CallHistory: {
    field: 'callHistory',
    kind: 'history',
    about:
      'Where the call came from when it moved between sites: first and last transfer. Its shape is not documented, so it is passed on as received.',
  },
  Cause: { field: 'cause', kind: 'count', about: 'Why a network call went to a routing or no-party state. The codes are not documented.' },
  ANI: { field: 'ani', kind: 'text', about: "The caller's number as the network supplied it. Personal data." },
  DNIS: { field: 'dnis', kind: 'text', about: 'The number that the caller dialled.' },
  CollectedDigits: { field: 'collectedDigits', kind: 'text', about: 'Digits that the caller keyed in. May be a card number or a PIN.' },
  LastCollectedDigit: {
    field: 'lastCollectedDigit',
    kind: 'text',
    about: 'The last digit that the caller keyed in.',
    aliases: ['LastDigit'],
  },
  CustomerID: {
    field: 'customerId',
    kind: 'id',
    about: 'The tenant in the sense of the switch through which the call was started. Says nothing about who may see it.',
  },
  NetworkCallID: {
    field: 'networkCallId',
    kind: 'count',
    about: 'Number that the network switch where the call first arrived gave to it.',
  },
  NetworkNodeID: { field: 'networkNodeId', kind: 'count', about: 'The network switch that assigned the network call number.' },
  ReferenceID: {
    field: 'referenceId',
    kind: 'count',
    about: 'Links the event to the client request that caused it. Null where the wire says "none" (4294967295).',
    absent: ['4294967295', '-1'],
  },
  Reasons: {
    field: 'reasons',
    kind: 'list',
    about: 'Key/value list with the reason given with the request behind the event, for example why an agent went not ready.',
    aliases: ['Reason'],
  },
  Extensions: {
    field: 'extensions',
    kind: 'list',
    about: 'Key/value list with extra data of the switch or a feature. On agent events it may hold a ReasonCode: the hardware reason.',
  },
  UserData: {
    field: 'userData',
    kind: 'list',
    about: 'Key/value list attached to the call: all of it each time, never a change. Personal data.',
  },
  TreatmentType: {
    field: 'treatmentType',
    kind: 'TreatmentType',
    about: 'What the caller is given while waiting: music, an announcement, a request for digits and so on.',
  },
  TreatmentParms: {
    field: 'treatmentParms',
    kind: 'list',
    about: 'Key/value list with the parameters of the treatment, nested.',
    aliases: ['TreatmentParameters', 'TreatmentParams'],
  },
  InfoStatus: {
    field: 'infoStatus',
    kind: 'text',
    about:
      'A status whose meaning depends on the event. On forwarding events it probably is the forwarding mode (0 none, 1 unconditional, 2 on busy, 3 on no answer, 4 on busy and no answer, 5 send all calls).',
    aliases: ['AddressInfoStatus'],
  },
  MonitorNextCallType: {
    field: 'monitorNextCallType',
    kind: 'MonitorNextCallType',
    about: 'Whether supervision covers the next call only or every call.',
  },
  ErrorCode: { field: 'errorCode', kind: 'count', about: 'Why a requested action failed, as the code of the switch.' },
  ErrorMessage: { field: 'errorMessage', kind: 'text', about: 'Why a requested action failed, in words.' },
} as const satisfies Record<string, Attribute>;
export type AttributeName = keyof typeof attributes;

export type EnumerationName = keyof typeof enumerations;
type Enumeration = {
  readonly about: string;
  /** What T-Library puts before the name: RoleObserver. */
  readonly prefix: string;
  /** Other spellings seen in the manuals, by documented name. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** By documented name: the T-Library code and the meaning. */
  readonly values: Readonly<Record<string, readonly [code: number, about: string]>>;
};

export const enumerations = {
  CallType: {
    about: 'What kind of call it is.',
    prefix: 'CallType',
    values: {
      Unknown: [0, 'Not known or not set.'],
      Internal: [1, 'Both ends are inside.'],
      Inbound: [2, 'Came from outside.'],
      Outbound: [3, 'Goes outside.'],
      Consult: [4, 'A consultation: its main call is on hold meanwhile.'],
    },
  },
  CallState: {
    about: 'What an event reports about its call. The name is historic: it is closer to a cause than to a state.',
    prefix: 'CallState',
    aliases: { AnswerMachineDetected: 'AnsweringMachineDetected' },
    values: {
      Ok: [0, 'Nothing special to report.'],
      Transferred: [1, 'The call was transferred.'],
      Conferenced: [2, 'The call has more than two parties.'],
      GeneralError: [3, 'The attempt failed, no more is known.'],
      SystemError: [4, 'The attempt failed through a fault of the system.'],
      RemoteRelease: [5, 'Another party hung up.'],
      Busy: [6, 'Busy tone.'],
      NoAnswer: [7, 'Nobody answered in time.'],
      SitDetected: [8, 'A special information tone was heard.'],
      AnsweringMachineDetected: [9, 'An answering machine picked up.'],
      AllTrunksBusy: [10, 'The network is congested.'],
      SitInvalidnum: [11, 'Tone: the number is not valid.'],
      SitVacant: [12, 'Tone: the number is not assigned.'],
      SitIntercept: [13, 'Tone: the call was intercepted.'],
      SitUnknown: [14, 'A special information tone that was not identified.'],
      SitNocircuit: [15, 'Tone: no circuit is free.'],
      SitReorder: [16, 'Tone: try again.'],
      FaxDetected: [17, 'A fax or modem picked up.'],
      QueueFull: [18, 'The queue takes no more calls.'],
      Cleared: [19, 'The call was cleared.'],
      Overflowed: [20, 'The call overflowed to another target.'],
      Abandoned: [21, 'The caller gave up.'],
      Redirected: [22, 'The call was sent to another destination.'],
      Forwarded: [23, 'The call was forwarded.'],
      Consult: [24, 'A consultation is under way.'],
      Pickedup: [25, 'Another party picked the call up.'],
      Dropped: [26, 'The call was dropped.'],
      Droppednoanswer: [27, 'The call was dropped because nobody answered.'],
      Unknown: [28, 'Not known.'],
      Covered: [29, 'The call went to a coverage point.'],
      ConverseOn: [30, 'The call is at an IVR and keeps its place in the queue.'],
      Bridged: [31, 'A shared line, or a party that observes.'],
      Deafened: [49, 'The party cannot hear the call.'],
      Held: [50, 'The call is on hold.'],
    },
  },
  DNRole: {
    about: 'The part that a directory number plays in a call.',
    prefix: 'Role',
    values: {
      Unknown: [0, 'Not known.'],
      Origination: [1, 'Made the call.'],
      Destination: [2, 'Was called.'],
      ConferenceMember: [3, 'Takes part in a conference.'],
      NewParty: [4, 'Has just been added.'],
      AddedBy: [5, 'Added another party.'],
      DeletedBy: [6, 'Removed another party.'],
      TransferredBy: [7, 'Transferred the call.'],
      DeletedParty: [8, 'Was removed, or left.'],
      ConferencedBy: [9, 'Made the conference.'],
      Observer: [10, 'Listens in, for example a supervisor.'],
    },
  },
  AgentWorkMode: {
    about: 'Refines ready and not ready.',
    prefix: 'Agent',
    values: {
      Unknown: [0, 'Not known or not given.'],
      ManualIn: [1, 'Ready: becomes available by a manual action.'],
      AutoIn: [2, 'Ready: the system decides about availability. Has the same code as LEGAL_GUARD; EventAgentReady means this one.'],
      LegalGuard: [2, 'Not ready: a pause that the system ends. Has the same code as AUTO_IN; EventAgentNotReady means this one.'],
      AfterCallWork: [3, 'Not ready: finishes work on the last call.'],
      AuxWork: [4, 'Not ready: other work, or a break.'],
      NoCallDisconnect: [5, 'Not ready: known from Meridian switches.'],
      WalkAway: [6, 'Not ready: left the desk.'],
      ReturnBack: [7, 'Ready: came back to the desk.'],
    },
  },
  TreatmentType: {
    about: 'What a caller is given while waiting.',
    prefix: 'Treatment',
    values: {
      Unknown: [0, 'The request for it was malformed.'],
      IVR: [1, 'Connected to an IVR.'],
      Music: [2, 'Music.'],
      RingBack: [3, 'The tone of a ringing phone.'],
      Silence: [4, 'Silence.'],
      Busy: [5, 'Busy tone.'],
      CollectDigits: [6, 'Is asked for digits.'],
      PlayAnnouncement: [7, 'Hears an announcement.'],
      PlayAnnouncementAndDigits: [8, 'Hears an announcement and is asked for digits.'],
      VerifyDigits: [9, 'Keyed-in digits are verified.'],
      RecordUserAnnouncement: [10, 'Records an announcement.'],
      DeleteUserAnnouncement: [11, 'A recorded announcement is deleted.'],
      CancelCall: [12, 'The call is cancelled.'],
      PlayApplication: [13, 'A voice application runs.'],
      SetDefaultRoute: [14, 'The default route is set.'],
      TextToSpeech: [15, 'Hears a text spoken.'],
      TextToSpeechAndDigits: [16, 'Hears a text spoken and is asked for digits.'],
      FastBusy: [17, 'Fast busy tone.'],
      RAN: [18, 'Hears a recorded announcement.'],
    },
  },
  MonitorNextCallType: {
    about: 'How long supervision of an agent lasts.',
    prefix: 'Monitor',
    values: {
      OneCall: [0, 'For the next call only.'],
      AllCalls: [1, 'For every call until it is cancelled.'],
    },
  },
} as const satisfies Record<string, Enumeration>;

/** Stands for a value outside an enumeration: it never costs the event, and `attributes` has it as received. */
export const UNRECOGNIZED = 'UNRECOGNIZED';

/** A documented name as a GraphQL enum value: SitInvalidnum -> SIT_INVALIDNUM, IVR -> IVR, RingBack -> RING_BACK. */
export function enumValue(name: string): string {
  return name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

type ValueOf<K extends Kind> = K extends 'list' ? JsonObject : K extends 'history' ? Json : string;
type Plain = Exclude<AttributeName, 'id' | 'time'>;

/** What a decoded event holds for each attribute, by field: null where it was not sent or could not be read. */
export type AttributeFields = {
  readonly [A in Plain as (typeof attributes)[A]['field']]: ValueOf<(typeof attributes)[A]['kind']> | null;
};
