/** What a caller must get to see, from the specification alone: slow, plain, and without a look at how the gateway does it. */
import type { Json } from '../../src/events/vocabulary.ts';
import type { Plain } from './world.ts';

export type Caller = {
  readonly tenants: 'all' | readonly string[];
  readonly agent: { readonly agentId: string; readonly dns: readonly string[] } | null;
  readonly masked: boolean;
};

export type Filter = {
  readonly tenantId: string;
  readonly agentId?: string;
  readonly agentIds?: readonly string[];
  readonly callThreadId?: string;
  readonly callThreadIds?: readonly string[];
  readonly queueIds?: readonly string[];
  readonly dns?: readonly string[];
  readonly events?: readonly string[];
  readonly ani?: string;
  readonly dnis?: string;
  readonly statuses?: readonly string[];
  readonly states?: readonly string[];
};

export function isOutside(number: unknown): boolean {
  return /^\+?[0-9]{7,}$/.test(String(number).trim());
}

const textOf = (value: unknown): string | null => (typeof value === 'string' || typeof value === 'number' ? String(value) : null);

/** The value of an attribute, as an event of that spelling tells it. */
export function attribute(event: Plain, name: string): string | null {
  const spellings = [...event.members].filter(([, member]) => member.attribute === name);
  const [, found] = spellings.find(([spelling]) => spelling === name) ?? spellings[0] ?? [];
  const text = textOf(found?.value);
  return text === '' ? null : text;
}

export function mayName({ tenants, agent, masked }: Caller, filter: Filter): boolean {
  if (tenants !== 'all' && !tenants.includes(filter.tenantId)) return false;
  const agents = [...(filter.agentId === undefined ? [] : [filter.agentId]), ...(filter.agentIds ?? [])];
  if (agent !== null && agents.some((agentId) => agentId !== agent.agentId)) return false;
  return !masked || (filter.ani === undefined && filter.dnis === undefined && !(filter.dns ?? []).some(isOutside));
}

export function sees({ tenants, agent }: Caller, event: Plain): boolean {
  if (tenants !== 'all' && !tenants.includes(event.tenantId)) return false;
  if (agent === null) return true;
  const isOwn = (name: string): boolean => agent.dns.includes(attribute(event, name) ?? '-');
  if (event.family === 'agentState') return event.entityId === agent.agentId || (event.entityId === '' && isOwn('ThisDN'));
  return attribute(event, 'AgentID') === agent.agentId || ['ThisDN', 'OtherDN', 'ThirdPartyDN'].some(isOwn);
}

export function matches(filter: Filter, event: Plain, type: string): boolean {
  if (event.tenantId !== filter.tenantId) return false;
  const isCall = event.family === 'callThread';
  const among = (wanted: readonly string[] | undefined, names: readonly (string | null)[]): boolean =>
    wanted === undefined || names.some((name) => name !== null && wanted.includes(name));
  const numbers = isCall ? ['ThisDN', 'OtherDN', 'ThirdPartyDN'] : ['ThisDN', 'OtherDN'];
  const agent = isCall ? attribute(event, 'AgentID') : event.entityId === '' ? null : event.entityId;
  return (
    among(filter.agentId === undefined ? filter.agentIds : [filter.agentId], [agent]) &&
    among(filter.callThreadId === undefined ? filter.callThreadIds : [filter.callThreadId], [event.entityId]) &&
    among(
      filter.dns,
      numbers.map((name) => attribute(event, name)),
    ) &&
    among(
      filter.queueIds,
      ['ThisQueue', 'OtherQueue', 'ThirdPartyQueue'].map((name) => attribute(event, name)),
    ) &&
    among(filter.events, [type])
  );
}

const ALWAYS_HIDDEN = new Set(['ANI', 'CollectedDigits', 'LastCollectedDigit', 'UserData']);
const HIDDEN_OUTSIDE = new Set(['OtherDN', 'ThirdPartyDN', 'DNIS']);
/** What may stand somewhere in these is looked for in the bytes. */
const LOOKED_THROUGH = new Set([null, 'CallHistory', 'Extensions', 'TreatmentParms']);

/** The fields of attributes, by their names in the schema: null where the caller may not see them. */
export const FIELDS: Readonly<Record<string, string>> = {
  ani: 'ANI',
  dnis: 'DNIS',
  collectedDigits: 'CollectedDigits',
  lastCollectedDigit: 'LastCollectedDigit',
  thisDn: 'ThisDN',
  otherDn: 'OtherDN',
  thirdPartyDn: 'ThirdPartyDN',
};

function hides(caller: Caller, { family }: Plain, name: string | null, value: unknown): boolean {
  if (!caller.masked || name === null) return false;
  if (ALWAYS_HIDDEN.has(name)) return true;
  return (HIDDEN_OUTSIDE.has(name) || (name === 'ThisDN' && family === 'callThread')) && isOutside(value);
}

/** What is wrong with an event as it was delivered; null where nothing is. */
export function wrongIn(caller: Caller, event: Plain, delivered: Readonly<Record<string, unknown>>): string | null {
  for (const [field, name] of Object.entries(FIELDS)) {
    if (!(field in delivered)) continue;
    const value = attribute(event, name);
    const wanted = hides(caller, event, name, value) ? null : value;
    if (delivered[field] !== wanted)
      return `${event.marker}: ${field} is ${JSON.stringify(delivered[field])} instead of ${JSON.stringify(wanted)}`;
  }
  if ('userData' in delivered) {
    const wanted = caller.masked ? null : (event.attributes['UserData'] ?? null);
    if (!alike(delivered['userData'], wanted)) return `${event.marker}: userData is ${JSON.stringify(delivered['userData'])}`;
  }
  const attributes = delivered['attributes'] as Readonly<Record<string, Json>>;
  for (const [member, { attribute: name, value }] of event.members) {
    if (!(member in attributes)) return `${event.marker}: ${member} is missing among the attributes`;
    if (caller.masked && LOOKED_THROUGH.has(name)) continue;
    const wanted = hides(caller, event, name, value) ? '***' : value;
    if (!alike(attributes[member], wanted))
      return `${event.marker}: ${member} is ${JSON.stringify(attributes[member])} among the attributes`;
  }
  return null;
}

export function alike(a: unknown, b: unknown): boolean {
  return JSON.stringify(inOrder(a)) === JSON.stringify(inOrder(b));
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, element]) => [key, inOrder(element)]),
  );
}

type Node = Readonly<Record<string, unknown>>;
const list = (value: unknown): readonly Node[] => value as readonly Node[];

/** Whether a thread that an unrestricted caller reads is one that this caller may see. */
export function coversThread({ agent }: Caller, thread: Node): boolean {
  if (agent === null) return true;
  return list(thread['parties']).some(({ dn, agentId }) => agentId === agent.agentId || agent.dns.includes(String(dn)));
}

const optional = ({ masked }: Caller, number: unknown): unknown => (masked && number !== null && isOutside(number) ? null : number);
const required = ({ masked }: Caller, number: unknown): unknown => (masked && isOutside(number) ? '***' : number);

/** The last event, by its marker alone: whether it may be seen at all. */
function lastEvent(caller: Caller, event: unknown, events: ReadonlyMap<string, Plain>): unknown {
  const marker = (event as Node | null)?.['server'];
  const plain = events.get(String(marker));
  return plain === undefined || !sees(caller, plain) ? null : { server: marker };
}

/** Each with some of it told otherwise. */
function told(nodes: unknown, change: (node: Node) => Node): readonly Node[] {
  return list(nodes).map((node) => Object.assign({}, node, change(node)));
}

export function threadFor(caller: Caller, thread: Node, events: ReadonlyMap<string, Plain>): Node {
  return {
    ...thread,
    calls: told(thread['calls'], ({ dnis }) => (caller.masked ? { ani: null, dnis: optional(caller, dnis), userData: null } : {})),
    parties: told(thread['parties'], ({ dn }) => ({ dn: required(caller, dn) })),
    queues: told(thread['queues'], ({ to }) => ({ to: optional(caller, to) })),
    treatments: told(thread['treatments'], ({ dn, collectedDigits }) => ({
      dn: required(caller, dn),
      collectedDigits: caller.masked ? null : collectedDigits,
    })),
    agents: told(
      list(thread['agents']).filter(({ agentId }) => caller.agent === null || agentId === caller.agent.agentId),
      (agent) => ({ dns: telephones(caller, agent), lastEvent: lastEvent(caller, agent['lastEvent'], events) }),
    ),
    lastEvent: lastEvent(caller, thread['lastEvent'], events),
  };
}

export function agentFor(caller: Caller, agent: Node, events: ReadonlyMap<string, Plain>): Node {
  return {
    ...agent,
    dns: telephones(caller, agent),
    calls: told(agent['calls'], ({ parties }) => ({ parties: told(parties, ({ dn }) => ({ dn: required(caller, dn) })) })),
    lastEvent: lastEvent(caller, agent['lastEvent'], events),
  };
}

function telephones(caller: Caller, agent: Node): readonly Node[] {
  return told(agent['dns'], ({ forwardedTo, monitoring }) => ({
    forwardedTo: optional(caller, forwardedTo),
    monitoring: told(monitoring, ({ otherDn }) => ({ otherDn: required(caller, otherDn) })),
  }));
}
