/** Tables of what the schema says: the fields of a type, the values of an enumeration, the members of an input. */
import { getNamedType, isEnumType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql';
import type { GraphQLType } from 'graphql';
import { schema } from './answers.ts';
import { anchor, table } from './markdown.ts';
import type { Part } from './page.ts';

/** On which page a type has a heading, by its name; empty for the page itself. */
export type Places = ReadonlyMap<string, string>;

/** A type as it is written, linked to where it is explained. */
export function typeLink(type: GraphQLType, places: Places): string {
  const name = getNamedType(type).name;
  const page = places.get(name);
  return page === undefined ? `\`${String(type)}\`` : `[\`${String(type)}\`](${page}#${anchor(name)})`;
}

/** `name`, or `name without other`: the fields of a type or an input, without those that it has of an interface. */
export function fieldsPart(places: Places): Part {
  return (argument) => {
    const [name = '', interfaceName = ''] = argument.split(' without ');
    const type = schema.getType(name);
    if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) throw new Error(`no type with fields: ${argument}`);
    const other = schema.getType(interfaceName);
    const shared = isInterfaceType(other) ? Object.keys(other.getFields()) : [];
    const fields = Object.values(type.getFields()).filter((field) => !shared.includes(field.name));
    return table(
      [isInputObjectType(type) ? 'member' : 'field', 'type', 'what it tells'],
      fields.map((field) => [`\`${field.name}\``, typeLink(field.type, places), field.description ?? '']),
    );
  };
}

/** The description of a type. */
export const aboutPart: Part = (name) => schema.getType(name)?.description ?? missing(name);

export const valuesPart: Part = (name) => {
  const type = schema.getType(name);
  if (!isEnumType(type)) return missing(name);
  return table(
    ['value', 'means'],
    type.getValues().map((value) => [`\`${value.name}\``, value.description ?? '']),
  );
};

function missing(name: string): never {
  throw new Error(`the schema has no such type: ${name}`);
}
