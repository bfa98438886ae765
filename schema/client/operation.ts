/** What has to be known of a subscription to send it: its text, and the tenant that it asks for. */
import { print } from 'graphql';
import type { DocumentNode, FieldNode, OperationDefinitionNode } from 'graphql';

export type Operation = {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly tenantId: string | null;
};

/** Throws a TypeError for a document that cannot be taken up again where it was. */
export function operationOf(document: DocumentNode, variables: Readonly<Record<string, unknown>>): Operation {
  const definition = document.definitions.find(
    (node): node is OperationDefinitionNode => node.kind === 'OperationDefinition' && node.operation === 'subscription',
  );
  const name = definition?.name?.value;
  const field = definition?.selectionSet.selections.find((node): node is FieldNode => node.kind === 'Field');
  if (definition === undefined || field === undefined) throw new TypeError('The document holds no subscription.');
  const after = field.arguments?.find((argument) => argument.name.value === 'after')?.value;
  if (after?.kind !== 'Variable' || after.name.value !== 'after')
    throw new TypeError(
      `${name ?? 'The subscription'} cannot be resumed: declare the variable $after: Cursor and pass it on, ${field.name.value}(…, after: $after).`,
    );
  const tenant = field.arguments?.find((argument) => argument.name.value === 'tenantId')?.value;
  const tenantId = tenant?.kind === 'Variable' ? variables[tenant.name.value] : tenant?.kind === 'StringValue' ? tenant.value : null;
  return { query: print(document), operationName: name, tenantId: typeof tenantId === 'string' ? tenantId : null };
}
