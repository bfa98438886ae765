/** Every error that a client can meet: a stable code, and a sentence that names the cause and the remedy. */

export type ErrorCode =
  | 'BAD_USER_INPUT'
  | 'UNAUTHENTICATED'
  | 'TOKEN_EXPIRED'
  | 'FORBIDDEN'
  | 'TENANT_NOT_SERVED'
  | 'SOURCE_UNAVAILABLE'
  | 'CURSOR_INVALID'
  | 'CURSOR_EXPIRED'
  | 'LOG_TRUNCATED'
  | 'GRAPHQL_PARSE_FAILED'
  | 'GRAPHQL_VALIDATION_FAILED'
  | 'LIMIT_EXCEEDED'
  | 'PERSISTED_OPERATION_NOT_FOUND'
  | 'PERSISTED_OPERATION_REQUIRED'
  | 'SLOW_CONSUMER'
  | 'DRAINING'
  | 'OVERLOADED'
  | 'INTERNAL_SERVER_ERROR';

/** An error whose message is meant for the client. Any other error is shown to clients as INTERNAL_SERVER_ERROR with an id. */
export class GatewayError extends Error {
  /** graphql-js copies them into the error that the client gets. */
  readonly extensions: Readonly<Record<string, unknown>> & { readonly code: ErrorCode };

  constructor(code: ErrorCode, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = 'GatewayError';
    this.extensions = { ...details, code };
  }

  get code(): ErrorCode {
    return this.extensions.code;
  }

  /** The same, with the cursor from which a stream that ends so can be taken up again, if it can. */
  resuming(cursor: string): GatewayError {
    const { code, ...details } = this.extensions;
    if (!resumable.has(code)) return this;
    return new GatewayError(code, this.message, { ...details, resumeAfter: cursor });
  }
}

/** What ends a stream so has nothing to do with where it stands. */
const resumable: ReadonlySet<ErrorCode> = new Set([
  'SLOW_CONSUMER',
  'DRAINING',
  'TOKEN_EXPIRED',
  'FORBIDDEN',
  'SOURCE_UNAVAILABLE',
  'INTERNAL_SERVER_ERROR',
]);

/** A connection that ends so makes clients come back; nothing else may end one that did nothing wrong. */
export const closeCodes: ReadonlyMap<ErrorCode, number> = new Map([
  ['SLOW_CONSUMER', 1013],
  ['DRAINING', 1012],
  ['OVERLOADED', 1013],
  ['UNAUTHENTICATED', 4403],
  ['TOKEN_EXPIRED', 4403],
]);

export function slowConsumer(): GatewayError {
  return new GatewayError(
    'SLOW_CONSUMER',
    'You read more slowly than events arrive: narrow the filter, select fewer fields or read faster, then subscribe again.',
  );
}

export function draining(): GatewayError {
  return new GatewayError('DRAINING', 'This gateway is going down: connect again.');
}

/** After this long it makes sense to ask again. */
export const RETRY_AFTER_SECONDS = 5;

export function overloaded(): GatewayError {
  return new GatewayError('OVERLOADED', 'This gateway has too much to do at the moment: come back later, or to another replica.', {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
}

export function limitExceeded(setting: string, value: number): GatewayError {
  return new GatewayError('LIMIT_EXCEEDED', `${setting} ${value}`, { setting, value });
}

export function persistedOperationNotFound(): GatewayError {
  return new GatewayError(
    'PERSISTED_OPERATION_NOT_FOUND',
    'The gateway knows no operation of this hash: its manifest (PERSISTED_OPERATIONS) has to be the one of this client, which sends the SHA-256 of the text that stands there.',
  );
}

export function persistedOperationRequired(): GatewayError {
  return new GatewayError(
    'PERSISTED_OPERATION_REQUIRED',
    'The gateway accepts known operations only (PERSISTED_ONLY): ask by hash, in extensions.persistedQuery.sha256Hash.',
  );
}

/** `message` says what is wrong with the token, and what to do; never the token. */
export function unauthenticated(message: string): GatewayError {
  return new GatewayError('UNAUTHENTICATED', message);
}

export function tokenExpired(): GatewayError {
  return new GatewayError('TOKEN_EXPIRED', 'The time of your token is over: come back with a fresh one.');
}

/** `argument` is null where the field itself is refused. */
export function forbidden(argument: string | null, message: string): GatewayError {
  return new GatewayError('FORBIDDEN', message, argument === null ? {} : { argument });
}

export function badUserInput(argument: string, message: string): GatewayError {
  return new GatewayError('BAD_USER_INPUT', message, { argument });
}

/** What needs the log now cannot have it. `problem` is a sentence on what is wrong. */
export function sourceUnavailable(problem: string): GatewayError {
  return new GatewayError(
    'SOURCE_UNAVAILABLE',
    `The log cannot be read at the moment, and this needs it: try again in a while. ${problem}`,
  );
}

/** `message` says what is wrong with the cursor that was given as `after`, and what helps. */
export function cursorInvalid(message: string): GatewayError {
  return new GatewayError('CURSOR_INVALID', message, { argument: 'after' });
}

/** `oldestCursor` is the oldest place that can be resumed from. */
export function cursorExpired(argument: 'after' | 'since', oldestCursor: string, maxAge: string): GatewayError {
  return new GatewayError(
    'CURSOR_EXPIRED',
    `${argument} reaches back further than ${maxAge} (REPLAY_MAX_AGE): read the present state anew, and subscribe without it, or after \`oldestCursor\`.`,
    { argument, oldestCursor },
  );
}

/** Records between a place in the log and now are gone for good. `oldestCursor` is the oldest place that is still there, null where it is not known. */
export function logTruncated(oldestCursor: string | null): GatewayError {
  return new GatewayError(
    'LOG_TRUNCATED',
    'The log no longer holds what follows this place, or is another one of the same name: events may be missing. Read the present state anew and subscribe without a cursor, or after `oldestCursor`.',
    oldestCursor === null ? {} : { oldestCursor },
  );
}
