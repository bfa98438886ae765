/** What a client gets to see of an error: its own mistakes in full, the gateway's as an id that the log has too. */
import { randomUUID } from 'node:crypto';
import { GraphQLError } from 'graphql';
import type { Diagnostics } from '../diagnostics.ts';
import { GatewayError } from '../errors.ts';

export type PresentError = (error: unknown) => GraphQLError;

export function createPresentError(diagnostics: Diagnostics): PresentError {
  return (error) => {
    if (error instanceof GatewayError) return new GraphQLError(error.message, { extensions: error.extensions });
    if (error instanceof GraphQLError) {
      const cause: unknown = error.cause ?? error.originalError;
      // Told anew, without its cause: servers take an error with a cause for a fault of theirs.
      if (cause instanceof GatewayError || error.extensions.code !== undefined) return withExtensions(error, error.extensions);
      // Without a path nothing was executed yet: graphql-js refused the variables or the operation name.
      if (error.path === undefined && (cause === undefined || cause instanceof GraphQLError))
        return withExtensions(error, { code: 'BAD_USER_INPUT' });
    }
    const errorId = randomUUID();
    diagnostics.tell('unexpectedError', { errorId, error });
    const message = `The gateway failed. Its log says more under the id ${errorId}.`;
    const extensions = { code: 'INTERNAL_SERVER_ERROR', errorId };
    return error instanceof GraphQLError ? withExtensions(error, extensions, message) : new GraphQLError(message, { extensions });
  };
}

/** An error may cite what it is about, which may be all of what the client sent. */
const MAX_MESSAGE_LENGTH = 500;

export function inShort(message: string): string {
  return message.length <= MAX_MESSAGE_LENGTH ? message : `${message.slice(0, MAX_MESSAGE_LENGTH)}…`;
}

/** The same for what ends a stream that many share. */
export function asGatewayError(error: unknown, presentError: PresentError): GatewayError {
  if (error instanceof GatewayError) return error;
  const { message, extensions } = presentError(error);
  return new GatewayError('INTERNAL_SERVER_ERROR', message, extensions);
}

/** The same error, told in the same place, with other extensions. */
export function withExtensions(
  error: GraphQLError,
  extensions: Readonly<Record<string, unknown>>,
  message = inShort(error.message),
): GraphQLError {
  const { nodes, source, positions, path } = error;
  return new GraphQLError(message, {
    nodes: nodes ?? null,
    source: source ?? null,
    positions: positions ?? null,
    path: path ?? null,
    extensions,
  });
}
