/** How far an operation goes, before anything is asked of the schema: told apart from its length, since fragments can make much of little. */
import { Kind } from 'graphql';
import type { DocumentNode, FragmentDefinitionNode, SelectionNode, SelectionSetNode } from 'graphql';

export type Extent = {
  /** Selection sets around the deepest field; fragments add none. What introspection selects does not count: the schema bounds that. */
  readonly depth: number;
  /** With those of each fragment as often as it is spread. Infinity where that cannot be counted. */
  readonly aliases: number;
};

const NOTHING: Extent = { depth: 0, aliases: 0 };
const INTROSPECTION: ReadonlySet<string> = new Set(['__schema', '__type']);

/** Of the operation that goes farthest. Spreads that go in circles, or nowhere, count for nothing: such a document is not valid. */
export function extentOf(document: DocumentNode): Extent {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  /** Nothing, while it is being looked at. */
  const known = new Map<string, Extent>();

  const ofSet = ({ selections }: SelectionSetNode): Extent => {
    let [depth, aliases] = [0, 0];
    for (const selection of selections) {
      const extent = ofSelection(selection);
      depth = Math.max(depth, extent.depth);
      aliases += extent.aliases;
    }
    return { depth, aliases };
  };
  const ofFragment = (name: string): Extent => {
    const before = known.get(name);
    if (before !== undefined) return before;
    known.set(name, NOTHING);
    const definition = fragments.get(name);
    const extent = definition === undefined ? NOTHING : ofSet(definition.selectionSet);
    known.set(name, extent);
    return extent;
  };
  const ofSelection = (selection: SelectionNode): Extent => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return ofFragment(selection.name.value);
    if (selection.kind === Kind.INLINE_FRAGMENT) return ofSet(selection.selectionSet);
    const { depth, aliases } = selection.selectionSet === undefined ? NOTHING : ofSet(selection.selectionSet);
    return {
      depth: INTROSPECTION.has(selection.name.value) ? 1 : depth + 1,
      aliases: aliases + (selection.alias === undefined ? 0 : 1),
    };
  };

  let [depth, aliases] = [0, 0];
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const extent = ofSet(definition.selectionSet);
    depth = Math.max(depth, extent.depth);
    aliases = Math.max(aliases, extent.aliases);
  }
  return { depth, aliases };
}
