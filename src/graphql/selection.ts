/** What compiled operations have in common: which fields are selected, and how a leaf is written. */
import {
  getDirectiveValues,
  GraphQLID,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  GraphQLString,
  isAbstractType,
  isEnumType,
} from 'graphql';
import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLLeafType,
  GraphQLObjectType,
  GraphQLSchema,
  SelectionNode,
  SelectionSetNode,
  ValidatedSubscriptionArgs,
} from 'graphql';

/** Turns one value of a field into JSON. */
export type Write = (value: unknown) => string;

/** What, beside selections, decides on what is selected. */
export type Selected = Pick<ValidatedSubscriptionArgs, 'schema' | 'fragmentDefinitions' | 'variableValues'>;

/** As graphql-js collects fields, by response key: in the order of their first mention, each fragment once. */
export function collect(
  { schema, fragmentDefinitions, variableValues }: Selected,
  type: GraphQLObjectType,
  selectionSets: readonly SelectionSetNode[],
): ReadonlyMap<string, readonly FieldNode[]> {
  const fields = new Map<string, FieldNode[]>();
  const visited = new Set<string>();
  const isIncluded = (node: SelectionNode): boolean => {
    if (node.directives === undefined || node.directives.length === 0) return true;
    if (getDirectiveValues(GraphQLSkipDirective, node, variableValues)?.['if'] === true) return false;
    return getDirectiveValues(GraphQLIncludeDirective, node, variableValues)?.['if'] !== false;
  };
  const visit = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (!isIncluded(selection)) continue;
      if (selection.kind === 'Field') {
        const key = selection.alias?.value ?? selection.name.value;
        const nodes = fields.get(key);
        if (nodes === undefined) fields.set(key, [selection]);
        else nodes.push(selection);
      } else if (selection.kind === 'InlineFragment') {
        if (applies(schema, selection.typeCondition?.name.value, type)) visit(selection.selectionSet);
      } else {
        const name = selection.name.value;
        const fragment: FragmentDefinitionNode | undefined = fragmentDefinitions[name];
        if (visited.has(name) || fragment === undefined) continue;
        visited.add(name);
        if (applies(schema, fragment.typeCondition.name.value, type)) visit(fragment.selectionSet);
      }
    }
  };
  for (const selectionSet of selectionSets) visit(selectionSet);
  return fields;
}

function applies(schema: GraphQLSchema, condition: string | undefined, type: GraphQLObjectType): boolean {
  if (condition === undefined || condition === type.name) return true;
  const conditional = schema.getType(condition);
  return isAbstractType(conditional) && schema.isSubType(conditional, type);
}

/** Of a value that is there. Throws for one that the type does not have, or that graphql-js would not take as it is. */
export function leafWriter(type: GraphQLLeafType): Write {
  const write = (value: unknown): string => {
    const coerced: unknown = type.coerceOutputValue(settled(value));
    const text = coerced === null || coerced === undefined ? undefined : (JSON.stringify(coerced) as string | undefined);
    if (text === undefined) throw new Error(`a value is no ${type.name}`);
    return text;
  };
  // What is a text already stays one; and of an enumeration's values there are few.
  if (type === GraphQLID || type === GraphQLString) return (value) => (typeof value === 'string' ? quoted(value) : write(value));
  if (type.name === 'DateTime') return (value) => (typeof value === 'string' ? `"${value}"` : write(value));
  if (!isEnumType(type)) return write;
  const texts = new Map(type.getValues().map(({ value }) => [value as unknown, write(value)]));
  return (value) => texts.get(value) ?? write(value);
}

/** As it is, if graphql-js would take it so, too. */
export function settled(value: unknown): unknown {
  if (typeof value === 'function') throw new Error('a value is still to be made');
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Error || typeof (value as { then?: unknown }).then === 'function')
    throw new Error('a value is an error, or not there yet');
  return value;
}

/** As JSON.stringify has it. Most texts have nothing to escape, and looking is cheaper than asking. */
function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}
const PLAIN = /^[ !#-[\]-~]*$/;
