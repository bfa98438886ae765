/** Scenario to script: the flow with everything it refers to, step after step, each event completed to what the catalogue demands. */
import { catalogue } from '../events/catalogue.ts';
import type { Family } from '../events/definition.ts';
import { attributes, enumerations } from '../events/vocabulary.ts';
import type { AttributeName, Json } from '../events/vocabulary.ts';
import { readLines } from './flow.ts';
import type { EventName, EventStep, FlowRef, Step } from './flow.ts';
import { flowById } from './flows.ts';
import { closing, followed } from './ending.ts';
import { pauseBefore, TOGETHER } from './pauses.ts';
import type { Pause } from './pauses.ts';
import type { Role, Scenario } from './scenarios.ts';

/** Where a member's value comes from when the step is played: `index` counts parties or calls. */
export type Member = { readonly name: AttributeName; readonly optional: boolean } & (
  | { readonly from: 'constant'; readonly value: Json }
  | { readonly from: 'party' | 'call'; readonly index: number }
  | { readonly from: 'play' }
);

export type ScriptStep = {
  readonly event: EventName;
  readonly family: Family;
  readonly party: number;
  readonly members: readonly Member[];
  readonly pause: Pause;
};

export type Script = {
  readonly scenario: Scenario;
  readonly roles: readonly Role[];
  /** By party: whether somebody real has to play it. */
  readonly played: readonly boolean[];
  readonly steps: readonly ScriptStep[];
  /** Ranges of steps that may come in any order. */
  readonly shuffled: readonly (readonly [from: number, to: number])[];
  /** The step that cannot be played before an agent is found. */
  readonly agentNeededAt: number;
  /** Played instead when the caller has waited too long there. */
  readonly givingUp: readonly ScriptStep[];
  /** By party: how many steps are its own. */
  readonly stepsOf: readonly number[];
  readonly inbound: boolean;
};

/** An event step in which labels and calls are those of the scenario. */
export type Flat = EventStep & { readonly group: string | null };

export function toScript(scenario: Scenario): Script {
  const labels = Object.keys(scenario.cast);
  const roles = Object.values(scenario.cast);
  const flat = unfold(scenario).filter((step) => isMonitored(scenario.cast[step.attributes.ThisDN as string]));
  const ends = closing(followed(flat));
  const all = [...flat, ...ends];
  const mentions = (step: Flat, role: Role): boolean =>
    Object.values(step.attributes).some((value) => typeof value === 'string' && scenario.cast[value] === role);
  let agentNeededAt = all.findIndex((step) => mentions(step, 'agent'));
  // Whoever waits with music waits until somebody is found, not until the music is over.
  const before = all[agentNeededAt - 1];
  if (before?.event === 'EventTreatmentEnd' && before.attributes.TreatmentType === 'Music') agentNeededAt--;
  while (agentNeededAt > 0 && all[agentNeededAt]?.group !== null && all[agentNeededAt]?.group === all[agentNeededAt - 1]?.group)
    agentNeededAt--;
  const completed = complete(all, scenario, labels);
  return {
    scenario,
    roles,
    played: labels.map((label) => all.some((step) => Object.values(step.attributes).includes(label))),
    steps: completed,
    shuffled: rangesOf(all),
    agentNeededAt,
    givingUp: agentNeededAt < 0 ? [] : complete(closing(followed(all.slice(0, agentNeededAt))), scenario, labels),
    stepsOf: labels.map((_, party) => completed.filter((step) => step.party === party).length),
    inbound: roles.includes('caller'),
  };
}

function isMonitored(role: Role | undefined): boolean {
  return role !== 'caller' && role !== 'number';
}

function unfold(scenario: Scenario): Flat[] {
  const flow = flowById(scenario.flow);
  const [first, last] = scenario.only ?? [1, flow.steps.length];
  const variant = flow.variants.find((one) => one.id === scenario.variant);
  if (scenario.variant !== undefined && variant === undefined) throw new Error(`${scenario.flow} has no variant ${scenario.variant}`);
  const part = (from: number, to: number): Flat[] =>
    flatten(
      flow.steps.filter((step) => step.n >= from && step.n <= to),
      'flow',
    );
  const lines = (extra: Scenario['after'], path: string): Flat[] => flatten(readLines(extra ?? []), path);
  const insertAt = scenario.insert?.afterStep ?? last;
  return [
    ...(flow.given === null ? [] : flatten([{ n: 0, ...flow.given }], 'given')),
    ...lines(scenario.before, 'before'),
    ...part(first, Math.min(variant?.afterStep ?? last, insertAt)),
    ...lines(scenario.insert?.lines, 'insert'),
    ...(variant === undefined ? part(insertAt + 1, last) : flatten(variant.steps, 'variant')),
    ...(variant !== undefined && scenario.resumeAt !== undefined ? part(scenario.resumeAt, last) : []),
    ...lines(scenario.after, 'after'),
  ];
}

/** With flows played inside replaced by their steps. `path` tells groups of the same name apart. */
function flatten(steps: readonly Step[], path: string): Flat[] {
  return steps.flatMap((step): Flat[] => {
    if (step.kind === 'event') return [{ ...step, group: step.unordered === null ? null : `${path}/${step.unordered}` }];
    if (step.kind !== 'flow') return [];
    return flatten(flowById(step.play).steps, `${path}.${step.n}`)
      .map((inner) => recast(inner, step))
      .filter((inner) => !(step.unmonitored ?? []).includes(String(inner.attributes.ThisDN)));
  });
}

/** A step of the other flow with the calls and parties of this one. */
function recast(inner: Flat, { connId, parties }: FlowRef): Flat {
  const attributes = Object.entries(inner.attributes).map(([name, value]) => {
    if (name === 'ConnID') return [name, value === 1 ? connId : value];
    return [name, typeof value === 'string' && Object.hasOwn(parties, value) ? parties[value] : value];
  });
  return { ...inner, attributes: Object.fromEntries(attributes) as EventStep['attributes'] };
}

function rangesOf(steps: readonly Flat[]): (readonly [number, number])[] {
  const ranges: (readonly [number, number])[] = [];
  for (let from = 0; from < steps.length;) {
    const group = steps[from]?.group ?? null;
    let to = from + 1;
    if (group !== null) while (steps[to]?.group === group) to++;
    if (to - from > 1) ranges.push([from, to]);
    from = to;
  }
  return ranges;
}

function complete(steps: readonly Flat[], scenario: Scenario, labels: readonly string[]): ScriptStep[] {
  const roles = new Map<string, string>();
  return steps.map((step, i) => {
    const previous = steps[i - 1];
    const definition = catalogue.find(step.event);
    if (definition === undefined) throw new Error(`the catalogue lacks ${step.event}`);
    const party = String(step.attributes.ThisDN);
    const seat = `${String(step.attributes.ConnID)} ${party}`;
    const given = step.attributes.ThisDNRole;
    if (typeof given === 'string') roles.set(seat, given);
    const members = definition.attributes
      .filter(({ name }) => name !== 'id' && name !== 'Server' && name !== 'time')
      .toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name))
      .flatMap(({ name, mandatory }): Member[] => {
        const optional = step.optional.includes(name);
        const value = step.attributes[name] ?? (mandatory ? usual(name, step.event, roles.get(seat)) : undefined);
        if (value !== undefined) return [memberOf(name, value, optional, labels)];
        if (filledIn.has(name) && isFitting(name, scenario, scenario.cast[party])) return [{ name, optional: !mandatory, from: 'play' }];
        if (mandatory) throw new Error(`${scenario.flow}: ${step.event} needs ${name}`);
        return [];
      });
    return {
      event: step.event,
      family: definition.family,
      party: labels.indexOf(party),
      members,
      pause: step.group !== null && step.group === previous?.group ? TOGETHER : pauseBefore(step.event, previous?.event ?? null),
    };
  });
}

const order = Object.keys(attributes) as AttributeName[];

/** What the call or the agent at hand knows. */
const filledIn: ReadonlySet<AttributeName> = new Set([
  'CallThreadID',
  'CallID',
  'CallType',
  'ANI',
  'DNIS',
  'UserData',
  'AgentID',
  'CustomerID',
]);

function isFitting(name: AttributeName, scenario: Scenario, role: Role | undefined): boolean {
  if (name === 'AgentID') return role === 'agent' || role === 'supervisor';
  if (name === 'ANI' || name === 'DNIS') return Object.values(scenario.cast).includes('caller');
  return name !== 'UserData' || scenario.only === undefined;
}

/** What a mandatory attribute is where a flow does not bother to say. */
function usual(name: AttributeName, event: EventName, role: string | undefined): string | undefined {
  if (name === 'CallState') return event === 'EventDestinationBusy' ? 'Busy' : 'Ok';
  if (name === 'ThisDNRole') return role ?? 'Destination';
  return undefined;
}

const codes: Readonly<Record<string, Readonly<Record<string, readonly [number, string]>>>> = Object.fromEntries(
  Object.entries(enumerations).map(([kind, enumeration]) => [kind, enumeration.values]),
);

/** What stands where a flow only says that there is something. */
const examples: ReadonlyMap<Json, string> = new Map([
  ['text', 'Announcement 17 not found'],
  ['DEFAULT', '8999'],
]);
const listExamples: Readonly<Record<string, string>> = {
  VQID: '01G7VQ4T',
  RVQID: '01G7VQ4T',
  Location: 'site-1',
  CallUUID: '0N3TDGI7VK8C50000000000000000042',
  RTargetAgentSelected: '1001',
};

function withExamples(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, one === '...' ? (listExamples[key] ?? one) : one]));
}

function memberOf(name: AttributeName, value: Json, optional: boolean, labels: readonly string[]): Member {
  if (name.endsWith('ConnID')) return { name, optional, from: 'call', index: Number(value) - 1 };
  if (name === 'CustomerID') return { name, optional, from: 'play' };
  const party = typeof value === 'string' && (name.endsWith('DN') || name.endsWith('Queue')) ? labels.indexOf(value) : -1;
  if (party >= 0) return { name, optional, from: 'party', index: party };
  const code = codes[attributes[name].kind]?.[String(value)]?.[0];
  return { name, optional, from: 'constant', value: code ?? examples.get(value) ?? withExamples(value) };
}
