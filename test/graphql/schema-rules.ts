/** What holds for every name and every list of a published schema. Each rule gives the places that break it, as coordinates with what is wrong there. */
import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { GraphQLField, GraphQLNamedType, GraphQLObjectType, GraphQLSchema, GraphQLType } from 'graphql';

export type Rule = (schema: GraphQLSchema) => readonly string[];

/** Something with a name and a description, and where it stands. */
type Place = {
  readonly coordinate: string;
  readonly name: string;
  readonly kind: 'type' | 'input' | 'field' | 'argument' | 'value';
  readonly description: string | null | undefined;
  /** Of fields and arguments. */
  readonly type?: GraphQLType;
  readonly deprecationReason?: string | null | undefined;
};

const BUILT_IN = new Set(['String', 'Int', 'Float', 'Boolean', 'ID']);

function typesOf(schema: GraphQLSchema): GraphQLNamedType[] {
  return Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__') && !BUILT_IN.has(name));
}

/** Everything in the schema that has a name. */
export function* placesOf(schema: GraphQLSchema): Generator<Place> {
  for (const type of typesOf(schema)) {
    yield { coordinate: type.name, name: type.name, kind: isInputObjectType(type) ? 'input' : 'type', description: type.description };
    if (isEnumType(type))
      for (const { name, description, deprecationReason } of type.getValues())
        yield { coordinate: `${type.name}.${name}`, name, kind: 'value', description, deprecationReason };
    if (isInputObjectType(type))
      for (const field of Object.values(type.getFields())) yield placeOf(`${type.name}.${field.name}`, 'field', field);
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      yield placeOf(`${type.name}.${field.name}`, 'field', field);
      for (const argument of field.args) yield placeOf(`${type.name}.${field.name}(${argument.name}:)`, 'argument', argument);
    }
  }
}

type Described = Required<Pick<Place, 'name' | 'description' | 'type'>> & Pick<Place, 'deprecationReason'>;
function placeOf(coordinate: string, kind: Place['kind'], { name, description, type, deprecationReason }: Described): Place {
  return { coordinate, kind, name, description, type, deprecationReason };
}

/** A rule for one place at a time. */
function everywhere(wrong: (place: Place) => string | false): Rule {
  return (schema) =>
    [...placesOf(schema)].flatMap((place) => {
      const why = wrong(place);
      return why === false ? [] : [`${place.coordinate} ${why}`];
    });
}

export const isDescribed = everywhere(({ description }) => (description ?? '').length < 8 && 'has no description');

export const endsWithFullStop = everywhere(
  ({ description }) =>
    (description ?? '') !== '' && !(description ?? '').endsWith('.') && 'has a description without a full stop at its end',
);

export const saysMoreThanItsName = everywhere(({ name, kind, description }) => {
  const first = /^`?(\w+)/.exec(description ?? '')?.[1] ?? '';
  return kind !== 'value' && first.toLowerCase() === name.toLowerCase() && 'has a description that begins with its name';
});

/** Their values are names of types, spelled as on the wire: whoever reads `__typename` can subscribe by it. */
const ENUMS_OF_TYPE_NAMES = new Set(['AgentStateEventName', 'CallThreadEventName']);

export const isSpelledByKind = everywhere(({ coordinate, name, kind }) => {
  switch (kind) {
    case 'type':
    case 'input':
      return !/^[A-Z][A-Za-z0-9]*$/.test(name) && 'is not in PascalCase';
    case 'value':
      if (ENUMS_OF_TYPE_NAMES.has(coordinate.split('.', 1)[0] ?? '') && /^Event[A-Z][A-Za-z]*$/.test(name)) return false;
      return !/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/.test(name) && 'is not in UPPER_CASE';
    default:
      return !/^[a-z][A-Za-z0-9]*$/.test(name) && 'is not in camelCase';
  }
});

export const inputIsNamedSo = everywhere(
  ({ name, kind }) => kind === 'input' && !/(Filter|Input)$/.test(name) && 'is an input and ends neither in Filter nor in Input',
);

/** A list that is there has something in every place. */
export const listsHoldNoNull = everywhere(({ type }) => {
  const list = type === undefined ? undefined : getNullableType(type);
  return isListType(list) && !isNonNullType(list.ofType) && `is ${String(type)}: its items may be null`;
});

/** A field that goes away tells what to ask for in its place: a coordinate of this schema, or a field next to it, in backticks. */
export const deprecationNamesReplacement: Rule = (schema) => {
  const coordinates = new Set([...placesOf(schema)].map(({ coordinate }) => coordinate));
  return [...placesOf(schema)].flatMap(({ coordinate, deprecationReason }) => {
    if (deprecationReason === null || deprecationReason === undefined) return [];
    const owner = coordinate.replace(/(\.\w+|\(\w+:\))$/, '');
    const named = [...deprecationReason.matchAll(/`([\w.():]+)`/g)].map(([, name]) => name ?? '');
    const exists = named.some(
      (name) =>
        name !== coordinate && [name, `${owner}.${name}`, `${owner}(${name}:)`].some((one) => one !== coordinate && coordinates.has(one)),
    );
    return exists ? [] : [`${coordinate} is deprecated without naming in backticks what replaces it: ${deprecationReason}`];
  });
};

function objectsEndingIn(schema: GraphQLSchema, ending: string): GraphQLObjectType[] {
  return typesOf(schema)
    .filter((type) => isObjectType(type))
    .filter(({ name }) => name.endsWith(ending));
}

/** Where the fields of a type are not of these types. */
function unlike(type: GraphQLObjectType | undefined, name: string, wanted: Readonly<Record<string, string>>): string[] {
  return Object.entries(wanted).flatMap(([field, expected]) => {
    const actual = String(type?.getFields()[field]?.type);
    return actual === expected ? [] : [`${name}.${field} is ${actual}, not ${expected}`];
  });
}

/** The Relay specification of connections: edges with nodes, all named after the node. */
export const connectionsAreRelays: Rule = (schema) => {
  const nodeOf = (type: GraphQLObjectType, ending: string): string => type.name.slice(0, -ending.length);
  return [
    ...objectsEndingIn(schema, 'Connection').flatMap((type) =>
      unlike(type, type.name, { edges: `[${nodeOf(type, 'Connection')}Edge!]!`, pageInfo: 'PageInfo!' }),
    ),
    ...objectsEndingIn(schema, 'Edge').flatMap((type) => unlike(type, type.name, { node: `${nodeOf(type, 'Edge')}!`, cursor: 'String!' })),
  ];
};

/** Needed by whoever has a connection. */
export const pageInfoIsRelays: Rule = (schema) => {
  if (objectsEndingIn(schema, 'Connection').length === 0) return [];
  const type = schema.getType('PageInfo');
  return unlike(isObjectType(type) ? type : undefined, 'PageInfo', {
    hasNextPage: 'Boolean!',
    hasPreviousPage: 'Boolean!',
    startCursor: 'String',
    endCursor: 'String',
  });
};

/**
 * Forwards by first and after, backwards by last and before; one way at least, and nothing of these names anywhere else, but `after` a place in the
 * log, and the `last` of what is kept of a history without pages.
 */
export const pagesAreAskedForAsInRelay: Rule = (schema) =>
  typesOf(schema)
    .filter((type) => isObjectType(type) || isInterfaceType(type))
    .flatMap((type) => Object.values(type.getFields()).flatMap((field) => pagingOf(`${type.name}.${field.name}`, field)));

const PAGING = { first: 'Int', after: 'String', last: 'Int', before: 'String' };

function pagingOf(coordinate: string, { type, args }: GraphQLField<unknown, unknown>): string[] {
  const given = new Map(args.map((argument) => [argument.name, String(argument.type)]));
  const isHistory = coordinate.endsWith('.recentEvents');
  const names = Object.keys(PAGING).filter((name) => given.has(name) && given.get(name) !== 'Cursor' && !(isHistory && name === 'last'));
  if (!getNamedType(type).name.endsWith('Connection')) return names.map((name) => `${coordinate}(${name}:) is of no connection`);
  const wrong = Object.entries(PAGING).flatMap(([name, wanted]) =>
    given.has(name) && given.get(name) !== wanted ? [`${coordinate}(${name}:) is ${given.get(name)}, not ${wanted}`] : [],
  );
  const pair = (size: string, cursor: string): boolean => given.has(size) === given.has(cursor);
  if (names.length === 0 || !pair('first', 'after') || !pair('last', 'before'))
    wrong.push(`${coordinate} has not both of first and after, or of last and before: ${names.join(' ')}`);
  return wrong;
}
