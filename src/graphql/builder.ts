/** The Pothos builder, with the scalars that the schema needs beside GraphQL's own. */
import SchemaBuilder from '@pothos/core';
import { GraphQLError } from 'graphql';
import type { Json, JsonObject } from '../events/vocabulary.ts';
import type { Context } from './context.ts';

export type SchemaTypes = {
  DefaultFieldNullability: false;
  Context: Context;
  Scalars: {
    ID: { Input: string; Output: string };
    DateTime: { Input: string; Output: string };
    Cursor: { Input: string; Output: string };
    JSON: { Input: Json; Output: Json };
    JSONObject: { Input: JsonObject; Output: JsonObject };
  };
};

export type Builder = ReturnType<typeof createBuilder>;

/** An enumeration whose values are their own names, each with what it means. */
export function addEnum<V extends string>(builder: Builder, name: string, description: string, meanings: Readonly<Record<V, string>>) {
  const values = Object.fromEntries(Object.entries<string>(meanings).map(([value, meaning]) => [value, { description: meaning }]));
  return builder.enumType(name, { description, values: values as Readonly<Record<V, { description: string }>> });
}

export function createBuilder() {
  const builder = new SchemaBuilder<SchemaTypes>({ defaultFieldNullability: false });
  builder.scalarType('DateTime', {
    description:
      'An instant in UTC, RFC 3339 with microseconds: 2022-06-30T22:00:00.573000Z. Texts of this form compare like the instants.',
    serialize: (value) => value,
  });
  builder.scalarType('Cursor', {
    description:
      'A position in the log, opaque. Good on every replica and after restarts, as `after` of a subscription. To be compared for equality only.',
    serialize: (value) => value,
    parseValue: (value) => {
      if (typeof value !== 'string') throw new GraphQLError('A cursor is a text: pass the `cursor` of an event or of an answer as it was.');
      return value;
    },
  });
  builder.scalarType('JSON', { description: 'Any JSON value, as received.', serialize: (value) => value });
  builder.scalarType('JSONObject', {
    description: 'A JSON object. The keys come from the call data of your site.',
    serialize: (value) => value,
  });
  return builder;
}
