/** Tells how a record decodes without telling what it holds: names of attributes and forms, never a value. */
import { attributeOf } from './attributes.ts';
import type { Decoded } from './decode.ts';
import { unrecognizedTypes } from './event.ts';
import type { VoiceEvent } from './event.ts';
import { timePart } from './time.ts';
import { isObject, loosened } from './values.ts';
import { attributes } from './vocabulary.ts';
import type { Json } from './vocabulary.ts';

/** What can be told of one record. */
export type Inspected = {
  readonly line: string;
  /** What was found, to be counted: `event EventAgentLogin`, `missing Server`, `unknown Novelty` and so on. */
  readonly findings: readonly string[];
};

export function inspectRecord({ events, rejected, oddities }: Decoded): Inspected {
  const findings = [
    ...events.flatMap(findingsOf),
    ...[...rejected].flatMap(([reason, count]) => Array.from({ length: count }, () => `rejected ${reason}`)),
    ...oddities.map((oddity) => `odd ${oddity}`),
  ];
  return { line: findings.length === 0 ? 'nothing' : findings.join(', '), findings };
}

/** Each finding with how often it was made, by kind. */
export function inspectSummary(all: readonly Inspected[]): string {
  const counts = new Map<string, number>();
  for (const { findings } of all) for (const finding of findings) counts.set(finding, (counts.get(finding) ?? 0) + 1);
  const lines = [...counts].toSorted(([a, m], [b, n]) => compare(kindOf(a), kindOf(b)) || n - m || compare(a, b));
  return [`${all.length} records`, ...lines.map(([finding, count]) => `${String(count).padStart(8)}  ${finding}`)].join('\n');
}

function findingsOf(event: VoiceEvent): string[] {
  const unknown = event.type === unrecognizedTypes[event.family];
  return [
    unknown ? `unrecognized ${isName(event.name) ? event.name : '(no name of an event)'}` : `event ${event.type}`,
    ...event.missingAttributes.map((name) => `missing ${name}`),
    ...Object.entries(event.attributes).flatMap(([member, value]) => memberFindings(member, value)),
  ];
}

/** The name of an unknown event may be told if it looks like one; anything else may be data. */
function isName(name: string): boolean {
  return /^[A-Za-z]{1,64}$/.test(name);
}

function memberFindings(member: string, value: Json): string[] {
  const attribute = attributeOf(member);
  if (attribute === 'time') return [`time as ${member}: ${timeForm(value)}`];
  if (attribute === null) return [timePart(loosened(member)) === null ? `unknown ${member}` : `time in ${member}: ${timeForm(value)}`];
  const form = attributes[attribute].kind === 'list' && Array.isArray(value) ? [`list as array ${attribute}`] : [];
  return attribute === member ? form : [`spelled ${member} for ${attribute}`, ...form];
}

function timeForm(value: Json): string {
  if (typeof value === 'number') return `number of ${String(Math.trunc(Math.abs(value))).length} digits`;
  if (typeof value === 'string') return /^[+-]?\d+(\.\d+)?$/.test(value) ? `text of ${value.replace(/\..*/, '').length} digits` : 'text';
  if (isObject(value)) return `object of ${Object.keys(value).toSorted().join(' and ')}`;
  return Array.isArray(value) ? `array of ${value.length}` : typeof value;
}

const KINDS = ['event', 'unrecognized', 'rejected', 'odd', 'missing', 'unknown', 'spelled', 'list', 'time'];
function kindOf(finding: string): string {
  return String(KINDS.indexOf(finding.split(' ', 1)[0] ?? ''));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
