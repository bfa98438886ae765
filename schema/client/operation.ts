/** What has to be known of an operation to send it: its text or its hash, and of a subscription the tenant that it asks for. */
import { print } from 'graphql';
import type { DocumentNode, FieldNode, OperationDefinitionNode } from 'graphql';

/** What is sent of it. With a hash the text is left empty, since the protocol wants one. */
export type Sent = {
  readonly query: string;
  readonly operationName?: string;
  readonly extensions?: { readonly persistedQuery: { readonly version: 1; readonly sha256Hash: string } };
};

export type Operation = {
  readonly sent: Sent;
  readonly tenantId: string | null;
};

/** Throws a TypeError for a document without a hash where it is to be sent by that. */
export function sentOf(document: DocumentNode, persisted: boolean): Sent {
  const name = document.definitions.find((node): node is OperationDefinitionNode => node.kind === 'OperationDefinition')?.name?.value;
  const operationName = name === undefined ? {} : { operationName: name };
  if (!persisted) return { query: print(document), ...operationName };
  const { hash } = (document as { readonly __meta__?: { readonly hash?: unknown } }).__meta__ ?? {};
  if (typeof hash !== 'string')
    throw new TypeError(
      `${name ?? 'The operation'} has no hash to be sent by: let your code generator embed it, as the client preset does with persistedDocuments: { mode: 'embedHashInDocument' }.`,
    );
  return { query: '', ...operationName, extensions: { persistedQuery: { version: 1, sha256Hash: hash } } };
}

/** Throws a TypeError for a document that cannot be taken up again where it was, or has no hash where it is to be sent by that. */
export function operationOf(document: DocumentNode, variables: Readonly<Record<string, unknown>>, persisted: boolean): Operation {
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
  return { sent: sentOf(document, persisted), tenantId: typeof tenantId === 'string' ? tenantId : null };
}
