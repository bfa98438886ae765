/** An operation by its hash: what graphql-ws takes for `subscribe` and `iterate`, and fetch as the JSON of its body. */
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';

/** Of a document in which the code generator has embedded its hash. */
export function persisted<Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables: Variables) {
  const { hash } = (document as { __meta__?: { hash?: string } }).__meta__ ?? {};
  if (hash === undefined) throw new TypeError('The document has no hash.');
  // graphql-ws wants a text where it stands for nothing.
  return { query: '', variables, extensions: { persistedQuery: { version: 1, sha256Hash: hash } } };
}
