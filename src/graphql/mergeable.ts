/**
 * Whether all that an operation selects under one name is one and the same: what GraphQL calls that fields in a set can merge. graphql-js compares each
 * field with each other of its name, so that a few kilobytes of the same word cost a tenth of a second; here those of one name are put together, and each
 * is compared with the first of them only: to be the same is as good between any two.
 */
import {
  getNamedType,
  GraphQLError,
  isCompositeType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  typeFromAST,
} from 'graphql';
import type {
  ASTNode,
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLSchema,
  GraphQLType,
  SelectionSetNode,
  ValueNode,
} from 'graphql';

type Parent = GraphQLType | undefined;

type Field = {
  readonly node: FieldNode;
  /** What the response has it under. */
  readonly name: string;
  readonly parent: Parent;
  /** Undefined for `__typename`. */
  readonly type: GraphQLType | undefined;
};

/** Of a field, or of several that are one to the client. */
type SubSelection = { readonly parent: Parent; readonly set: SelectionSetNode };

/** Fields that may be looked at, each as often as a fragment brings it along. Some milliseconds; what people write stays far below. */
const MAX_STEPS = 50_000;

/** The first contradiction; null where there is none. For a document that is valid otherwise: fragments in circles never come to an end here. */
export function mergeConflict(schema: GraphQLSchema, document: DocumentNode): GraphQLError | null {
  try {
    new Merging(schema, document).check();
    return null;
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

class Merging {
  readonly #schema: GraphQLSchema;
  readonly #document: DocumentNode;
  readonly #fragments = new Map<string, FragmentDefinitionNode>();
  readonly #numbers = new Map<SelectionSetNode, number>();
  readonly #arguments = new Map<FieldNode, string>();
  /** Those that have been looked at, together, by their numbers. */
  readonly #known = { shape: new Set<string>(), meaning: new Set<string>() };
  #steps = 0;

  constructor(schema: GraphQLSchema, document: DocumentNode) {
    this.#schema = schema;
    this.#document = document;
    for (const definition of document.definitions)
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.#fragments.set(definition.name.value, definition);
  }

  /** Throws what it finds. */
  check(): void {
    for (const definition of this.#document.definitions) {
      if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
      const all = [{ parent: this.#schema.getRootType(definition.operation) ?? undefined, set: definition.selectionSet }];
      this.#haveOneShape(all);
      this.#meanOneThing(all);
    }
  }

  /** Whatever object it will be, a client can read what comes under a name without knowing. */
  #haveOneShape(selections: readonly SubSelection[]): void {
    if (this.#isKnown('shape', selections)) return;
    for (const [name, fields] of this.#byName(selections)) {
      const first = fields.find(({ type }) => type !== undefined);
      for (const field of fields)
        if (first?.type !== undefined && field.type !== undefined && haveOtherShapes(first.type, field.type))
          throw conflict(name, `they return conflicting types "${String(first.type)}" and "${String(field.type)}"`, first, field);
      this.#haveOneShape(fields.flatMap(subSelectionOf));
    }
  }

  /** Of what may be one object, all under a name is the same field with the same arguments. */
  #meanOneThing(selections: readonly SubSelection[]): void {
    if (this.#isKnown('meaning', selections)) return;
    for (const [name, fields] of this.#byName(selections)) {
      const ofAny = fields.filter(({ parent }) => !isObjectType(parent));
      const ofObject = Map.groupBy(
        fields.filter(({ parent }) => isObjectType(parent)),
        ({ parent }) => parent,
      );
      this.#areTheSame(name, ofAny[0], ofAny);
      for (const own of ofObject.values()) this.#areTheSame(name, ofAny[0] ?? own[0], own);
      if (ofObject.size === 0) this.#meanOneThing(ofAny.flatMap(subSelectionOf));
      for (const own of ofObject.values()) this.#meanOneThing([...own, ...ofAny].flatMap(subSelectionOf));
    }
  }

  #areTheSame(name: string, first: Field | undefined, fields: readonly Field[]): void {
    if (first === undefined) return;
    for (const field of fields) {
      const [one, other] = [first.node.name.value, field.node.name.value];
      if (one !== other) throw conflict(name, `"${one}" and "${other}" are different fields`, first, field);
      if (this.#argumentsOf(first) !== this.#argumentsOf(field)) throw conflict(name, 'they have differing arguments', first, field);
    }
  }

  #isKnown(what: 'shape' | 'meaning', selections: readonly SubSelection[]): boolean {
    if (selections.length === 0) return true;
    const numbers = new Set<number>();
    for (const { set } of selections) {
      this.#step(set);
      const number = this.#numbers.get(set) ?? this.#numbers.size;
      this.#numbers.set(set, number);
      numbers.add(number);
    }
    const key = numbers.size === 1 ? String([...numbers][0]) : [...numbers].toSorted((a, b) => a - b).join();
    const known = this.#known[what];
    if (known.has(key)) return true;
    known.add(key);
    return false;
  }

  #byName(selections: readonly SubSelection[]): ReadonlyMap<string, readonly Field[]> {
    const fields: Field[] = [];
    const seen = new Set<SelectionSetNode | string>();
    const collect = ({ parent, set }: SubSelection): void => {
      for (const selection of set.selections) {
        this.#step(selection);
        if (selection.kind === Kind.FIELD) {
          const { name, alias = name } = selection;
          fields.push({ node: selection, name: alias.value, parent, type: fieldType(parent, name.value) });
        } else if (selection.kind === Kind.INLINE_FRAGMENT) {
          const { typeCondition, selectionSet } = selection;
          collect({ parent: typeCondition === undefined ? parent : typeFromAST(this.#schema, typeCondition), set: selectionSet });
        } else {
          const { name } = selection;
          const fragment = this.#fragments.get(name.value);
          if (fragment === undefined || seen.has(name.value)) continue;
          seen.add(name.value);
          collect({ parent: typeFromAST(this.#schema, fragment.typeCondition), set: fragment.selectionSet });
        }
      }
    };
    for (const selection of selections) {
      if (seen.has(selection.set)) continue;
      seen.add(selection.set);
      collect(selection);
    }
    return Map.groupBy(fields, ({ name }) => name);
  }

  #argumentsOf({ node }: Field): string {
    if (node.arguments === undefined || node.arguments.length === 0) return '';
    let text = this.#arguments.get(node);
    if (text === undefined) {
      text = JSON.stringify(node.arguments.map(({ name, value }) => [name.value, comparable(value)]).toSorted(byFirst));
      this.#arguments.set(node, text);
    }
    return text;
  }

  #step(node: ASTNode): void {
    this.#steps += 1;
    if (this.#steps > MAX_STEPS)
      throw new GraphQLError('The fragments of this document meet in too many ways: validation aborted.', { nodes: node });
  }
}

function subSelectionOf({ node, type }: Field): readonly SubSelection[] {
  return node.selectionSet === undefined ? [] : [{ parent: getNamedType(type), set: node.selectionSet }];
}

function fieldType(parent: Parent, name: string): GraphQLType | undefined {
  return isCompositeType(parent) && 'getFields' in parent ? parent.getFields()[name]?.type : undefined;
}

function haveOtherShapes(one: GraphQLType, other: GraphQLType): boolean {
  if (isListType(one) || isListType(other)) return !(isListType(one) && isListType(other)) || haveOtherShapes(one.ofType, other.ofType);
  if (isNonNullType(one) || isNonNullType(other))
    return !(isNonNullType(one) && isNonNullType(other)) || haveOtherShapes(one.ofType, other.ofType);
  return (isLeafType(one) || isLeafType(other)) && one !== other;
}

/** Two that are the same have the same one, and no others. */
function comparable(value: ValueNode): unknown {
  switch (value.kind) {
    case Kind.OBJECT:
      return [value.kind, ...value.fields.map((field) => [field.name.value, comparable(field.value)]).toSorted(byFirst)];
    case Kind.LIST:
      return [value.kind, ...value.values.map(comparable)];
    case Kind.VARIABLE:
      return [value.kind, value.name.value];
    case Kind.NULL:
      return [value.kind];
    case Kind.STRING:
      return [value.kind, value.value, value.block === true];
    default:
      return [value.kind, value.value];
  }
}

function byFirst([one]: readonly unknown[], [other]: readonly unknown[]): number {
  return String(one) < String(other) ? -1 : 1;
}

function conflict(name: string, reason: string, one: Field, other: Field): GraphQLError {
  return new GraphQLError(
    `Fields "${name}" conflict because ${reason}. Use different aliases on the fields to fetch both if this was intentional.`,
    { nodes: [one.node, other.node] },
  );
}
