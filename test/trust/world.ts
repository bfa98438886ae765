/** Events of several tenants whose agents, telephones and threads bear the same names, full of what masking hides, in whichever spelling a producer might choose. */
import { catalogue } from '../../src/events/catalogue.ts';
import type { Family } from '../../src/events/definition.ts';
import type { Json } from '../../src/events/vocabulary.ts';
import type { Random } from '../../src/simulator/random.ts';

export const TENANTS = ['acme', 'globex', 'initech'] as const;
export const AGENTS = ['1001', '1002', '1003', '1004'] as const;
export const TELEPHONES = ['7001', '7002', '7003', '7004', '7005'] as const;
export const QUEUES = ['8001', '8002'] as const;
export const THREADS = ['t1', 't2', 't3', 't4', 't5', 't6', 't7', 't8'] as const;

/** What callers may be found by, each with digits that occur nowhere else. */
export const OUTSIDE_NUMBERS = ['+49301234501', '49301234502', '01715550003', '+14155550104', '00442079460005'] as const;
const CALLERS = [...OUTSIDE_NUMBERS, 'anonymous caller 12', 'sip caller 13'] as const;
/** No part of these may reach a masked caller. */
export const SECRETS: readonly string[] = [
  ...OUTSIDE_NUMBERS.map((number) => number.replace('+', '')),
  'anonymous caller',
  'sip caller',
  'attached',
  'keyed in',
];

/** An event by the documented names of its attributes. */
export type Plain = {
  readonly family: Family;
  readonly tenantId: string;
  /** Second part of the key. */
  readonly entityId: string;
  readonly name: string;
  /** In `Server`, the same for no two events. */
  readonly marker: string;
  readonly attributes: Readonly<Record<string, string | Readonly<Record<string, Json>>>>;
  /** The members as they are written, each with the attribute that it is; null for one that is none. */
  readonly members: ReadonlyMap<string, { readonly attribute: string | null; readonly value: Json }>;
  readonly text: string;
};

/** Calls come to many parties, and lose them again. */
const COMMON = ['Ringing', 'Established', 'Released', 'Released', 'Queued', 'Diverted', 'PartyDeleted', 'TreatmentApplied', 'TreatmentEnd'];
const OF_QUEUES = /^Event(Queued|Diverted|Abandoned|Route|Treatment)/;
const isOutside = (number: unknown): boolean => OUTSIDE_NUMBERS.some((outside) => outside === number);

let events = 0;

export function drawEvent(random: Random): Plain {
  const tenantId = random.pick(TENANTS);
  const family: Family = random.chance(0.35) ? 'agentState' : 'callThread';
  const marker = `srv-${tenantId}-${events++}`;
  const thread = random.pick(THREADS);
  const entityId = family === 'callThread' ? thread : random.chance(0.3) ? '' : random.pick(AGENTS);
  const name = drawName(family, random);
  const attributes = family === 'callThread' ? drawCall(thread, random) : drawAgent(random);
  // What calls wait in is the site's own.
  if (OF_QUEUES.test(name) && isOutside(attributes['ThisDN'])) attributes['ThisDN'] = random.pick(QUEUES);
  const members = spell({ Server: marker, ...attributes }, random);
  return { family, tenantId, entityId, name, marker, attributes, members, text: textOf(name, members, random) };
}

function drawName(family: Family, random: Random): string {
  const other = family === 'callThread' ? 'agentState' : 'callThread';
  if (random.chance(0.05)) return 'EventOfTomorrow';
  if (random.chance(0.05)) return random.pick(catalogue[other]).name;
  if (family === 'callThread' && random.chance(0.6)) return `Event${random.pick(COMMON)}`;
  if (family === 'agentState' && random.chance(0.3)) return random.pick(['EventForwardSet', 'EventMonitoringNextCall']);
  return random.pick(catalogue[family]).name;
}

type Attributes = Record<string, string | Record<string, Json>>;

function drawAgent(random: Random): Attributes {
  return some(random, {
    ThisDN: [0.95, () => random.pick(TELEPHONES)],
    AgentID: [0.7, () => random.pick([...AGENTS, 'jdoe'])],
    ThisQueue: [0.5, () => random.pick(QUEUES)],
    OtherDN: [0.5, () => random.pick([...TELEPHONES, ...TELEPHONES, ...OUTSIDE_NUMBERS])],
    ThirdPartyDN: [0.1, () => random.pick(OUTSIDE_NUMBERS)],
    Extensions: [0.2, () => ({ ReasonCode: 'lunch', to: random.pick(OUTSIDE_NUMBERS) })],
    ANI: [0.1, () => random.pick(CALLERS)],
    UserData: [0.1, () => ({ note: 'attached to an agent' })],
  });
}

function drawCall(thread: string, random: Random): Attributes {
  const number = (): string => random.pick([...TELEPHONES, ...TELEPHONES, ...QUEUES, ...OUTSIDE_NUMBERS]);
  return some(random, {
    ConnID: [0.97, () => `${thread}-${random.below(2)}@1`],
    ThisDN: [0.97, number],
    OtherDN: [0.5, number],
    ThirdPartyDN: [0.3, number],
    AgentID: [0.3, () => random.pick([...AGENTS, 'jdoe'])],
    ThisQueue: [0.4, () => random.pick(QUEUES)],
    OtherQueue: [0.1, () => random.pick(QUEUES)],
    CallType: [0.3, () => random.pick(['Inbound', 'Outbound', 'Internal'])],
    CallState: [0.3, () => random.pick(['Ok', 'Transferred', 'Conferenced', 'Bridged'])],
    ThisDNRole: [0.2, () => random.pick(['Origination', 'Destination', 'Observer'])],
    PreviousConnID: [0.1, () => `${random.pick(THREADS)}-0@1`],
    ANI: [0.5, () => random.pick(CALLERS)],
    DNIS: [0.4, () => random.pick(['800', '900', ...OUTSIDE_NUMBERS])],
    UserData: [0.4, () => ({ card: `attached ${random.below(9)}`, nested: { caller: random.pick(CALLERS) } })],
    CollectedDigits: [0.3, () => `keyed in ${random.below(99)}`],
    LastCollectedDigit: [0.2, () => `keyed in last`],
    CallHistory: [0.2, () => ({ FirstTransferOrigDN: random.pick(OUTSIDE_NUMBERS), LastTransferHomeLocation: 'site 2' })],
    Extensions: [0.2, () => ({ feature: 'x', to: random.pick(OUTSIDE_NUMBERS) })],
    TreatmentParms: [0.1, () => ({ prompt: { file: '7', number: random.pick(OUTSIDE_NUMBERS) } })],
    CustomerID: [0.2, () => 'customer 5'],
  });
}

type Draws = Readonly<Record<string, readonly [probability: number, draw: () => string | Record<string, Json>]>>;

function some(random: Random, draws: Draws): Attributes {
  const drawn: Attributes = {};
  for (const [name, [probability, draw]] of Object.entries(draws)) if (random.chance(probability)) drawn[name] = draw();
  return drawn;
}

type Members = Map<string, { attribute: string | null; value: Json }>;

function spell(attributes: Attributes, random: Random): Members {
  const members: Members = new Map();
  for (const [attribute, value] of Object.entries(attributes))
    members.set(spellName(attribute, random), { attribute, value: spellValue(attribute, value, random) });
  // A second spelling of what is there already, with a value of its own; the documented one counts.
  if (attributes['ANI'] !== undefined && members.has('ANI')) members.set('a n i', { attribute: 'ANI', value: random.pick(CALLERS) });
  if (attributes['UserData'] !== undefined && members.has('UserData'))
    members.set('user-data', { attribute: 'UserData', value: 'attached twice' });
  if (random.chance(0.2)) members.set('site', { attribute: null, value: 'blue' });
  if (random.chance(0.1)) members.set('CallerNumber', { attribute: null, value: random.pick(OUTSIDE_NUMBERS) });
  if (random.chance(0.1)) {
    const details = { ANI: 'anonymous caller 14', user_data: { note: 'attached below' }, list: [{ 'Collected Digits': 'keyed in below' }] };
    members.set('details', { attribute: null, value: details });
  }
  if (random.chance(0.05)) members.set('LastTransferOrigDN', { attribute: null, value: random.pick(OUTSIDE_NUMBERS) });
  return members;
}

function spellName(attribute: string, random: Random): string {
  // What tells the events apart is to be found by the test as well.
  if (attribute === 'Server') return attribute;
  const spaced = attribute.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ');
  return random.pick([
    attribute,
    attribute,
    spaced,
    spaced.replaceAll(' ', '_').toUpperCase(),
    attribute.toLowerCase(),
    spaced.replaceAll(' ', '-'),
    `Attribute${attribute}`,
    `attribute_${attribute.toLowerCase()}`,
    ...(attribute === 'LastCollectedDigit' ? ['LastDigit', 'last_digit'] : []),
  ]);
}

function spellValue(attribute: string, value: string | Record<string, Json>, random: Random): Json {
  if (typeof value === 'object') return attribute === 'CallHistory' ? value : spellList(value, random);
  if (/^[1-9]\d{0,14}$/.test(value) && random.chance(0.3)) return Number(value);
  return isOutside(value) && random.chance(0.1) ? ` ${value}` : value;
}

function spellList(list: Record<string, Json>, random: Random): Json {
  const entries = Object.entries(list);
  return random.pick<Json>([
    list,
    entries.map(([key, value]) => ({ key, value })),
    entries.map(([Key, Value]) => ({ Key, Value })),
    entries.map(([key, value]) => [key, value]),
  ]);
}

function textOf(name: string, members: Members, random: Random): string {
  const isKnown = catalogue.find(name) !== undefined;
  const bare = isKnown && random.chance(0.3) ? name.slice('Event'.length).toLowerCase() : name;
  const event = Object.fromEntries([
    [random.pick(['id', 'Event', 'eventName']), bare],
    ...[...members].map(([member, { value }]) => [member, value] as const),
  ]) as Json;
  return JSON.stringify(random.pick<Json>([event, event, [event], { event }, { data: event, ANI: 'anonymous caller 15' }]));
}
