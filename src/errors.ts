/** Every error that a client can meet: a stable code, and a sentence that names the cause and the remedy. */

export type ErrorCode =
  | 'BAD_USER_INPUT'
  | 'UNAUTHENTICATED'
  | 'TOKEN_EXPIRED'
  | 'FORBIDDEN'
  | 'TENANT_NOT_SERVED'
  | 'SOURCE_UNAVAILABLE'
  | 'CURSOR_INVALID'
  | 'GRAPHQL_PARSE_FAILED'
  | 'GRAPHQL_VALIDATION_FAILED'
  | 'LIMIT_EXCEEDED'
  | 'SLOW_CONSUMER'
  | 'DRAINING'
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
}

/** A connection that ends so makes clients come back; nothing else may end one that did nothing wrong. */
export const closeCodes: ReadonlyMap<ErrorCode, number> = new Map([
  ['SLOW_CONSUMER', 1013],
  ['DRAINING', 1012],
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

export function limitExceeded(setting: string, value: number): GatewayError {
  return new GatewayError('LIMIT_EXCEEDED', `${setting} ${value}`, { setting, value });
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
