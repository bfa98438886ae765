/**
 * The short way for what almost every client sends: a query by JSON POST that is known to be valid. It is read, answered and written without the fetch
 * objects, streams and abort signals that Yoga makes for all that may come, by writers that were made at its first use, and with the others of its turn.
 * Whatever is not plain, and whatever does not end well, goes Yoga's way: one place words errors.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GraphQLSchema } from 'graphql';
import { limitExceeded } from '../errors.ts';
import type { Context } from '../graphql/context.ts';
import { PreparedQueries } from '../graphql/prepared-queries.ts';
import type { Documents } from './documents.ts';
import type { PersistedOperations } from './persisted-operations.ts';
import { SECURITY_HEADERS } from './security-headers.ts';

export type PlainQueriesOptions = {
  readonly schema: GraphQLSchema;
  readonly documents: Documents;
  readonly persisted: PersistedOperations;
  readonly maxMessageBytes: number;
};

/** Resolves with true once it has answered; with false for Yoga, which then finds the body in `request.body`. */
export type PlainQueries = (
  request: IncomingMessage & { body?: Buffer },
  response: ServerResponse,
  context: () => Context,
) => Promise<boolean>;

/** What is answered to which wish, as Yoga does it. Others are Yoga's to weigh. */
const ANSWER_TYPES: ReadonlyMap<string, string> = new Map([
  ['', 'application/json'],
  ['*/*', 'application/json'],
  ['application/json', 'application/json'],
  ['application/json, text/plain, */*', 'application/json'],
  ['application/graphql-response+json', 'application/graphql-response+json'],
  ['application/graphql-response+json, application/json', 'application/graphql-response+json'],
]);

/**
 * What is answered in one turn of the event loop is written at its end, one after the other: a write to a client that sleeps costs three times one to
 * a client that the write before has woken.
 */
function turns(): () => Promise<void> {
  let ending: Promise<void> | null = null;
  return () =>
    (ending ??= new Promise((resolve) => {
      setImmediate(() => {
        ending = null;
        resolve();
      });
    }));
}

export function createPlainQueries({ schema, documents, persisted, maxMessageBytes }: PlainQueriesOptions): PlainQueries {
  const prepared = new PreparedQueries(schema);
  const endOfTurn = turns();

  /** Null for what is not plain. */
  const answerTo = (body: Buffer, context: () => Context): string | null => {
    try {
      const { query, extensions, operationName = null, variables = null, ...rest } = JSON.parse(body.toString('utf8')) as Asked;
      const text = persisted.textOf({ query, extensions });
      if (
        typeof text !== 'string' ||
        !isNullOr('object', extensions ?? null) ||
        !isNullOr('string', operationName) ||
        !isNullOr('object', variables) ||
        Object.keys(rest).length > 0
      )
        return null;
      const document = documents.known(text);
      if (document === null) return null;
      // What is refused is asked again by Yoga, and put on record and counted there.
      return prepared.answer(document, operationName, variables ?? {}, { ...context(), audit: () => {}, refuse: limitExceeded });
    } catch {
      return null;
    }
  };

  return async (request, response, context) => {
    const { headers } = request;
    const type = ANSWER_TYPES.get(headers.accept ?? '');
    const bytes = Number(headers['content-length']);
    const isPlain = request.method === 'POST' && request.url === '/graphql' && JSON_TYPE.test(headers['content-type'] ?? '');
    if (!isPlain || type === undefined || headers['content-encoding'] !== undefined || !(bytes > 0 && bytes <= maxMessageBytes))
      return false;
    request.body = await bodyOf(request);
    const text = answerTo(request.body, context);
    if (text === null) return false;
    await endOfTurn();
    response.writeHead(200, [
      ...SECURITY_HEADERS,
      'content-type',
      `${type}; charset=utf-8`,
      'content-length',
      String(Buffer.byteLength(text)),
    ]);
    response.end(text);
    return true;
  };
}

type Asked = {
  readonly query?: unknown;
  readonly extensions?: unknown;
  readonly operationName?: string | null;
  readonly variables?: Record<string, unknown> | null;
};

const JSON_TYPE = /^application\/json(?:; ?charset=utf-8)?$/i;

function isNullOr(type: 'string' | 'object', value: unknown): boolean {
  return value === null || (typeof value === type && !Array.isArray(value));
}

/** What has come where the client went before the end: nobody is there for an answer. */
function bodyOf(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const done = (): void => resolve(chunks[0] !== undefined && chunks.length === 1 ? chunks[0] : Buffer.concat(chunks));
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.once('end', done);
    request.once('close', done);
    request.once('error', done);
  });
}
