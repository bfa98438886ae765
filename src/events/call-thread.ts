/** The 21 events of calls: handling, routing and treatments (topic voice-callthread). */
import type { EventTable } from './definition.ts';

export const callThreadEvents = {
  EventDialing: {
    code: 61,
    about: 'ThisDN is calling another number.',
    rules: [
      'CallType may be Unknown (legacy manual).',
      'OtherDN is the number dialled, or absent while nothing is known about the other end; OtherDNRole comes only with it (legacy manual, current call model).',
      'PreviousConnID is there when CallType is Consult (legacy manual).',
      'In predictive dialling ThisQueue is there and equals ThisDN (legacy manual, current call model).',
    ],
    mandatory: { current: 'CallID', legacy: 'CallType ConnID id Server ThisDN ThisDNRole time', universal: 'CallThreadID' },
    optional: {
      current: 'CallHistory',
      legacy:
        'AgentID CustomerID DNIS Extensions NetworkCallID NetworkNodeID OtherDN OtherDNRole OtherQueue OtherTrunk PreviousConnID Reasons ReferenceID ThisQueue UserData',
    },
  },
  EventRinging: {
    code: 60,
    about: 'A call rings at ThisDN.',
    rules: [
      'PreviousConnID is there when CallType is Consult (legacy manual).',
      'ThisQueue is there when the call came from a queue (legacy manual).',
    ],
    mandatory: { current: 'CallID', legacy: 'CallState CallType ConnID id Server ThisDN ThisDNRole', universal: 'CallThreadID time' },
    optional: {
      current: 'ANI CallHistory',
      legacy:
        'AgentID Cause CollectedDigits CustomerID DNIS Extensions NetworkCallID NetworkNodeID OtherDN OtherDNRole OtherQueue OtherTrunk PreviousConnID Reasons ReferenceID ThirdPartyDN ThisQueue',
      inferred: 'LastCollectedDigit ThisTrunk UserData',
    },
  },
  EventEstablished: {
    code: 64,
    about: 'ThisDN is connected: it answered, or its call was answered.',
    rules: [
      'PreviousConnID is there when CallType is Consult (inferred from sibling events).',
      'ThisQueue is there when the call came from a queue (inferred from sibling events).',
      'CallState is Bridged for a party that observes (current call model).',
    ],
    mandatory: { current: 'CallID', currentModel: 'ConnID ThisDN ThisDNRole', universal: 'CallThreadID CallType id Server time' },
    optional: {
      current: 'ANI CallHistory',
      currentModel: 'CallState OtherDN OtherDNRole ThisQueue',
      inferred:
        'AgentID CollectedDigits CustomerID DNIS Extensions LastCollectedDigit NetworkCallID NetworkNodeID OtherQueue OtherTrunk PreviousConnID Reasons ReferenceID ThisTrunk UserData',
    },
  },
  EventAbandoned: {
    code: 59,
    about: 'The caller gave up before the call was answered. Told for the telephone or queue that was waiting, not for the caller.',
    rules: [
      'PreviousConnID is there when CallType is Consult (current manual).',
      'ThisQueue is there when the call came from a queue (current manual).',
      'ThisDN is what rang or queued the call (current call model).',
    ],
    mandatory: { current: 'CallID CallState CallThreadID CallType ConnID id Server ThisDN ThisDNRole time' },
    optional: {
      current: 'ANI CallHistory PreviousConnID ThisQueue',
      currentModel: 'OtherDN',
      inferred:
        'CustomerID DNIS Extensions NetworkCallID NetworkNodeID OtherDNRole OtherQueue OtherTrunk Reasons ReferenceID ThisTrunk UserData',
    },
  },
  EventDestinationBusy: {
    code: 63,
    about: 'The destination that ThisDN calls is busy or cannot be reached.',
    rules: [
      'CallState may say more, for example SitInvalidnum (current call model).',
      'PreviousConnID is there when CallType is Consult (inferred from sibling events).',
    ],
    mandatory: { current: 'CallID', currentModel: 'CallState ConnID ThisDN ThisDNRole', universal: 'CallThreadID CallType id Server time' },
    optional: {
      current: 'ANI CallHistory',
      legacyModel: 'OtherDN OtherDNRole',
      inferred:
        'CustomerID DNIS Extensions NetworkCallID NetworkNodeID OtherQueue OtherTrunk PreviousConnID Reasons ReferenceID ThisQueue ThisTrunk UserData',
    },
  },
  EventDiverted: {
    code: 58,
    about: 'A call left the queue or routing point ThisDN for another destination.',
    rules: [
      'ThirdPartyDN, where known, is where the call went (current call model).',
      'CallState ConverseOn: the call went to an IVR and keeps its place in the other queues (current call model).',
      'A call waits in a queue until EventDiverted or EventAbandoned for that queue (legacy manual).',
      'PreviousConnID is there when CallType is Consult (inferred from sibling events).',
    ],
    mandatory: { current: 'CallID', currentModel: 'ConnID ThisDN ThisQueue', universal: 'CallThreadID CallType id Server time' },
    optional: {
      current: 'CallHistory',
      currentModel: 'CallState OtherDN OtherDNRole ThirdPartyDN ThirdPartyDNRole ThisDNRole',
      inferred:
        'CustomerID DNIS Extensions NetworkCallID NetworkNodeID OtherQueue OtherTrunk PreviousConnID Reasons ReferenceID ThirdPartyQueue ThisTrunk UserData',
    },
  },
  EventHeld: {
    code: 66,
    about: 'ThisDN put the call on hold.',
    rules: [
      'ThisDNRole and ThisQueue are those of the earlier events of this party; ThisQueue is absent for calls from no queue (current call model).',
    ],
    mandatory: { current: 'CallID', currentModel: 'ConnID ThisDN', universal: 'CallThreadID CallType id Server time' },
    optional: {
      current: 'ANI CallHistory',
      currentModel: 'OtherDN',
      inferred:
        'AgentID CallState CustomerID DNIS Extensions NetworkCallID NetworkNodeID OtherDNRole OtherQueue OtherTrunk PreviousConnID Reasons ReferenceID ThisDNRole ThisQueue ThisTrunk UserData',
    },
  },
  EventNetworkReached: {
    code: 62,
    about: 'The call that ThisDN makes has reached the outside network.',
    rules: ['Follows EventDialing of an outbound call (legacy call model).'],
    mandatory: { current: 'CallID', legacyModel: 'ConnID ThisDN ThisDNRole', universal: 'CallThreadID CallType id Server time' },
    optional: {
      current: 'ANI CallHistory',
      legacyModel: 'OtherDN OtherDNRole',
      inferred:
        'CallState CustomerID DNIS Extensions NetworkCallID NetworkNodeID OtherQueue OtherTrunk PreviousConnID Reasons ReferenceID ThisQueue ThisTrunk UserData',
    },
  },
  EventPartyAdded: {
    code: 69,
    about: 'Another party joined the call of ThisDN: a conference, or an observer.',
    rules: [
      'OtherDN is the party that joined; its role is Observer for a supervisor who listens in (current call model).',
      'CallState is Bridged when an observer joins (current call model) and Conferenced for a conference (inferred).',
      'ThirdPartyDN is who carried out the operation (legacy manual).',
    ],
    mandatory: {
      currentModel: 'CallState ConnID OtherDN OtherDNRole ThisDN ThisDNRole',
      universal: 'CallThreadID CallType id Server time',
    },
    optional: {
      current: 'ANI CallHistory',
      inferred:
        'CustomerID DNIS Extensions NetworkCallID NetworkNodeID OtherQueue OtherTrunk PreviousConnID Reasons ReferenceID ThirdPartyDN ThirdPartyDNRole ThisQueue ThisTrunk UserData',
    },
  },
  EventPartyChanged: {
    code: 68,
    about: 'The far end of the call of ThisDN is another party now, normally because a transfer was completed.',
    rules: [
      'PreviousConnID is the call that the party belonged to before (inferred).',
      'ThirdPartyDN is who transferred, in the role TransferredBy (legacy manual and inferred).',
      'When the far end is a conference, each of its members is told, without OtherDN (legacy manual).',
    ],
    mandatory: { current: 'CallID', legacyModel: 'ConnID', universal: 'CallThreadID CallType id Server ThisDN time' },
    optional: {
      current: 'ANI CallHistory',
      inferred:
        'CallState CustomerID DNIS Extensions NetworkCallID NetworkNodeID OtherDN OtherDNRole OtherQueue OtherTrunk PreviousConnID Reasons ReferenceID ThirdPartyDN ThirdPartyDNRole ThirdPartyQueue ThisDNRole ThisQueue ThisTrunk UserData',
    },
  },
  EventPartyDeleted: {
    code: 70,
    about: 'A party left the call of ThisDN, or was removed, and the call goes on.',
    rules: [
      'OtherDN is the party that went, in the role DeletedParty (current call model).',
      'ThirdPartyDN, in the role DeletedBy, is who removed it: OtherDN itself if it left by itself (current call model).',
      'CallState is Conferenced while more than two parties remain, else Ok (current call model).',
    ],
    mandatory: {
      current: 'CallID',
      currentModel: 'CallState ConnID OtherDN OtherDNRole ThisDN',
      universal: 'CallThreadID CallType id Server time',
    },
    optional: {
      current: 'ANI CallHistory',
      currentModel: 'ThirdPartyDN ThirdPartyDNRole ThisDNRole',
      inferred:
        'CustomerID DNIS Extensions NetworkCallID NetworkNodeID OtherQueue OtherTrunk PreviousConnID Reasons ReferenceID ThisQueue ThisTrunk UserData',
    },
  },
  EventQueued: {
    code: 57,
    about: 'A call began to wait in the queue ThisQueue.',
    rules: [
      'ThisDN and ThisQueue name the same queue (current call models).',
      'In predictive dialling CallState may be AnsweringMachineDetected (current call model).',
      'PreviousConnID is there when CallType is Consult (inferred from sibling events).',
      'A call can wait in several queues at once; each tells its own EventQueued and its own EventDiverted or EventAbandoned (current call model).',
    ],
    mandatory: { current: 'CallID', currentModel: 'ConnID ThisDN ThisQueue', universal: 'CallThreadID CallType id Server time' },
    optional: {
      current: 'ANI CallHistory',
      currentModel: 'CallState OtherDN ThisDNRole',
      legacyModel: 'OtherDNRole',
      inferred:
        'CollectedDigits CustomerID DNIS Extensions LastCollectedDigit NetworkCallID NetworkNodeID OtherQueue OtherTrunk PreviousConnID Reasons ReferenceID ThisTrunk UserData',
    },
  },
  EventBridged: {
    code: 151,
    about: 'A shared line at ThisDN belongs to the call without being its talking party.',
    mandatory: { universal: 'CallThreadID CallType ConnID id Server ThisDN time' },
    optional: { inferred: 'CallState CustomerID Extensions OtherDN OtherDNRole Reasons ReferenceID ThisDNRole ThisQueue UserData' },
  },
  EventReleased: {
    code: 65,
    about: 'The part of ThisDN in the call is over: it hung up, transferred the call away, or its attempt failed.',
    rules: [
      'CallState is Ok for a normal end, and says why an attempt failed (current call model).',
      'CallState is Transferred when the party left by completing a transfer (inferred).',
      'PreviousConnID is there when CallType is Consult (inferred from sibling events).',
    ],
    mandatory: { current: 'CallID', currentModel: 'CallState ConnID ThisDN', universal: 'CallThreadID CallType id Server time' },
    optional: {
      current: 'ANI CallHistory',
      currentModel: 'OtherDN OtherDNRole ThisDNRole ThisQueue',
      inferred:
        'AgentID CustomerID DNIS Extensions NetworkCallID NetworkNodeID OtherQueue OtherTrunk PreviousConnID Reasons ReferenceID ThirdPartyDN ThirdPartyDNRole ThisTrunk UserData',
    },
  },
  EventRetrieved: {
    code: 67,
    about: 'ThisDN took the call off hold.',
    rules: [
      'ThisDNRole and ThisQueue are those of the earlier events of this party; ThisQueue is absent for calls from no queue (current call model).',
    ],
    mandatory: { current: 'CallID', currentModel: 'CallState ConnID ThisDN', universal: 'CallThreadID CallType id Server time' },
    optional: {
      current: 'ANI CallHistory',
      currentModel: 'OtherDN ThisDNRole ThisQueue',
      inferred:
        'AgentID CustomerID DNIS Extensions NetworkCallID NetworkNodeID OtherDNRole OtherQueue OtherTrunk PreviousConnID Reasons ReferenceID ThisTrunk UserData',
    },
  },
  EventRouteRequest: {
    code: 71,
    about: 'A call is at the routing point ThisDN and a decision is wanted where it goes.',
    rules: [
      'PreviousConnID is there when a consultation call is at the routing point (current manual).',
      'ThisDN and ThisQueue are equal (current manual).',
    ],
    mandatory: { current: 'CallID CallThreadID CallType ConnID id Server ThisDN ThisQueue time' },
    optional: {
      current: 'ANI CallHistory PreviousConnID',
      legacy:
        'CollectedDigits CustomerID DNIS Extensions LastCollectedDigit NetworkCallID NetworkNodeID OtherDN OtherDNRole OtherQueue OtherTrunk ThirdPartyDN ThisTrunk UserData',
    },
  },
  EventRouteUsed: {
    code: 72,
    about: 'A routing decision took effect: the one that was asked for, or the default of the switch when none came in time.',
    rules: [
      'ThirdPartyDN is the destination, or the number dialled (legacy manual).',
      'ThirdPartyDNRole, where given, is Destination (legacy manual).',
      'ThisDN and ThisQueue are equal (legacy manual).',
    ],
    mandatory: { current: 'CallID', legacy: 'CallType ConnID id Server ThisDN ThisQueue time', universal: 'CallThreadID' },
    optional: {
      current: 'ANI CallHistory',
      legacy:
        'CallState CustomerID DNIS Extensions NetworkCallID NetworkNodeID OtherDN Reasons ReferenceID ThirdPartyDN ThirdPartyDNRole ThisTrunk UserData',
    },
  },
  EventTreatmentApplied: {
    code: 114,
    about: 'The treatment that was asked for has begun.',
    rules: ['Extensions and CustomerID are mandatory here, unlike on most events (current manual).'],
    mandatory: { current: 'CallID CallThreadID CallType ConnID CustomerID Extensions id Server ThisDN ThisDNRole time TreatmentType' },
    optional: { legacy: 'NetworkCallID NetworkNodeID Reasons ReferenceID TransferConnID TreatmentParms UserData' },
  },
  EventTreatmentEnd: {
    code: 116,
    about: 'A treatment is over and the next instruction can be taken.',
    rules: ['CollectedDigits and LastCollectedDigit come with the types CollectDigits and PlayAnnouncementAndDigits (legacy manual).'],
    mandatory: { current: 'CallID', legacy: 'CallType ConnID CustomerID id Server ThisDN time TreatmentType', universal: 'CallThreadID' },
    optional: {
      legacy:
        'CollectedDigits Extensions LastCollectedDigit NetworkCallID NetworkNodeID Reasons ReferenceID TransferConnID TreatmentParms UserData',
    },
  },
  EventTreatmentNotApplied: {
    code: 115,
    about: 'A treatment could not be given; ErrorCode and ErrorMessage say why.',
    mandatory: { current: 'CallID', legacy: 'CallType ConnID CustomerID ErrorCode id', universal: 'CallThreadID Server ThisDN time' },
    optional: {
      legacy: 'ErrorMessage Extensions',
      inferred: 'NetworkCallID NetworkNodeID Reasons ReferenceID ThisDNRole TransferConnID TreatmentParms TreatmentType UserData',
    },
  },
  EventTreatmentRequired: {
    code: 119,
    about: 'The call has come to where a treatment is wanted and none runs.',
    mandatory: { universal: 'CallThreadID CallType ConnID id Server ThisDN time' },
    optional: {
      inferred:
        'CustomerID DNIS Extensions NetworkCallID NetworkNodeID OtherDN Reasons ReferenceID ThisDNRole ThisQueue TreatmentParms TreatmentType UserData',
    },
  },
} as const satisfies EventTable;
