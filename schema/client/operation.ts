/** What has to be known of an operation to send it: its text or its hash, and of a subscription the tenant that it asks for. */
import { print } from 'graphql';
import type { DocumentNode, FieldNode, OperationDefinitionNode, ValueNode } from 'graphql';

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

/** Throws a TypeError for a document without a subscription, or without a hash where it is to be sent by that. */
export function operationOf(document: DocumentNode, variables: Readonly<Record<string, unknown>>, persisted: boolean): Operation {
  const { field } = subscriptionOf(document);
  const tenant = argumentOf(field, 'tenantId');
  const tenantId = tenant?.kind === 'Variable' ? variables[tenant.name.value] : tenant?.kind === 'StringValue' ? tenant.value : null;
  return { sent: sentOf(document, persisted), tenantId: typeof tenantId === 'string' ? tenantId : null };
}

/** Throws a TypeError for one that cannot be taken up again where it was. */
export function requirePlace(document: DocumentNode): void {
  const { name, field } = subscriptionOf(document);
  const after = argumentOf(field, 'after');
  if (after?.kind === 'Variable' && after.name.value === 'after') return;
  const told = name ?? 'The subscription';
  throw new TypeError(
    STATE_FIELDS.has(field.name.value)
      ? `${told} shows the state and has no place to resume at: use \`watch\`.`
      : `${told} cannot be resumed: declare the variable $after: Cursor and pass it on, ${field.name.value}(…, after: $after).`,
  );
}

/** Throws a TypeError for one that does not begin with all that is there. */
export function requireState(document: DocumentNode): void {
  const { name, field } = subscriptionOf(document);
  if (!STATE_FIELDS.has(field.name.value))
    throw new TypeError(`${name ?? 'The subscription'} delivers events, which would be missing after an outage: use \`subscribe\`.`);
}

const STATE_FIELDS: ReadonlySet<string> = new Set(['agents', 'callThreads', 'queues', 'tenantSummary']);

function subscriptionOf({ definitions }: DocumentNode): { readonly name: string | undefined; readonly field: FieldNode } {
  const definition = definitions.find(
    (node): node is OperationDefinitionNode => node.kind === 'OperationDefinition' && node.operation === 'subscription',
  );
  const field = definition?.selectionSet.selections.find((node): node is FieldNode => node.kind === 'Field');
  if (definition === undefined || field === undefined) throw new TypeError('The document holds no subscription.');
  return { name: definition.name?.value, field };
}

function argumentOf(field: FieldNode, name: string): ValueNode | undefined {
  return field.arguments?.find((argument) => argument.name.value === name)?.value;
}
