/** Questions, by HTTP. */
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';

export const gateway = import.meta.env.VITE_GATEWAY ?? 'http://127.0.0.1:4000';

/** Rejects while there is no answer. */
export async function ask<Data, Variables>(operation: TypedDocumentNode<Data, Variables>, variables: Variables): Promise<Data> {
  const response = await fetch(`${gateway}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: print(operation), variables }),
    signal: AbortSignal.timeout(10_000),
  });
  const { data, errors } = (await response.json()) as { data?: Data | null; errors?: { message: string }[] };
  if (data == null || errors !== undefined) throw new Error(errors?.map(({ message }) => message).join(' ') ?? 'There was no answer.');
  return data;
}
