/** What must hold after each flow and variant of the simulator, and at some steps on the way: what the rules of the state make of them, by hand. */
import type { FlowId } from '../../src/simulator/flows.ts';
import type { AgentActivity, AgentStateSummary, CallThreadEndReason, CallThreadStatus, Tristate } from '../../src/state/model.ts';

export type Outcome = Exclude<CallThreadStatus, 'ENDED'> | `ENDED ${CallThreadEndReason}`;

/** Holds with all attributes present, in every order inside an unordered group, before any grace time passes. What is left out of a thread is not there. */
export type Expectation = {
  /** None: there is no thread. */
  readonly status?: Outcome;
  /** What the grace time makes of it. */
  readonly afterGrace?: Outcome;
  /** By call: `dn STATE [Role] [flag] [cause X]`, separated by commas. Calls that stand in neither list are not there. */
  readonly live?: Readonly<Record<number, string>>;
  /** By call: `dn [cause]`. */
  readonly gone?: Readonly<Record<number, string>>;
  /** Calls and the previous calls that they name. */
  readonly links?: readonly (readonly [connId: number, previousConnId: number])[];
  /** Entries of call 1: `queue OUTCOME [to dn] [counted COUNTER]`; `counted` is what the counters of the queue make of it in the end. */
  readonly queues?: string;
  /** Of call 1: `dn STATE [type X] [digits n]`. */
  readonly treatments?: string;
  readonly agents?: readonly string[];
  /** Only what is given is checked. */
  readonly agentStates?: readonly ExpectedAgent[];
  readonly dns?: readonly ExpectedDn[];
};

export type ExpectedAgent = {
  readonly agentId: string;
  readonly state: AgentStateSummary;
  readonly activity: AgentActivity;
  readonly loginId?: string;
  readonly sessions?: readonly {
    readonly dn: string;
    readonly loggedIn: Tristate;
    readonly ready: Tristate;
    readonly workMode?: string;
    readonly reasonCode?: string | null;
    readonly queues: readonly string[];
  }[];
};

export type ExpectedDn = {
  readonly dn: string;
  readonly inService?: Tristate;
  readonly doNotDisturb?: Tristate;
  readonly forwardedTo?: string | null;
  readonly forwardMode?: string;
  readonly messageWaiting?: Tristate;
  readonly offHook?: Tristate;
  readonly muted?: Tristate;
  readonly deafened?: Tristate;
  readonly monitoring?: readonly { readonly otherDn: string; readonly role?: string; readonly type: string }[];
};

export type Expectations = {
  readonly expect: Expectation;
  /** By the step after which it holds. */
  readonly after?: Readonly<Record<number, Expectation>>;
  /** Without the flow that normally goes before. */
  readonly cold?: Expectation;
};
export type FlowExpectations = Expectations & { readonly variants?: Readonly<Record<string, Expectations>> };

export const expectations: Readonly<Record<FlowId, FlowExpectations>> = {
  'simple-call': {
    expect: { status: 'ACTIVE', live: { 1: 'A CONNECTED Origination, B CONNECTED Destination' } },
    after: {
      2: { status: 'ACTIVE', live: { 1: 'A DIALING Origination' } },
      3: { status: 'ACTIVE', live: { 1: 'A DIALING Origination, B ALERTING Destination' } },
    },
    variants: {
      'caller-hangs-up-before-delivery': {
        expect: { status: 'ENDED RELEASED', gone: { 1: 'A Ok' } },
      },
      'destination-busy': {
        expect: { status: 'ACTIVE', live: { 1: 'A BUSY Origination cause Busy' } },
      },
      'caller-hangs-up-while-ringing': {
        expect: { status: 'ENDED ABANDONED', gone: { 1: 'A Ok, B Ok' } },
        after: {
          1: { status: 'ACTIVE', live: { 1: 'B ALERTING Destination' }, gone: { 1: 'A Ok' } },
        },
      },
    },
  },
  release: {
    expect: { status: 'ENDED RELEASED', gone: { 1: 'A Ok, B Ok' } },
    cold: { status: 'ENDED RELEASED', gone: { 1: 'A Ok, B Ok' } },
  },
  'release-from-conference': {
    expect: { status: 'ACTIVE', live: { 1: 'A CONNECTED ConferenceMember, C CONNECTED ConferenceMember' }, gone: { 1: 'B Ok' } },
    cold: { status: 'ACTIVE', live: { 1: 'A UNKNOWN, C UNKNOWN' }, gone: { 1: 'B Ok' } },
  },
  'delete-from-conference': {
    expect: { status: 'ACTIVE', live: { 1: 'A CONNECTED ConferenceMember, C CONNECTED ConferenceMember' }, gone: { 1: 'B Ok' } },
    cold: { status: 'ACTIVE', live: { 1: 'A UNKNOWN, C UNKNOWN' }, gone: { 1: 'B Ok' } },
  },
  'acd-call': {
    expect: {
      status: 'ACTIVE',
      live: { 1: 'A CONNECTED Origination, C CONNECTED Destination' },
      gone: { 1: 'B' },
      queues: 'B DIVERTED to C counted ANSWERED',
    },
    after: {
      3: { status: 'ACTIVE', live: { 1: 'A DIALING Origination, B QUEUED Destination' }, queues: 'B WAITING' },
      5: { status: 'ACTIVE', live: { 1: 'A DIALING Origination' }, gone: { 1: 'B' }, queues: 'B DIVERTED to C' },
      6: { status: 'ACTIVE', live: { 1: 'A DIALING Origination, C ALERTING Destination' }, gone: { 1: 'B' }, queues: 'B DIVERTED to C' },
    },
    variants: {
      'abandon-in-queue': {
        expect: { status: 'ENDED ABANDONED', gone: { 1: 'A Ok, B Ok' }, queues: 'B ABANDONED counted ABANDONED' },
        after: {
          1: { status: 'ACTIVE', live: { 1: 'B QUEUED Destination' }, gone: { 1: 'A Ok' }, queues: 'B WAITING' },
        },
      },
      'abandon-while-agent-rings': {
        expect: { status: 'ENDED ABANDONED', gone: { 1: 'A Ok, B, C Ok' }, queues: 'B DIVERTED to C counted ABANDONED' },
      },
    },
  },
  'multi-queue-ivr-queue': {
    expect: {
      status: 'ACTIVE',
      live: { 1: 'A CONNECTED Origination, AGENT CONNECTED' },
      gone: { 1: 'Q1, Q2, Q3 ConverseOn, IVR' },
      queues: 'Q1 DIVERTED to AGENT counted ANSWERED, Q2 DIVERTED to AGENT counted DIVERTED, Q3 DIVERTED to IVR counted ANSWERED',
    },
    after: {
      5: {
        status: 'ACTIVE',
        live: { 1: 'A DIALING Origination, Q1 QUEUED, Q2 QUEUED, Q3 QUEUED' },
        queues: 'Q1 WAITING, Q2 WAITING, Q3 WAITING',
      },
      6: {
        status: 'ACTIVE',
        live: { 1: 'A DIALING Origination, Q1 QUEUED, Q2 QUEUED' },
        gone: { 1: 'Q3 ConverseOn' },
        queues: 'Q1 WAITING, Q2 WAITING, Q3 DIVERTED to IVR',
      },
      9: {
        status: 'ACTIVE',
        live: { 1: 'A DIALING Origination, Q1 QUEUED, Q2 QUEUED, IVR CONNECTED' },
        gone: { 1: 'Q3 ConverseOn' },
        queues: 'Q1 WAITING, Q2 WAITING, Q3 DIVERTED to IVR',
      },
      14: {
        status: 'ACTIVE',
        live: { 1: 'A DIALING Origination, AGENT ALERTING' },
        gone: { 1: 'Q1, Q2, Q3 ConverseOn, IVR' },
        queues: 'Q1 DIVERTED to AGENT, Q2 DIVERTED to AGENT, Q3 DIVERTED to IVR',
      },
    },
    variants: {
      'caller-hangs-up-in-ivr': {
        expect: {
          status: 'ENDED ABANDONED',
          gone: { 1: 'A, Q1 Ok, Q2 Ok, Q3 ConverseOn, IVR' },
          queues: 'Q1 ABANDONED counted ABANDONED, Q2 ABANDONED counted ABANDONED, Q3 DIVERTED to IVR counted ANSWERED',
        },
        after: {
          1: {
            status: 'ACTIVE',
            live: { 1: 'Q1 QUEUED, Q2 QUEUED, IVR CONNECTED' },
            gone: { 1: 'A, Q3 ConverseOn' },
            queues: 'Q1 WAITING, Q2 WAITING, Q3 DIVERTED to IVR',
          },
        },
      },
    },
  },
  'hold-retrieve-answered': {
    expect: { status: 'ENDED RELEASED', gone: { 1: 'A Ok, B Ok', 2: 'B Ok, C Ok' } },
    after: {
      3: { status: 'ACTIVE', live: { 1: 'A CONNECTED Origination, B HELD Destination' } },
      5: {
        status: 'ACTIVE',
        live: { 1: 'A CONNECTED Origination, B HELD Destination', 2: 'B CONNECTED Origination, C CONNECTED Destination' },
      },
      6: { status: 'ACTIVE', live: { 1: 'A CONNECTED Origination, B HELD Destination' }, gone: { 2: 'B Ok, C Ok' } },
      8: { status: 'ACTIVE', live: { 1: 'A CONNECTED Origination, B CONNECTED Destination' }, gone: { 2: 'B Ok, C Ok' } },
    },
    variants: {
      'hang-up': {
        expect: { status: 'ENDED RELEASED', gone: { 1: 'A Ok, B Ok' } },
      },
    },
  },
  'hold-retrieve-unanswered': {
    expect: { status: 'ACTIVE', live: { 1: 'A CONNECTED Origination, B CONNECTED Destination' } },
    after: {
      3: { status: 'ACTIVE', live: { 1: 'A CONNECTED Origination, B HELD Destination' } },
    },
  },
  'predictive-call': {
    expect: { status: 'ENDED RELEASED', gone: { 1: 'A Ok, B' }, queues: 'B DIVERTED to A counted DIVERTED' },
    after: {
      2: { status: 'ACTIVE', live: { 1: 'B DIALING Origination' } },
      4: { status: 'ACTIVE', live: { 1: 'B QUEUED Origination' }, queues: 'B WAITING' },
      5: { status: 'IN_TRANSIT', afterGrace: 'ENDED LEFT_MONITORED_PARTIES', gone: { 1: 'B' }, queues: 'B DIVERTED to A' },
      8: { status: 'ACTIVE', live: { 1: 'A CONNECTED Origination' }, gone: { 1: 'B' }, queues: 'B DIVERTED to A' },
    },
    variants: {
      'attempt-failed': {
        expect: { status: 'ENDED RELEASED', gone: { 1: 'B NoAnswer' } },
      },
      'customer-hangs-up-in-queue': {
        expect: { status: 'ENDED ABANDONED', gone: { 1: 'B Ok' }, queues: 'B ABANDONED counted ABANDONED' },
      },
      'customer-hangs-up-while-agent-rings': {
        expect: { status: 'ENDED ABANDONED', gone: { 1: 'A Ok, B' }, queues: 'B DIVERTED to A counted DIVERTED' },
      },
    },
  },
  'predictive-call-with-routing': {
    expect: { status: 'ACTIVE', live: { 1: 'A CONNECTED Origination' }, gone: { 1: 'B' }, queues: 'B ROUTED to A counted DIVERTED' },
    after: {
      5: { status: 'ACTIVE', live: { 1: 'B ROUTING Origination' }, queues: 'B WAITING' },
      8: { status: 'IN_TRANSIT', afterGrace: 'ENDED LEFT_MONITORED_PARTIES', gone: { 1: 'B' }, queues: 'B ROUTED to A' },
      9: { status: 'ACTIVE', live: { 1: 'A ALERTING Origination' }, gone: { 1: 'B' }, queues: 'B ROUTED to A' },
    },
  },
  'service-observing-agent': {
    expect: { status: 'ACTIVE', live: { 1: 'B CONNECTED Destination, C CONNECTED Observer observer' } },
    after: {
      3: { status: 'ACTIVE', live: { 1: 'B CONNECTED Destination' } },
      4: { status: 'ACTIVE', live: { 1: 'B CONNECTED Destination, C ALERTING Observer observer' } },
    },
    variants: {
      'agent-releases-first': {
        expect: { status: 'ENDED RELEASED', gone: { 1: 'B Ok, C Ok' } },
        after: {
          2: { status: 'ACTIVE', live: { 1: 'C CONNECTED Observer observer' }, gone: { 1: 'B Ok' } },
          3: { status: 'ACTIVE', live: { 1: 'C CONNECTED Observer observer' }, gone: { 1: 'B Ok' } },
        },
      },
    },
  },
  'outbound-busy': {
    expect: { status: 'ENDED RELEASED', gone: { 1: 'A Ok' } },
    after: {
      3: { status: 'ACTIVE', live: { 1: 'A DIALING Origination' } },
      4: { status: 'ACTIVE', live: { 1: 'A BUSY Origination' } },
    },
    variants: {
      'hang-up-early': {
        expect: { status: 'ENDED RELEASED', gone: { 1: 'A Ok' } },
      },
    },
  },
  'virtual-queue': {
    expect: {
      status: 'ACTIVE',
      live: { 1: 'AGENT ALERTING Destination' },
      gone: { 1: 'RP, VQ' },
      queues: 'RP ROUTED counted DIVERTED, VQ DIVERTED to AGENT counted DIVERTED',
    },
    after: {
      2: { status: 'ACTIVE', live: { 1: 'RP ROUTING, VQ QUEUED Destination' }, queues: 'RP WAITING, VQ WAITING' },
      3: { status: 'ACTIVE', live: { 1: 'VQ QUEUED Destination' }, gone: { 1: 'RP' }, queues: 'RP ROUTED, VQ WAITING' },
      4: {
        status: 'IN_TRANSIT',
        afterGrace: 'ENDED LEFT_MONITORED_PARTIES',
        gone: { 1: 'RP, VQ' },
        queues: 'RP ROUTED, VQ DIVERTED to AGENT',
      },
    },
    variants: {
      'caller-hangs-up': {
        expect: { status: 'ACTIVE', live: { 1: 'RP ROUTING' }, gone: { 1: 'VQ Ok' }, queues: 'RP WAITING, VQ ABANDONED counted ABANDONED' },
      },
    },
  },
  'complex-party': {
    expect: { status: 'ACTIVE', live: { 1: 'A0 UNKNOWN, A1 UNKNOWN, C UNKNOWN' } },
  },
  'outbound-answered': {
    expect: {
      status: 'ENDED RELEASED',
      gone: { 1: 'A Ok' },
      agents: ['1001'],
      agentStates: [{ agentId: '1001', state: 'UNKNOWN', activity: 'IDLE' }],
      dns: [{ dn: 'A', offHook: 'NO' }],
    },
    after: {
      1: { agentStates: [{ agentId: '1001', state: 'UNKNOWN', activity: 'UNKNOWN' }], dns: [{ dn: 'A', offHook: 'YES' }] },
      4: {
        status: 'ACTIVE',
        live: { 1: 'A CONNECTED Origination' },
        agents: ['1001'],
        agentStates: [{ agentId: '1001', state: 'UNKNOWN', activity: 'TALKING' }],
        dns: [{ dn: 'A', offHook: 'YES' }],
      },
      5: {
        status: 'ENDED RELEASED',
        gone: { 1: 'A Ok' },
        agents: ['1001'],
        agentStates: [{ agentId: '1001', state: 'UNKNOWN', activity: 'IDLE' }],
        dns: [{ dn: 'A', offHook: 'YES' }],
      },
    },
  },
  'two-step-transfer': {
    expect: {
      status: 'ACTIVE',
      live: { 1: 'A CONNECTED Origination, C CONNECTED Destination' },
      gone: { 1: 'B Transferred', 2: 'B Transferred' },
      links: [[2, 1]],
    },
    after: {
      3: { status: 'ACTIVE', live: { 1: 'A CONNECTED Origination, B HELD Destination' } },
      5: {
        status: 'ACTIVE',
        live: { 1: 'A CONNECTED Origination, B HELD Destination', 2: 'B DIALING Origination, C ALERTING Destination' },
        links: [[2, 1]],
      },
      8: {
        status: 'ACTIVE',
        live: { 1: 'A CONNECTED Origination, B HELD Destination', 2: 'B CONNECTED Origination, C CONNECTED Destination' },
        links: [[2, 1]],
      },
    },
    variants: {
      reconnect: {
        expect: {
          status: 'ACTIVE',
          live: { 1: 'A CONNECTED Origination, B CONNECTED Destination' },
          gone: { 2: 'B Ok, C Ok' },
          links: [[2, 1]],
        },
        after: {
          2: { status: 'ACTIVE', live: { 1: 'A CONNECTED Origination, B HELD Destination' }, gone: { 2: 'B Ok, C Ok' }, links: [[2, 1]] },
        },
      },
      'complete-before-answer': {
        expect: {
          status: 'ACTIVE',
          live: { 1: 'A CONNECTED Origination, C CONNECTED Destination' },
          gone: { 1: 'B Transferred', 2: 'B Transferred' },
          links: [[2, 1]],
        },
        after: {
          4: {
            status: 'ACTIVE',
            live: { 1: 'A CONNECTED Origination, C ALERTING Destination' },
            gone: { 1: 'B Transferred', 2: 'B Transferred' },
            links: [[2, 1]],
          },
        },
      },
    },
  },
  'single-step-transfer': {
    expect: { status: 'ACTIVE', live: { 1: 'A CONNECTED Origination, C CONNECTED Destination' }, gone: { 1: 'B Transferred' } },
    after: {
      5: { status: 'ACTIVE', live: { 1: 'A CONNECTED Origination, C ALERTING Destination' }, gone: { 1: 'B Transferred' } },
    },
  },
  'two-step-conference': {
    expect: {
      status: 'ACTIVE',
      live: { 1: 'A CONNECTED ConferenceMember, C CONNECTED Destination' },
      gone: { 1: 'B Ok', 2: 'B Conferenced' },
      links: [[2, 1]],
    },
    after: {
      5: {
        status: 'ACTIVE',
        live: { 1: 'A CONNECTED Origination, B HELD Destination', 2: 'B DIALING Origination, C ALERTING Destination' },
        links: [[2, 1]],
      },
      7: {
        status: 'ACTIVE',
        live: { 1: 'A CONNECTED Origination, B HELD Destination', 2: 'B CONNECTED Origination, C CONNECTED Destination' },
        links: [[2, 1]],
      },
      13: {
        status: 'ACTIVE',
        live: { 1: 'A CONNECTED ConferenceMember, B CONNECTED ConferenceMember, C CONNECTED Destination' },
        gone: { 2: 'B Conferenced' },
        links: [[2, 1]],
      },
    },
  },
  'single-step-conference': {
    expect: { status: 'ACTIVE', live: { 1: 'A CONNECTED ConferenceMember, B CONNECTED ConferenceMember, C CONNECTED ConferenceMember' } },
    after: {
      3: { status: 'ACTIVE', live: { 1: 'A CONNECTED Origination, B CONNECTED Destination, C ALERTING ConferenceMember' } },
    },
  },
  'inbound-routed-with-treatment': {
    expect: {
      status: 'ENDED RELEASED',
      gone: { 1: 'RP, B Ok' },
      queues: 'RP ROUTED to B counted ANSWERED',
      treatments: 'RP ENDED type Music',
    },
    after: {
      2: { status: 'ACTIVE', live: { 1: 'RP ROUTING' }, queues: 'RP WAITING' },
      5: {
        status: 'ACTIVE',
        live: { 1: 'RP ROUTING Destination' },
        queues: 'RP WAITING',
        treatments: 'RP ENDED type PlayAnnouncementAndDigits digits 42',
      },
      11: {
        status: 'IN_TRANSIT',
        afterGrace: 'ENDED LEFT_MONITORED_PARTIES',
        gone: { 1: 'RP' },
        queues: 'RP ROUTED to B',
        treatments: 'RP ENDED type Music',
      },
      13: {
        status: 'ACTIVE',
        live: { 1: 'B CONNECTED Destination' },
        gone: { 1: 'RP' },
        queues: 'RP ROUTED to B',
        treatments: 'RP ENDED type Music',
      },
    },
    variants: {
      'treatment-fails': {
        expect: { status: 'ACTIVE', live: { 1: 'RP ROUTING' }, queues: 'RP WAITING', treatments: 'RP FAILED' },
      },
      'treatment-asked-for': {
        expect: { status: 'ACTIVE', live: { 1: 'RP ROUTING' }, queues: 'RP WAITING', treatments: 'RP REQUIRED' },
      },
      'caller-hangs-up-at-routing-point': {
        expect: {
          status: 'ENDED ABANDONED',
          gone: { 1: 'RP Ok' },
          queues: 'RP ABANDONED counted ABANDONED',
          treatments: 'RP ENDED type PlayAnnouncementAndDigits',
        },
      },
      'default-routing': {
        expect: {
          status: 'IN_TRANSIT',
          afterGrace: 'ENDED LEFT_MONITORED_PARTIES',
          gone: { 1: 'RP' },
          queues: 'RP ROUTED to DEFAULT counted DIVERTED',
        },
      },
    },
  },
  'redirect-on-no-answer': {
    expect: { status: 'ACTIVE', live: { 1: 'C CONNECTED Destination' }, gone: { 1: 'B Redirected' } },
    after: {
      1: { status: 'ACTIVE', live: { 1: 'B ALERTING Destination' } },
      3: { status: 'IN_TRANSIT', afterGrace: 'ENDED LEFT_MONITORED_PARTIES', gone: { 1: 'B Redirected' } },
      4: { status: 'ACTIVE', live: { 1: 'C ALERTING Destination' }, gone: { 1: 'B Redirected' } },
    },
  },
  'agent-shift': {
    expect: {
      agentStates: [
        {
          agentId: '1001',
          state: 'LOGGED_OUT',
          activity: 'IDLE',
          loginId: '1001',
          sessions: [{ dn: 'B', loggedIn: 'NO', ready: 'UNKNOWN', queues: [] }],
        },
      ],
      dns: [{ dn: 'B', inService: 'YES', offHook: 'NO' }],
    },
    after: {
      1: {
        agentStates: [
          {
            agentId: '1001',
            state: 'LOGGED_IN',
            activity: 'IDLE',
            loginId: '1001',
            sessions: [{ dn: 'B', loggedIn: 'YES', ready: 'UNKNOWN', queues: ['Q1'] }],
          },
        ],
        dns: [{ dn: 'B', inService: 'YES', offHook: 'UNKNOWN' }],
      },
      3: {
        agentStates: [
          {
            agentId: '1001',
            state: 'READY',
            activity: 'IDLE',
            loginId: '1001',
            sessions: [{ dn: 'B', loggedIn: 'YES', ready: 'YES', workMode: 'ManualIn', reasonCode: null, queues: ['Q1'] }],
          },
        ],
      },
      7: {
        agentStates: [
          {
            agentId: '1001',
            state: 'AFTER_CALL_WORK',
            activity: 'IDLE',
            loginId: '1001',
            sessions: [{ dn: 'B', loggedIn: 'YES', ready: 'NO', workMode: 'AfterCallWork', reasonCode: null, queues: ['Q1'] }],
          },
        ],
        dns: [{ dn: 'B', offHook: 'NO' }],
      },
      10: {
        agentStates: [
          {
            agentId: '1001',
            state: 'NOT_READY',
            activity: 'IDLE',
            loginId: '1001',
            sessions: [{ dn: 'B', loggedIn: 'YES', ready: 'NO', workMode: 'AuxWork', reasonCode: 'Lunch', queues: ['Q1'] }],
          },
        ],
      },
    },
  },
  'dn-features': {
    expect: {
      agentStates: [{ agentId: '1001', state: 'UNKNOWN', activity: 'UNKNOWN' }],
      dns: [
        {
          dn: 'B',
          inService: 'YES',
          doNotDisturb: 'NO',
          forwardedTo: null,
          messageWaiting: 'NO',
          offHook: 'UNKNOWN',
          muted: 'NO',
          deafened: 'NO',
          monitoring: [],
        },
      ],
    },
    after: {
      1: {
        agentStates: [{ agentId: '1001', state: 'UNKNOWN', activity: 'UNKNOWN' }],
        dns: [{ dn: 'B', inService: 'UNKNOWN', doNotDisturb: 'YES' }],
      },
      3: { dns: [{ dn: 'B', doNotDisturb: 'NO', forwardedTo: '5551234', forwardMode: 'Unconditional' }] },
      7: { dns: [{ dn: 'B', forwardedTo: null, messageWaiting: 'NO', muted: 'YES', deafened: 'UNKNOWN' }] },
      11: { dns: [{ dn: 'B', inService: 'NO', muted: 'NO', deafened: 'NO' }] },
    },
  },
  'supervision-subscription': {
    expect: {
      status: 'ACTIVE',
      live: { 1: 'B CONNECTED Destination, S CONNECTED Observer observer' },
      agents: ['1001', '2001'],
      agentStates: [
        { agentId: '1001', state: 'UNKNOWN', activity: 'TALKING' },
        { agentId: '2001', state: 'UNKNOWN', activity: 'TALKING' },
      ],
      dns: [
        { dn: 'B', monitoring: [] },
        { dn: 'S', monitoring: [] },
      ],
    },
    after: {
      3: {
        agentStates: [
          { agentId: '1001', state: 'UNKNOWN', activity: 'UNKNOWN' },
          { agentId: '2001', state: 'UNKNOWN', activity: 'UNKNOWN' },
        ],
        dns: [
          { dn: 'B', monitoring: [{ otherDn: 'S', role: 'Observer', type: 'AllCalls' }] },
          { dn: 'S', monitoring: [{ otherDn: 'B', type: 'AllCalls' }] },
        ],
      },
      4: {
        status: 'ACTIVE',
        live: { 1: 'B CONNECTED Destination, S CONNECTED Observer observer' },
        agents: ['1001', '2001'],
        agentStates: [
          { agentId: '1001', state: 'UNKNOWN', activity: 'TALKING' },
          { agentId: '2001', state: 'UNKNOWN', activity: 'TALKING' },
        ],
        dns: [
          { dn: 'B', monitoring: [{ otherDn: 'S', role: 'Observer', type: 'AllCalls' }] },
          { dn: 'S', monitoring: [{ otherDn: 'B', type: 'AllCalls' }] },
        ],
      },
    },
  },
  'bridged-appearance': {
    expect: { status: 'ENDED RELEASED', gone: { 1: 'B Ok, B2 Ok' } },
    after: {
      2: { status: 'ACTIVE', live: { 1: 'B ALERTING Destination, B2 ALERTING Destination' } },
      5: { status: 'ACTIVE', live: { 1: 'B CONNECTED Destination, B2 CONNECTED Destination bridged' } },
    },
  },
};

export type ExpectedParty = {
  readonly dn: string;
  readonly state: string;
  readonly role: string | null;
  readonly flags: readonly string[];
  readonly cause: string | null;
};
export const FLAGS = ['bridged', 'observer', 'muted', 'deafened'] as const;
const flagWords: ReadonlySet<string> = new Set(FLAGS);

/** The parties of a line of `live`. */
export function liveParties(text: string): ExpectedParty[] {
  return listed(text).map(([dn = '', state = '', ...rest]) => {
    const cause = rest.indexOf('cause');
    const words = cause < 0 ? rest : rest.slice(0, cause);
    return {
      dn,
      state,
      role: words.find((word) => !flagWords.has(word)) ?? null,
      flags: words.filter((word) => flagWords.has(word)),
      cause: cause < 0 ? null : (rest[cause + 1] ?? null),
    };
  });
}

/** The parties of a line of `gone`. */
export function goneParties(text: string): { readonly dn: string; readonly cause: string | null }[] {
  return listed(text).map(([dn = '', cause = null]) => ({ dn, cause }));
}

export type ExpectedEntry = {
  readonly queue: string;
  readonly outcome: string;
  readonly to: string | null;
  readonly counted: string | null;
};

export function entries(text: string): ExpectedEntry[] {
  return listed(text).map(([queue = '', outcome = '', ...rest]) => ({
    queue,
    outcome,
    to: after(rest, 'to'),
    counted: after(rest, 'counted'),
  }));
}

export type ExpectedTreatment = {
  readonly dn: string;
  readonly state: string;
  readonly type: string | null;
  readonly digits: string | null;
};

export function treatments(text: string): ExpectedTreatment[] {
  return listed(text).map(([dn = '', state = '', ...rest]) => ({ dn, state, type: after(rest, 'type'), digits: after(rest, 'digits') }));
}

function listed(text: string): string[][] {
  return text === '' ? [] : text.split(', ').map((one) => one.split(' '));
}

function after(words: readonly string[], word: string): string | null {
  const at = words.indexOf(word);
  return at < 0 ? null : (words[at + 1] ?? null);
}
