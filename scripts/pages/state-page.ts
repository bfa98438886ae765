/** docs/state.md: what the state is made of, and answers to queries as they stand on the page, from the simulated contact centre. */
import { readFile } from 'node:fs/promises';
import { isEnumType } from 'graphql';
import { enumNames } from '../../src/graphql/events.ts';
import { defaultRules } from '../../src/state/rules.ts';
import { State } from '../../src/state/state.ts';
import { answerTo, schema } from './answers.ts';
import { firstSeconds } from './contact-centre.ts';
import { code, json } from './markdown.ts';
import { fillPage } from './page.ts';
import type { Part } from './page.ts';
import { aboutPart, fieldsPart, valuesPart } from './schema-tables.ts';
import type { Places } from './schema-tables.ts';

const PAGE = new URL('../../docs/state.md', import.meta.url);

/** Some calls wait, some agents talk. */
const MOMENT_SECONDS = 80;

export async function statePage(): Promise<string> {
  const page = await readFile(PAGE, 'utf8');
  const state = stateAfter(MOMENT_SECONDS);
  return fillPage(page, { types: typesPart(placesOf(page)), answer: (_argument, before) => answer(before, state) });
}

function stateAfter(seconds: number): State {
  const state = new State(defaultRules);
  for (const { event } of firstSeconds(seconds)) {
    state.advance(event.timestampMs);
    state.apply(event, [event]);
  }
  return state;
}

/** The types that have a heading on this page, and those of the page of events. */
function placesOf(page: string): Places {
  const here = [...page.matchAll(/<!-- generated: types (.*) -->/g)].flatMap(([, names]) => names?.split(' ') ?? []);
  return new Map([...Object.values(enumNames).map((name) => [name, 'events.md'] as const), ...here.map((name) => [name, ''] as const)]);
}

/** Names of types with spaces between them: each under a heading of its own, with what it is made of. */
function typesPart(places: Places): Part {
  const fields = fieldsPart(places);
  const contents: Part = (name, before) => (isEnumType(schema.getType(name)) ? valuesPart(name, before) : fields(name, before));
  return async (names, before) => {
    const sections = names
      .split(' ')
      .map(async (name) => [`### ${name}`, await aboutPart(name, before), await contents(name, before)].join('\n\n'));
    return (await Promise.all(sections)).join('\n\n');
  };
}

/** To the operation that stands last before it. Throws for one that has nothing to show. */
async function answer(before: string, state: State): Promise<string> {
  const query = [...before.matchAll(/^```graphql\n(.*?)^```$/gms)].at(-1)?.[1];
  if (query === undefined) throw new Error('no operation stands before the answer');
  const data = await answerTo(query, state);
  if (Object.values(data).some(isEmpty)) throw new Error(`nothing is there at that moment: ${query}`);
  return code('json', json(data));
}

function isEmpty(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return value === null;
  return Array.isArray(value) ? value.length === 0 : 'edges' in value && isEmpty(value.edges);
}
