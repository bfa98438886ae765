/** What the simulator plays: each flow and variant with its parts cast, how often it comes in everyday traffic, and what we add so that it ends. */
import type { Line } from './flow.ts';
import type { FlowId } from './flows.ts';

/** Callers and outside numbers are not monitored: they have no events of their own. */
export type Role =
  | 'agent'
  | 'supervisor'
  | 'caller'
  | 'number'
  | 'queue'
  | 'secondQueue'
  | 'ivrQueue'
  | 'ivr'
  | 'routingPoint'
  | 'virtualQueue';

export type Scenario = {
  readonly flow: FlowId;
  readonly variant?: string;
  readonly cast: Readonly<Record<string, Role>>;
  /** Share of everyday traffic; none: only by the rota, which plays everything in turn. */
  readonly weight?: number;
  /** Among the first of the rota: together these show every event that everyday traffic and shifts may not. */
  readonly early?: true;
  /** Only these steps of the flow. */
  readonly only?: readonly [first: number, last: number];
  /** Where the flow goes on after the variant. */
  readonly resumeAt?: number;
  readonly before?: readonly Line[];
  readonly insert?: { readonly afterStep: number; readonly lines: readonly Line[] };
  /** Follows the flow. Whoever is still on the call afterwards is released without being told to. */
  readonly after?: readonly Line[];
};

const routed = { CALLER: 'caller', RP: 'routingPoint', B: 'agent' } as const;
const queued = { A: 'caller', B: 'queue', C: 'agent' } as const;
const ivr = { A: 'caller', Q1: 'queue', Q2: 'secondQueue', Q3: 'ivrQueue', IVR: 'ivr', AGENT: 'agent' } as const;
const pair = { A: 'agent', B: 'agent' } as const;
const threesome = { A: 'caller', B: 'agent', C: 'agent' } as const;
const predictive = { A: 'agent', B: 'queue', C: 'number' } as const;
const telephone = { B: 'agent' } as const;

export const scenarios: readonly Scenario[] = [
  { flow: 'supervision-subscription', cast: { S: 'supervisor', B: 'agent', CALLER: 'caller' }, early: true },
  { flow: 'two-step-conference', cast: threesome, weight: 2, early: true },
  { flow: 'bridged-appearance', cast: { CALLER: 'caller', B: 'agent', B2: 'agent' }, early: true },
  { flow: 'outbound-busy', cast: { A: 'agent', B: 'number' }, weight: 2, early: true },
  { flow: 'inbound-routed-with-treatment', variant: 'treatment-fails', cast: routed, resumeAt: 10, early: true },
  { flow: 'inbound-routed-with-treatment', variant: 'treatment-asked-for', cast: routed, resumeAt: 4, early: true },
  { flow: 'inbound-routed-with-treatment', variant: 'caller-hangs-up-at-routing-point', cast: routed, weight: 1, early: true },
  {
    flow: 'inbound-routed-with-treatment',
    cast: routed,
    weight: 4,
    early: true,
    insert: {
      afterStep: 13,
      lines: [
        ['B', 'EventMuteOn', { 'ConnID?': 1 }],
        ['B', 'EventMuteOff', { 'ConnID?': 1 }],
      ],
    },
  },
  {
    flow: 'acd-call',
    cast: queued,
    early: true,
    after: [
      ['C', 'EventListenDisconnected', { 'ConnID?': 1, 'OtherDN?': 'A' }],
      ['C', 'EventListenReconnected', { 'ConnID?': 1, 'OtherDN?': 'A' }],
    ],
  },
  { flow: 'dn-features', cast: telephone, only: [1, 2], early: true },
  { flow: 'dn-features', cast: telephone, only: [3, 4], early: true },
  { flow: 'dn-features', cast: telephone, only: [5, 6], early: true },
  { flow: 'dn-features', cast: telephone, only: [11, 12], early: true },
  { flow: 'inbound-routed-with-treatment', cast: routed, weight: 54 },
  { flow: 'acd-call', cast: queued, weight: 14 },
  { flow: 'multi-queue-ivr-queue', cast: ivr, weight: 6 },
  { flow: 'multi-queue-ivr-queue', variant: 'caller-hangs-up-in-ivr', cast: ivr },
  { flow: 'acd-call', variant: 'abandon-in-queue', cast: queued },
  { flow: 'acd-call', variant: 'abandon-while-agent-rings', cast: queued, weight: 1 },
  { flow: 'inbound-routed-with-treatment', variant: 'default-routing', cast: routed },
  { flow: 'redirect-on-no-answer', cast: { CALLER: 'caller', B: 'agent', C: 'agent' }, weight: 2 },
  {
    flow: 'virtual-queue',
    cast: { RP: 'routingPoint', VQ: 'virtualQueue', AGENT: 'agent', CALLER: 'caller' },
    weight: 4,
    after: [['AGENT', 'EventEstablished', { ConnID: 1, ThisDNRole: 'Destination', OtherDN: 'CALLER', OtherDNRole: 'Origination' }]],
  },
  {
    flow: 'virtual-queue',
    variant: 'caller-hangs-up',
    cast: { RP: 'routingPoint', VQ: 'virtualQueue', AGENT: 'agent', CALLER: 'caller' },
  },
  { flow: 'simple-call', cast: pair, weight: 3 },
  { flow: 'simple-call', variant: 'caller-hangs-up-before-delivery', cast: pair },
  { flow: 'simple-call', variant: 'destination-busy', cast: pair },
  { flow: 'simple-call', variant: 'caller-hangs-up-while-ringing', cast: pair },
  { flow: 'release', cast: { A: 'caller', B: 'agent' }, weight: 3 },
  { flow: 'release-from-conference', cast: threesome },
  { flow: 'delete-from-conference', cast: { A: 'agent', B: 'agent', C: 'agent' } },
  { flow: 'single-step-conference', cast: threesome, weight: 1 },
  { flow: 'hold-retrieve-answered', cast: threesome, weight: 2 },
  { flow: 'hold-retrieve-answered', variant: 'hang-up', cast: threesome },
  { flow: 'hold-retrieve-unanswered', cast: { A: 'caller', B: 'agent', C: 'number' }, weight: 2 },
  { flow: 'two-step-transfer', cast: threesome, weight: 2 },
  { flow: 'two-step-transfer', variant: 'reconnect', cast: threesome },
  { flow: 'two-step-transfer', variant: 'complete-before-answer', cast: threesome },
  { flow: 'single-step-transfer', cast: threesome, weight: 2 },
  { flow: 'predictive-call', cast: predictive, weight: 1 },
  { flow: 'predictive-call', variant: 'attempt-failed', cast: predictive },
  { flow: 'predictive-call', variant: 'customer-hangs-up-in-queue', cast: predictive },
  { flow: 'predictive-call', variant: 'customer-hangs-up-while-agent-rings', cast: predictive },
  { flow: 'predictive-call-with-routing', cast: { A: 'agent', B: 'routingPoint', C: 'number' } },
  { flow: 'service-observing-agent', cast: { A: 'caller', B: 'agent', C: 'supervisor' } },
  { flow: 'service-observing-agent', variant: 'agent-releases-first', cast: { A: 'caller', B: 'agent', C: 'supervisor' } },
  { flow: 'outbound-busy', variant: 'hang-up-early', cast: { A: 'agent', B: 'number' } },
  { flow: 'outbound-answered', cast: { A: 'agent', B: 'number' }, weight: 6 },
  {
    flow: 'complex-party',
    cast: { A0: 'agent', B: 'agent', A1: 'agent', C: 'agent' },
    before: [
      { play: 'single-step-conference', connId: 1, parties: { A: 'A0', B: 'B', C: 'A1' } },
      ['B', 'EventReleased', { ConnID: 1, CallState: 'Transferred' }],
      ['C', 'EventRinging', { ConnID: 1, ThisDNRole: 'Destination', ThirdPartyDN: 'B', CallState: 'Transferred' }],
      ['C', 'EventEstablished', { ConnID: 1, ThisDNRole: 'Destination' }],
    ],
  },
];
