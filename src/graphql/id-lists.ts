/** The bound on identifiers in one list (MAX_IDS), laid around every field that takes such lists, so that no field can be without it. */
import { getNamedType, getNullableType, GraphQLID, isInputObjectType, isListType } from 'graphql';
import type { GraphQLField, GraphQLInputType, GraphQLSchema } from 'graphql';
import type { Context } from './context.ts';

/** From the arguments down, member by member. */
type Path = readonly string[];
type Field = GraphQLField<unknown, Context>;

/** Changes the fields of the schema: those that are given more throw LIMIT_EXCEEDED. */
export function boundIdLists(schema: GraphQLSchema): GraphQLSchema {
  for (const type of [schema.getQueryType(), schema.getSubscriptionType()])
    for (const field of Object.values((type?.getFields() ?? {}) as Record<string, Field>)) {
      const paths = field.args.flatMap(({ name, type }) => pathsOf(type, [name]));
      if (paths.length === 0) continue;
      if (field.subscribe !== undefined) field.subscribe = bounded(paths, field.subscribe);
      else if (field.resolve !== undefined) field.resolve = bounded(paths, field.resolve);
    }
  return schema;
}

type Resolve = NonNullable<Field['resolve']>;

function bounded(paths: readonly Path[], resolve: Resolve): Resolve {
  return (source, args, context, info) => {
    const { maxIds } = context.services;
    for (const path of paths) {
      let value: unknown = args;
      for (const name of path) value = (value as Readonly<Record<string, unknown>> | null | undefined)?.[name];
      if (Array.isArray(value) && value.length > maxIds) throw context.refuse('MAX_IDS', maxIds);
    }
    return resolve(source, args, context, info);
  };
}

/** Where an input holds lists of identifiers. */
function pathsOf(type: GraphQLInputType, path: Path): readonly Path[] {
  const nullable = getNullableType(type);
  if (isListType(nullable)) return getNamedType(nullable) === GraphQLID ? [path] : [];
  if (!isInputObjectType(nullable)) return [];
  return Object.values(nullable.getFields()).flatMap((member) => pathsOf(member.type, [...path, member.name]));
}
