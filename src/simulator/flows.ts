/** How calls and shifts run, event by event: the simulator plays these flows, and they are test vectors for the state. Facts: the call models of the Voice Microservices and the older Genesys manuals, the rest by T-Library habits. */
import { readLines } from './flow.ts';
import type { Confidence, FlowEntry, FlowRef, Step } from './flow.ts';

// What many lines share. The first party is the one that is told.
const from = <P extends string>(caller: P) => ({ ThisDNRole: 'Destination', OtherDN: caller, OtherDNRole: 'Origination' }) as const;
const to = <P extends string>(called: P) => ({ ThisDNRole: 'Origination', OtherDN: called, OtherDNRole: 'Destination' }) as const;
const maybeTo = <P extends string>(called: P) =>
  ({ ThisDNRole: 'Origination', 'OtherDN?': called, 'OtherDNRole?': 'Destination' }) as const;
const adds = <P extends string>(by: P, added: P) =>
  ({ OtherDN: added, OtherDNRole: 'NewParty', ThirdPartyDN: by, ThirdPartyDNRole: 'AddedBy', CallState: 'Conferenced' }) as const;
const removes = <P extends string>(by: P, removed: P) =>
  ({ OtherDN: removed, OtherDNRole: 'DeletedParty', ThirdPartyDN: by, ThirdPartyDNRole: 'DeletedBy', CallState: 'Ok' }) as const;
const transferredBy = <P extends string>(by: P) =>
  ({ ThirdPartyDN: by, ThirdPartyDNRole: 'TransferredBy', CallState: 'Transferred' }) as const;
const inbound = { ConnID: 1, CallType: 'Inbound' } as const;
const consult = { ConnID: 2, PreviousConnID: 1, CallType: 'Consult' } as const;

const table = {
  'simple-call': {
    about: 'A calls B inside the house, or from outside: then A has no events.',
    confidence: 'current-docs',
    parties: { A: 'caller', B: 'called party' },
    steps: [
      ['A', 'TMakeCall to B'],
      // The other end may be just the digits dialled, or missing.
      ['A', 'EventDialing', { ConnID: 1, ...maybeTo('B') }],
      ['B', 'EventRinging', { ConnID: 1, ...from('A'), CallState: 'Ok' }],
      ['B', 'TAnswerCall'],
      ['A', 'EventEstablished', { ConnID: 1, ...to('B'), unordered: 'answer' }],
      ['B', 'EventEstablished', { ConnID: 1, ...from('A'), unordered: 'answer' }],
      'They talk.',
    ],
    variants: {
      'caller-hangs-up-before-delivery': {
        afterStep: 2,
        confidence: 'current-docs',
        steps: [['A', 'EventReleased', { ConnID: 1, ThisDNRole: 'Origination', CallState: 'Ok' }]],
      },
      'destination-busy': {
        afterStep: 2,
        confidence: 'current-docs',
        steps: [
          // Busy is one case of many: the state may name the tone that was heard.
          ['A', 'EventDestinationBusy', { ConnID: 1, ThisDNRole: 'Origination', CallState: 'Busy' }],
        ],
      },
      'caller-hangs-up-while-ringing': {
        afterStep: 3,
        confidence: 'current-docs',
        steps: [
          ['A', 'EventReleased', { ConnID: 1, ...maybeTo('B'), CallState: 'Ok' }],
          ['B', 'EventAbandoned', { ConnID: 1, OtherDN: 'A', CallState: 'Ok' }],
        ],
      },
    },
  },
  release: {
    about: 'Either of two parties hangs up; both are told.',
    confidence: 'current-docs',
    parties: { A: 'party', B: 'party' },
    given: { play: 'simple-call', connId: 1, parties: { A: 'A', B: 'B' } },
    steps: [
      'They talk.',
      ['A or B', 'TReleaseCall'],
      ['A', 'EventReleased', { ConnID: 1, 'OtherDN?': 'B', CallState: 'Ok', unordered: 'release' }],
      ['B', 'EventReleased', { ConnID: 1, 'OtherDN?': 'A', CallState: 'Ok', unordered: 'release' }],
    ],
  },
  'release-from-conference': {
    about: 'B leaves a conference of three by itself.',
    confidence: 'current-docs',
    parties: { A: 'stays', B: 'leaves', C: 'stays' },
    given: { play: 'single-step-conference', connId: 1, parties: { A: 'A', B: 'B', C: 'C' } },
    steps: [
      'All three talk.',
      ['B', 'TReleaseCall'],
      // Conferenced while more than two stay.
      ['A', 'EventPartyDeleted', { ConnID: 1, ...removes('B', 'B'), unordered: 'leave' }],
      ['B', 'EventReleased', { ConnID: 1, CallState: 'Ok', unordered: 'leave' }],
      ['C', 'EventPartyDeleted', { ConnID: 1, ...removes('B', 'B'), unordered: 'leave' }],
      'A and C go on.',
    ],
  },
  'delete-from-conference': {
    about: 'A throws B out of a conference of three.',
    confidence: 'current-docs',
    parties: { A: 'controls', B: 'removed', C: 'stays' },
    given: { play: 'single-step-conference', connId: 1, parties: { A: 'A', B: 'B', C: 'C' } },
    steps: [
      'All three talk.',
      ['A', 'TDeleteFromConference of B'],
      ['A', 'EventPartyDeleted', { ConnID: 1, ...removes('A', 'B'), unordered: 'leave' }],
      ['B', 'EventReleased', { ConnID: 1, CallState: 'Ok', unordered: 'leave' }],
      ['C', 'EventPartyDeleted', { ConnID: 1, ...removes('A', 'B'), unordered: 'leave' }],
      'A and C go on.',
    ],
  },
  'acd-call': {
    about: 'A call waits in one queue until an agent takes it.',
    confidence: 'legacy-docs',
    parties: { A: 'caller', B: 'ACD queue', C: 'agent' },
    steps: [
      ['A', 'Make call to B'],
      ['A', 'EventDialing', { ConnID: 1, ...maybeTo('B') }],
      ['B', 'EventQueued', { ConnID: 1, ThisQueue: 'B', ...from('A') }],
      'The queue picks C.',
      ['B', 'EventDiverted', { ConnID: 1, ThisQueue: 'B', ...from('A'), 'ThirdPartyDN?': 'C', confidence: 'inferred' }],
      ['C', 'EventRinging', { ConnID: 1, ThisQueue: 'B', ...from('A'), CallState: 'Ok', confidence: 'inferred' }],
      ['C', 'TAnswerCall'],
      ['A', 'EventEstablished', { ConnID: 1, ...to('C'), unordered: 'answer', confidence: 'inferred' }],
      ['C', 'EventEstablished', { ConnID: 1, ThisQueue: 'B', ...from('A'), unordered: 'answer', confidence: 'inferred' }],
    ],
    variants: {
      'abandon-in-queue': {
        afterStep: 3,
        confidence: 'inferred',
        steps: [
          ['A', 'EventReleased', { ConnID: 1, 'OtherDN?': 'B', CallState: 'Ok', confidence: 'inferred' }],
          ['B', 'EventAbandoned', { ConnID: 1, ThisQueue: 'B', OtherDN: 'A', CallState: 'Ok', confidence: 'inferred' }],
        ],
      },
      'abandon-while-agent-rings': {
        afterStep: 6,
        confidence: 'inferred',
        steps: [
          ['A', 'EventReleased', { ConnID: 1, 'OtherDN?': 'C', CallState: 'Ok', confidence: 'inferred' }],
          ['C', 'EventAbandoned', { ConnID: 1, ThisQueue: 'B', OtherDN: 'A', CallState: 'Ok', confidence: 'inferred' }],
        ],
      },
    },
  },
  'multi-queue-ivr-queue': {
    about: 'A call waits in two queues at once and spends the time at an IVR, which it reaches through a queue of its own.',
    confidence: 'current-docs',
    parties: { A: 'caller', Q1: 'first queue', Q2: 'second queue', Q3: 'IVR queue', IVR: 'IVR port', AGENT: 'agent' },
    steps: [
      ['A', 'Call to Q1'],
      ['A', 'EventDialing', { ConnID: 1, ...maybeTo('Q1') }],
      ['Q1', 'EventQueued', { ConnID: 1, ThisQueue: 'Q1', OtherDN: 'A' }],
      ['Q2', 'EventQueued', { ConnID: 1, ThisQueue: 'Q2', OtherDN: 'A' }],
      // The manual prints the second queue here, in the column of the IVR queue.
      ['Q3', 'EventQueued', { ConnID: 1, ThisQueue: 'Q3', OtherDN: 'A' }],
      ['Q3', 'EventDiverted', { ConnID: 1, ThisQueue: 'Q3', OtherDN: 'A', ThirdPartyDN: 'IVR', CallState: 'ConverseOn' }],
      ['IVR', 'EventRinging', { ConnID: 1, ThisQueue: 'Q3', OtherDN: 'A', CallState: 'ConverseOn' }],
      ['IVR', 'Answer'],
      ['IVR', 'EventEstablished', { ConnID: 1, ThisQueue: 'Q3', OtherDN: 'A' }],
      'An agent gets ready.',
      // The manual prints the second queue for both diversions.
      ['Q1', 'EventDiverted', { ConnID: 1, ThisQueue: 'Q1', OtherDN: 'A', ThirdPartyDN: 'AGENT', unordered: 'agent-found' }],
      ['Q2', 'EventDiverted', { ConnID: 1, ThisQueue: 'Q2', OtherDN: 'A', ThirdPartyDN: 'AGENT', unordered: 'agent-found' }],
      // Earlier where the IVR is done before an agent is found.
      ['IVR', 'EventReleased', { ConnID: 1, ThisQueue: 'Q3', OtherDN: 'A', unordered: 'agent-found' }],
      ['AGENT', 'EventRinging', { ConnID: 1, ThisQueue: 'Q1', OtherDN: 'A', unordered: 'agent-found' }],
      ['AGENT', 'Answer'],
      // With some switches already when the IVR answers.
      ['A', 'EventEstablished', { ConnID: 1, OtherDN: 'AGENT', CallState: 'Ok', unordered: 'answer' }],
      ['AGENT', 'EventEstablished', { ConnID: 1, ThisQueue: 'Q1', OtherDN: 'A', CallState: 'Ok', unordered: 'answer' }],
    ],
    variants: {
      'caller-hangs-up-in-ivr': {
        afterStep: 9,
        confidence: 'current-docs',
        steps: [
          ['A', 'EventReleased', { ConnID: 1, OtherDN: 'Q1' }],
          ['Q1', 'EventAbandoned', { ConnID: 1, ThisQueue: 'Q1', OtherDN: 'A', CallState: 'Ok', unordered: 'abandon' }],
          ['Q2', 'EventAbandoned', { ConnID: 1, ThisQueue: 'Q2', OtherDN: 'A', CallState: 'Ok', unordered: 'abandon' }],
          ['IVR', 'EventReleased', { ConnID: 1, ThisQueue: 'Q3', OtherDN: 'A', unordered: 'abandon' }],
        ],
      },
    },
  },
  'hold-retrieve-answered': {
    about: 'B holds A, talks to C meanwhile, and comes back to A.',
    confidence: 'current-docs',
    parties: { A: 'caller', B: 'holds', C: 'consulted' },
    steps: [
      { play: 'simple-call', connId: 1, parties: { A: 'A', B: 'B' } },
      ['B', 'THoldCall'],
      ['B', 'EventHeld', { ConnID: 1, OtherDN: 'A' }],
      ['B', 'TMakeCall to C'],
      { play: 'simple-call', connId: 2, parties: { A: 'B', B: 'C' } },
      { play: 'release', connId: 2, parties: { A: 'B', B: 'C' } },
      ['B', 'TRetrieveCall'],
      // Role and queue, where sent, are those that the party had before.
      ['B', 'EventRetrieved', { ConnID: 1, OtherDN: 'A', CallState: 'Ok' }],
      { play: 'release', connId: 1, parties: { A: 'A', B: 'B' } },
    ],
    variants: {
      'hang-up': {
        afterStep: 3,
        confidence: 'current-docs',
        steps: [
          ['A', 'EventReleased', { ConnID: 1, OtherDN: 'B', CallState: 'Ok', unordered: 'release' }],
          ['B', 'EventReleased', { ConnID: 1, OtherDN: 'A', CallState: 'Ok', unordered: 'release' }],
        ],
      },
    },
  },
  'hold-retrieve-unanswered': {
    about: 'B holds A, tries C in vain, and comes back to A.',
    confidence: 'current-docs',
    parties: { A: 'caller', B: 'holds', C: 'consulted' },
    steps: [
      { play: 'simple-call', connId: 1, parties: { A: 'A', B: 'B' } },
      ['B', 'THoldCall'],
      ['B', 'EventHeld', { ConnID: 1, OtherDN: 'A' }],
      'B calls C on a call 2 that C does not answer.',
      ['B', 'TRetrieveCall'],
      ['B', 'EventRetrieved', { ConnID: 1, OtherDN: 'A', CallState: 'Ok', confidence: 'inferred' }],
    ],
  },
  'predictive-call': {
    about: 'A dialling group calls a customer and hands whoever answers to an agent.',
    confidence: 'current-docs',
    parties: { A: 'agent', B: 'ACD group that dials', C: 'customer' },
    steps: [
      ['B', 'TMakePredictiveCall'],
      ['B', 'EventDialing', { ConnID: 1, ThisQueue: 'B', ThisDNRole: 'Origination', 'OtherDN?': 'C', OtherDNRole: 'Destination' }],
      'C answers.',
      // AnsweringMachineDetected if a machine answered.
      ['B', 'EventQueued', { ConnID: 1, ThisQueue: 'B', ThisDNRole: 'Origination', CallState: 'Ok' }],
      ['B', 'EventDiverted', { ConnID: 1, ThisQueue: 'B', ...to('C'), 'ThirdPartyDN?': 'A', 'ThirdPartyDNRole?': 'Origination' }],
      ['A', 'EventRinging', { ConnID: 1, ...to('C'), CallState: 'Ok' }],
      ['A', 'TAnswerCall'],
      ['A', 'EventEstablished', { ConnID: 1, ...to('C') }],
      { play: 'release', connId: 1, parties: { A: 'A', B: 'C' }, unmonitored: ['C'] },
    ],
    variants: {
      'attempt-failed': {
        afterStep: 2,
        confidence: 'current-docs',
        steps: [
          // Or another state that says why.
          ['B', 'EventReleased', { ConnID: 1, OtherDN: 'C', CallState: 'NoAnswer' }],
        ],
      },
      'customer-hangs-up-in-queue': {
        afterStep: 4,
        confidence: 'current-docs',
        steps: [['B', 'EventAbandoned', { ConnID: 1, OtherDN: 'C', CallState: 'Ok' }]],
      },
      'customer-hangs-up-while-agent-rings': {
        afterStep: 6,
        confidence: 'current-docs',
        steps: [['A', 'EventAbandoned', { ConnID: 1, OtherDN: 'C', CallState: 'Ok' }]],
      },
    },
  },
  'predictive-call-with-routing': {
    about: 'As predictive-call, but a router picks the agent.',
    confidence: 'current-docs',
    parties: { A: 'agent', B: 'ACD group / routing point', C: 'customer' },
    steps: [
      ['B', 'TMakePredictiveCall'],
      ['B', 'EventDialing', { ConnID: 1, ThisQueue: 'B', ThisDNRole: 'Origination', 'OtherDN?': 'C', OtherDNRole: 'Destination' }],
      'C answers.',
      ['B', 'EventQueued', { ConnID: 1, ThisQueue: 'B', ThisDNRole: 'Origination', CallState: 'Ok' }],
      ['B', 'EventRouteRequest', { ConnID: 1, ThisQueue: 'B' }],
      ['router', 'TRouteCall to A'],
      ['B', 'EventRouteUsed', { ConnID: 1, ThisQueue: 'B', 'ThirdPartyDN?': 'A', unordered: 'routed' }],
      ['B', 'EventDiverted', { ConnID: 1, ThisQueue: 'B', 'ThirdPartyDN?': 'A', unordered: 'routed' }],
      ['A', 'EventRinging', { ConnID: 1, ...to('C'), CallState: 'Ok' }],
      ['A', 'TAnswerCall'],
      ['A', 'EventEstablished', { ConnID: 1, ...to('C') }],
    ],
  },
  'service-observing-agent': {
    about: 'A supervisor listens in on a call of an agent.',
    confidence: 'current-docs',
    parties: { A: 'external caller', B: 'observed agent', C: 'observer' },
    steps: [
      ['B', 'EventRinging', { ConnID: 1, ...from('A'), CallState: 'Ok' }],
      ['B', 'TAnswerCall'],
      ['B', 'EventEstablished', { ConnID: 1, ...from('A'), CallState: 'Ok' }],
      // Some switches name who set up the observation as the other party.
      ['C', 'EventRinging', { ConnID: 1, ThisDNRole: 'Observer', OtherDN: 'A', OtherDNRole: 'Origination', CallState: 'Bridged' }],
      [
        'B',
        'EventPartyAdded',
        { ConnID: 1, ThisDNRole: 'Destination', OtherDN: 'C', OtherDNRole: 'Observer', CallState: 'Bridged', unordered: 'observer-joins' },
      ],
      [
        'C',
        'EventEstablished',
        { ConnID: 1, ThisDNRole: 'Observer', OtherDN: 'A', OtherDNRole: 'Origination', CallState: 'Bridged', unordered: 'observer-joins' },
      ],
      'The supervisor hears both.',
    ],
    variants: {
      'agent-releases-first': {
        afterStep: 7,
        confidence: 'current-docs',
        steps: [
          ['B', 'TReleaseCall'],
          ['B', 'EventReleased', { ConnID: 1, ThisDNRole: 'Destination', CallState: 'Ok' }],
          ['C', 'EventPartyDeleted', { ConnID: 1, ThisDNRole: 'Observer', OtherDN: 'B', OtherDNRole: 'DeletedParty', CallState: 'Ok' }],
          ['C', 'EventReleased', { ConnID: 1, ThisDNRole: 'Observer', OtherDN: 'A', CallState: 'Ok' }],
        ],
      },
    },
  },
  'outbound-busy': {
    about: 'An agent calls outside and hears the busy tone.',
    confidence: 'legacy-docs',
    parties: { A: 'agent', B: 'external number' },
    steps: [
      ['A', 'TMakeCall to B'],
      ['A', 'EventDialing', { ConnID: 1, ...maybeTo('B') }],
      ['A', 'EventNetworkReached', { ConnID: 1, ...maybeTo('B') }],
      ['A', 'EventDestinationBusy', { ConnID: 1, ...maybeTo('B') }],
      ['A', 'EventReleased', { ConnID: 1, 'OtherDN?': 'B', CallState: 'Ok' }],
    ],
    variants: {
      'hang-up-early': {
        afterStep: 3,
        confidence: 'legacy-docs',
        steps: [['A', 'EventReleased', { ConnID: 1, OtherDN: 'B', CallState: 'Ok' }]],
      },
    },
  },
  'virtual-queue': {
    about: 'A router keeps a call in a virtual queue while it looks for an agent.',
    confidence: 'legacy-docs',
    parties: { RP: 'routing point', VQ: 'virtual queue', AGENT: 'agent', CALLER: 'caller' },
    steps: [
      ['RP', 'EventRouteRequest', { ConnID: 1, ThisQueue: 'RP', CallType: 'Inbound', confidence: 'inferred' }],
      // Told because the router asked for it.
      [
        'VQ',
        'EventQueued',
        {
          ...inbound,
          ThisQueue: 'VQ',
          ...from('CALLER'),
          Extensions: { VQID: '...', Location: '...', CallUUID: '...', SIGNATURE: 'router' },
        },
      ],
      ['RP', 'EventRouteUsed', { ConnID: 1, ThisQueue: 'RP' }],
      [
        'VQ',
        'EventDiverted',
        {
          ...inbound,
          ThisQueue: 'VQ',
          ...from('CALLER'),
          ThirdPartyDN: 'AGENT',
          ThirdPartyDNRole: 'Destination',
          Reasons: { RTR: 115 },
          UserData: { RVQID: '...', RTargetAgentSelected: '...', RRequestedSkills: {} },
          Extensions: { VQID: '...' },
        },
      ],
      ['AGENT', 'EventRinging', { ConnID: 1, ThisDNRole: 'Destination', OtherDN: 'CALLER', CallState: 'Ok', confidence: 'inferred' }],
    ],
    variants: {
      'caller-hangs-up': {
        afterStep: 2,
        confidence: 'legacy-docs',
        steps: [['VQ', 'EventAbandoned', { ConnID: 1, ThisQueue: 'VQ', OtherDN: 'CALLER', CallState: 'Ok' }]],
      },
    },
  },
  'complex-party': {
    about: 'A transfer is completed whose other side is a conference: each member is told, none of them a far end.',
    confidence: 'legacy-docs',
    parties: { A0: 'conference member', A1: 'conference member', C: 'new party' },
    steps: [
      'Somebody hands C over to the conference of A0 and A1.',
      ['A0', 'EventPartyChanged', { ConnID: 1, unordered: 'changed' }],
      ['A1', 'EventPartyChanged', { ConnID: 1, unordered: 'changed' }],
      // No far end: there are several.
      ['C', 'EventPartyChanged', { ConnID: 1, unordered: 'changed' }],
    ],
  },
  'outbound-answered': {
    about: 'An agent calls outside, talks and hangs up.',
    confidence: 'inferred',
    parties: { A: 'agent', B: 'external number' },
    agentKeys: { A: '1001' },
    steps: [
      // Only where the receiver lay on the hook.
      ['A', 'EventOffHook', {}],
      ['A', 'EventDialing', { ConnID: 1, CallType: 'Outbound', ...maybeTo('B') }],
      ['A', 'EventNetworkReached', { ConnID: 1, CallType: 'Outbound', ...maybeTo('B') }],
      ['A', 'EventEstablished', { ConnID: 1, CallType: 'Outbound', ...to('B') }],
      ['A', 'EventReleased', { ConnID: 1, CallType: 'Outbound', 'OtherDN?': 'B', CallState: 'Ok' }],
      ['A', 'EventOnHook', {}],
    ],
  },
  'two-step-transfer': {
    about: 'B asks C first and then hands A over.',
    confidence: 'inferred',
    parties: { A: 'caller', B: 'transferring agent', C: 'consulted agent' },
    steps: [
      { play: 'simple-call', connId: 1, parties: { A: 'A', B: 'B' } },
      ['B', 'TInitiateTransfer to C'],
      ['B', 'EventHeld', { ConnID: 1, OtherDN: 'A' }],
      ['B', 'EventDialing', { ...consult, ...maybeTo('C') }],
      ['C', 'EventRinging', { ...consult, ...from('B'), CallState: 'Ok' }],
      ['C', 'TAnswerCall'],
      ['B', 'EventEstablished', { ...consult, ...to('C'), unordered: 'answer' }],
      ['C', 'EventEstablished', { ...consult, ...from('B'), unordered: 'answer' }],
      ['B', 'TCompleteTransfer'],
      ['B', 'EventReleased', { ...consult, OtherDN: 'C', CallState: 'Transferred', unordered: 'complete' }],
      ['B', 'EventReleased', { ConnID: 1, OtherDN: 'A', CallState: 'Transferred', unordered: 'complete' }],
      ['A', 'EventPartyChanged', { ConnID: 1, PreviousConnID: 1, OtherDN: 'C', ...transferredBy('B'), unordered: 'complete' }],
      ['C', 'EventPartyChanged', { ConnID: 1, PreviousConnID: 2, OtherDN: 'A', ...transferredBy('B'), unordered: 'complete' }],
      'A and C go on, on call 1.',
    ],
    variants: {
      reconnect: {
        afterStep: 8,
        confidence: 'inferred',
        steps: [
          ['B', 'EventReleased', { ...consult, OtherDN: 'C', CallState: 'Ok', unordered: 'drop' }],
          ['C', 'EventReleased', { ...consult, OtherDN: 'B', CallState: 'Ok', unordered: 'drop' }],
          ['B', 'EventRetrieved', { ConnID: 1, OtherDN: 'A', CallState: 'Ok' }],
        ],
      },
      'complete-before-answer': {
        afterStep: 5,
        confidence: 'inferred',
        steps: [
          ['B', 'EventReleased', { ...consult, OtherDN: 'C', CallState: 'Transferred', unordered: 'complete' }],
          ['B', 'EventReleased', { ConnID: 1, OtherDN: 'A', CallState: 'Transferred', unordered: 'complete' }],
          ['C', 'EventPartyChanged', { ConnID: 1, PreviousConnID: 2, OtherDN: 'A', ...transferredBy('B'), unordered: 'complete' }],
          ['A', 'EventPartyChanged', { ConnID: 1, PreviousConnID: 1, OtherDN: 'C', ...transferredBy('B'), unordered: 'complete' }],
          ['C', 'EventEstablished', { ConnID: 1, ThisDNRole: 'Destination', OtherDN: 'A' }],
        ],
      },
    },
  },
  'single-step-transfer': {
    about: 'B hands A over to C without asking.',
    confidence: 'inferred',
    parties: { A: 'caller', B: 'transferring agent', C: 'destination' },
    steps: [
      { play: 'simple-call', connId: 1, parties: { A: 'A', B: 'B' } },
      ['B', 'TSingleStepTransfer to C'],
      ['B', 'EventReleased', { ConnID: 1, OtherDN: 'A', CallState: 'Transferred', 'ThirdPartyDN?': 'C', unordered: 'transfer' }],
      ['A', 'EventPartyChanged', { ConnID: 1, PreviousConnID: 1, OtherDN: 'C', ...transferredBy('B'), unordered: 'transfer' }],
      ['C', 'EventRinging', { ConnID: 1, ...from('A'), 'ThirdPartyDN?': 'B', CallState: 'Transferred', unordered: 'transfer' }],
      ['C', 'TAnswerCall'],
      ['C', 'EventEstablished', { ConnID: 1, ...from('A') }],
    ],
  },
  'two-step-conference': {
    about: 'B asks C first and then brings C into the call with A.',
    confidence: 'inferred',
    parties: { A: 'caller', B: 'initiator', C: 'new party' },
    steps: [
      { play: 'simple-call', connId: 1, parties: { A: 'A', B: 'B' } },
      ['B', 'TInitiateConference to C'],
      ['B', 'EventHeld', { ConnID: 1, OtherDN: 'A' }],
      ['B', 'EventDialing', { ...consult, ...maybeTo('C') }],
      ['C', 'EventRinging', { ...consult, ...from('B'), CallState: 'Ok' }],
      ['B', 'EventEstablished', { ...consult, ...to('C'), unordered: 'answer' }],
      ['C', 'EventEstablished', { ...consult, ...from('B'), unordered: 'answer' }],
      ['B', 'TCompleteConference'],
      ['B', 'EventReleased', { ...consult, OtherDN: 'C', CallState: 'Conferenced', unordered: 'complete' }],
      // Left out by some switches.
      ['B', 'EventRetrieved', { ConnID: 1, OtherDN: 'A', CallState: 'Conferenced', unordered: 'complete' }],
      ['B', 'EventPartyAdded', { ConnID: 1, ThisDNRole: 'ConferenceMember', ...adds('B', 'C'), unordered: 'complete' }],
      ['A', 'EventPartyAdded', { ConnID: 1, ThisDNRole: 'ConferenceMember', ...adds('B', 'C'), unordered: 'complete' }],
      [
        'C',
        'EventPartyChanged',
        {
          ConnID: 1,
          PreviousConnID: 2,
          ThirdPartyDN: 'B',
          ThirdPartyDNRole: 'ConferencedBy',
          CallState: 'Conferenced',
          unordered: 'complete',
        },
      ],
      'All three talk, on call 1.',
      { play: 'release-from-conference', connId: 1, parties: { A: 'A', B: 'B', C: 'C' } },
    ],
  },
  'single-step-conference': {
    about: 'B brings C into the call with A without asking.',
    confidence: 'inferred',
    parties: { A: 'caller', B: 'initiator', C: 'new party' },
    steps: [
      { play: 'simple-call', connId: 1, parties: { A: 'A', B: 'B' } },
      ['B', 'TSingleStepConference to C'],
      ['C', 'EventRinging', { ConnID: 1, ThisDNRole: 'ConferenceMember', OtherDN: 'B', CallState: 'Conferenced' }],
      ['C', 'EventEstablished', { ConnID: 1, ThisDNRole: 'ConferenceMember', CallState: 'Conferenced', unordered: 'join' }],
      ['A', 'EventPartyAdded', { ConnID: 1, ThisDNRole: 'ConferenceMember', ...adds('B', 'C'), unordered: 'join' }],
      ['B', 'EventPartyAdded', { ConnID: 1, ThisDNRole: 'ConferenceMember', ...adds('B', 'C'), unordered: 'join' }],
    ],
  },
  'inbound-routed-with-treatment': {
    about: 'A customer hears an announcement, keys in a choice, waits with music and is routed to an agent.',
    confidence: 'inferred',
    parties: { CALLER: 'external caller', RP: 'routing point', B: 'agent' },
    steps: [
      // Only at routing points that are queues too.
      ['RP', 'EventQueued', { ...inbound, ThisQueue: 'RP', OtherDN: 'CALLER', OtherDNRole: 'Origination' }],
      ['RP', 'EventRouteRequest', { ...inbound, ThisQueue: 'RP', OtherDN: 'CALLER', OtherDNRole: 'Origination' }],
      ['router', 'TApplyTreatment PlayAnnouncementAndDigits'],
      [
        'RP',
        'EventTreatmentApplied',
        { ...inbound, CustomerID: 'tenant', ThisDNRole: 'Destination', TreatmentType: 'PlayAnnouncementAndDigits', Extensions: {} },
      ],
      [
        'RP',
        'EventTreatmentEnd',
        { ...inbound, CustomerID: 'tenant', TreatmentType: 'PlayAnnouncementAndDigits', CollectedDigits: '42', LastCollectedDigit: '2' },
      ],
      ['router', 'TApplyTreatment Music while waiting'],
      [
        'RP',
        'EventTreatmentApplied',
        { ...inbound, CustomerID: 'tenant', ThisDNRole: 'Destination', TreatmentType: 'Music', Extensions: {} },
      ],
      ['router', 'TRouteCall to B'],
      // Left out where routing cuts the music short.
      ['RP', 'EventTreatmentEnd', { ...inbound, CustomerID: 'tenant', TreatmentType: 'Music' }],
      ['RP', 'EventRouteUsed', { ...inbound, ThisQueue: 'RP', ThirdPartyDN: 'B', 'ThirdPartyDNRole?': 'Destination', unordered: 'routed' }],
      ['RP', 'EventDiverted', { ...inbound, ThisQueue: 'RP', OtherDN: 'CALLER', 'ThirdPartyDN?': 'B', unordered: 'routed' }],
      [
        'B',
        'EventRinging',
        { ...inbound, ThisDNRole: 'Destination', ThisQueue: 'RP', OtherDN: 'CALLER', OtherDNRole: 'Origination', CallState: 'Ok' },
      ],
      ['B', 'EventEstablished', { ...inbound, ThisDNRole: 'Destination', ThisQueue: 'RP', OtherDN: 'CALLER', OtherDNRole: 'Origination' }],
      ['B', 'EventReleased', { ...inbound, ThisDNRole: 'Destination', 'OtherDN?': 'CALLER', CallState: 'Ok' }],
    ],
    variants: {
      'treatment-fails': {
        afterStep: 3,
        confidence: 'inferred',
        steps: [['RP', 'EventTreatmentNotApplied', { ...inbound, CustomerID: 'tenant', ErrorCode: 1, 'ErrorMessage?': 'text' }]],
      },
      'treatment-asked-for': {
        afterStep: 2,
        confidence: 'inferred',
        steps: [['RP', 'EventTreatmentRequired', { ...inbound }]],
      },
      'caller-hangs-up-at-routing-point': {
        afterStep: 4,
        confidence: 'inferred',
        steps: [['RP', 'EventAbandoned', { ...inbound, ThisQueue: 'RP', OtherDN: 'CALLER', CallState: 'Ok' }]],
      },
      'default-routing': {
        afterStep: 2,
        confidence: 'inferred',
        steps: [
          ['RP', 'EventRouteUsed', { ...inbound, ThisQueue: 'RP', 'ThirdPartyDN?': 'DEFAULT' }],
          ['RP', 'EventDiverted', { ...inbound, ThisQueue: 'RP', 'ThirdPartyDN?': 'DEFAULT' }],
        ],
      },
    },
  },
  'redirect-on-no-answer': {
    about: 'An agent lets it ring and the call goes on to a colleague.',
    confidence: 'inferred',
    parties: { CALLER: 'caller', B: 'first agent', C: 'second agent' },
    steps: [
      ['B', 'EventRinging', { ConnID: 1, ThisDNRole: 'Destination', OtherDN: 'CALLER', CallState: 'Ok' }],
      'It rings too long.',
      ['B', 'EventReleased', { ConnID: 1, 'OtherDN?': 'CALLER', CallState: 'Redirected' }],
      ['C', 'EventRinging', { ConnID: 1, ThisDNRole: 'Destination', OtherDN: 'CALLER', CallState: 'Redirected' }],
      ['C', 'EventEstablished', { ConnID: 1, ThisDNRole: 'Destination', OtherDN: 'CALLER' }],
    ],
  },
  'agent-shift': {
    about: 'A whole shift of one agent.',
    confidence: 'inferred',
    parties: { AG: 'agent at DN B', B: 'agent DN' },
    agentKeys: { B: '1001' },
    steps: [
      ['AG', 'EventAgentLogin', { AgentID: '1001', ThisDN: 'B', 'ThisQueue?': 'Q1', 'AgentWorkMode?': 'Unknown', 'Extensions?': {} }],
      [
        'AG',
        'EventAgentNotReady',
        { AgentID: '1001', ThisDN: 'B', 'AgentWorkMode?': 'AuxWork', 'Reasons?': { ReasonCode: 'Start of shift' } },
      ],
      ['AG', 'EventAgentReady', { AgentID: '1001', ThisDN: 'B', 'AgentWorkMode?': 'ManualIn' }],
      ['AG', 'EventOffHook', { ThisDN: 'B' }],
      'A call comes and goes.',
      ['AG', 'EventOnHook', { ThisDN: 'B' }],
      ['AG', 'EventAgentNotReady', { AgentID: '1001', ThisDN: 'B', 'AgentWorkMode?': 'AfterCallWork' }],
      ['AG', 'EventAgentReady', { AgentID: '1001', ThisDN: 'B', 'AgentWorkMode?': 'ManualIn' }],
      // Not ready already: only the reason is new.
      ['AG', 'EventAgentNotReady', { AgentID: '1001', ThisDN: 'B', 'AgentWorkMode?': 'AuxWork', 'Reasons?': { ReasonCode: 'Lunch' } }],
      // Only where there is another queue to stay in.
      ['AG', 'EventQueueLogout', { AgentID: '1001', ThisDN: 'B', ThisQueue: 'Q2' }],
      ['AG', 'EventAgentLogout', { AgentID: '1001', ThisDN: 'B', 'ThisQueue?': 'Q1' }],
    ],
  },
  'dn-features': {
    about: 'Switches of a telephone, in pairs that have nothing to do with each other.',
    confidence: 'inferred',
    parties: { B: 'agent DN' },
    agentKeys: { B: '1001' },
    steps: [
      ['B', 'EventDNDOn', {}],
      ['B', 'EventDNDOff', {}],
      ['B', 'EventForwardSet', { 'InfoStatus?': 1, 'OtherDN?': '5551234' }],
      ['B', 'EventForwardCancel', { 'InfoStatus?': 1 }],
      ['B', 'EventMessageWaitingOn', {}],
      ['B', 'EventMessageWaitingOff', {}],
      ['B', 'EventMuteOn', { 'ConnID?': 1 }],
      ['B', 'EventMuteOff', { 'ConnID?': 1 }],
      ['B', 'EventListenDisconnected', { 'ConnID?': 1 }],
      ['B', 'EventListenReconnected', { 'ConnID?': 1 }],
      ['B', 'EventDNOutOfService', {}],
      ['B', 'EventDNBackInService', {}],
    ],
  },
  'supervision-subscription': {
    about: 'A supervisor asks for the calls of an agent, listens in on one and stops.',
    confidence: 'inferred',
    parties: { S: 'supervisor DN', B: 'agent DN', CALLER: 'external caller' },
    agentKeys: { B: '1001', S: '2001' },
    steps: [
      ['S', 'TMonitorNextCall'],
      [
        'S',
        'EventMonitoringNextCall',
        {
          OtherDN: 'B',
          MonitorNextCallType: 'AllCalls',
          'Extensions?': { MonitorScope: 'call', MonitorMode: 'coach' },
          unordered: 'subscribed',
        },
      ],
      [
        'B',
        'EventMonitoringNextCall',
        {
          OtherDN: 'S',
          OtherDNRole: 'Observer',
          MonitorNextCallType: 'AllCalls',
          'Extensions?': { MonitorScope: 'call', MonitorMode: 'coach' },
          unordered: 'subscribed',
        },
      ],
      { play: 'service-observing-agent', connId: 1, parties: { A: 'CALLER', B: 'B', C: 'S' } },
      ['S', 'TCancelMonitoring'],
      ['S', 'EventMonitoringCancelled', { OtherDN: 'B', unordered: 'cancelled' }],
      ['B', 'EventMonitoringCancelled', { OtherDN: 'S', unordered: 'cancelled' }],
    ],
  },
  'bridged-appearance': {
    about: 'A call rings at two telephones that share a line; one answers.',
    confidence: 'inferred',
    parties: { CALLER: 'caller', B: 'primary DN', B2: "DN sharing B's appearance" },
    steps: [
      ['B', 'EventRinging', { ConnID: 1, ThisDNRole: 'Destination', OtherDN: 'CALLER', CallState: 'Ok', unordered: 'ring' }],
      ['B2', 'EventRinging', { ConnID: 1, ThisDNRole: 'Destination', OtherDN: 'CALLER', CallState: 'Bridged', unordered: 'ring' }],
      ['B', 'TAnswerCall'],
      ['B', 'EventEstablished', { ConnID: 1, ThisDNRole: 'Destination', OtherDN: 'CALLER', unordered: 'answer' }],
      ['B2', 'EventBridged', { ConnID: 1, 'OtherDN?': 'B', 'CallState?': 'Bridged', unordered: 'answer' }],
      ['B', 'EventReleased', { ConnID: 1, 'OtherDN?': 'CALLER', CallState: 'Ok', unordered: 'release' }],
      ['B2', 'EventReleased', { ConnID: 1, CallState: 'Ok', unordered: 'release' }],
    ],
  },
} as const satisfies Readonly<Record<string, FlowEntry>>;

export type FlowId = keyof typeof table;
export type Variant = { readonly id: string; readonly afterStep: number; readonly confidence: Confidence; readonly steps: readonly Step[] };
export type Flow = {
  readonly id: FlowId;
  readonly about: string;
  readonly confidence: Confidence;
  readonly parties: ReadonlyMap<string, string>;
  readonly agentKeys: ReadonlyMap<string, string>;
  readonly given: FlowRef | null;
  readonly steps: readonly Step[];
  readonly variants: readonly Variant[];
};

export const flows: readonly Flow[] = Object.entries<FlowEntry>(table).map(([id, entry]) => ({
  id: id as FlowId,
  about: entry.about,
  confidence: entry.confidence,
  parties: new Map(Object.entries(entry.parties)),
  agentKeys: new Map(Object.entries(entry.agentKeys ?? {})),
  given: entry.given === undefined ? null : { kind: 'flow', ...entry.given },
  steps: readLines(entry.steps),
  variants: Object.entries(entry.variants ?? {}).map(([variantId, variant]) => ({
    id: variantId,
    afterStep: variant.afterStep,
    confidence: variant.confidence,
    steps: readLines(variant.steps),
  })),
}));

const byId = new Map<string, Flow>(flows.map((flow) => [flow.id, flow]));

/** Throws where there is no such flow. */
export function flowById(id: string): Flow {
  const flow = byId.get(id);
  if (flow === undefined) throw new Error(`there is no flow ${id}`);
  return flow;
}
