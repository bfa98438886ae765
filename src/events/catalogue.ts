/** The one table of all events, made from its two halves: the decoder, the GraphQL schema, the simulator and the generated tests follow from it. */
import { agentStateEvents } from './agent-state.ts';
import { callThreadEvents } from './call-thread.ts';
import { MAX_EVENTS_PER_FAMILY } from './event.ts';
import { attributes } from './vocabulary.ts';
import type { AttributeLists, EventAttribute, EventDefinition, EventTable, Family } from './definition.ts';
import type { AttributeName, Certainty } from './vocabulary.ts';

export type Catalogue = {
  readonly [F in Family]: readonly EventDefinition[];
} & {
  /** Finds an event by its name in any letter case, with or without `Event` before it, or by its code. */
  find(nameOrCode: string): EventDefinition | undefined;
};

/** Throws where the table contradicts itself: an unknown attribute, one named twice, a name or code used twice. */
export function createCatalogue(tables: Readonly<Record<Family, EventTable>>): Catalogue {
  const byName = new Map<string, EventDefinition>();
  const bySpelling = new Map<string, EventDefinition>();
  const register = (spelling: string, definition: EventDefinition): void => {
    const other = bySpelling.get(spelling);
    if (other !== undefined) throw new Error(`${definition.name} and ${other.name} are both found by ${spelling}`);
    bySpelling.set(spelling, definition);
  };
  const define = (family: Family): EventDefinition[] =>
    Object.entries(tables[family]).map(([name, entry], index) => {
      const definition: EventDefinition = {
        name,
        family,
        index,
        code: entry.code,
        about: entry.about,
        rules: entry.rules ?? [],
        attributes: [...expand(name, entry.mandatory, true), ...expand(name, entry.optional, false)],
      };
      if (index >= MAX_EVENTS_PER_FAMILY) throw new Error(`${name}: a family has room for ${MAX_EVENTS_PER_FAMILY} events (see nameBit)`);
      const twice = definition.attributes.find((one, i) => definition.attributes.findIndex((other) => other.name === one.name) !== i);
      if (twice !== undefined) throw new Error(`${name} names the attribute ${twice.name} twice`);
      byName.set(name, definition);
      register(name.toLowerCase(), definition);
      register(name.toLowerCase().replace(/^event/, ''), definition);
      register(String(entry.code), definition);
      return definition;
    });
  return {
    agentState: define('agentState'),
    callThread: define('callThread'),
    find: (nameOrCode) => byName.get(nameOrCode) ?? bySpelling.get(nameOrCode.trim().toLowerCase()),
  };
}

function expand(event: string, lists: AttributeLists, mandatory: boolean): EventAttribute[] {
  return Object.entries(lists).flatMap(([certainty, names]) =>
    names.split(' ').map((name) => {
      if (!Object.hasOwn(attributes, name)) throw new Error(`${event} names an attribute that the vocabulary lacks: ${name}`);
      return { name: name as AttributeName, mandatory, certainty: certainty as Certainty };
    }),
  );
}

export const documentedEvents = { agentState: agentStateEvents, callThread: callThreadEvents } satisfies Record<Family, EventTable>;

/** The 42 documented events. */
export const catalogue: Catalogue = createCatalogue(documentedEvents);
