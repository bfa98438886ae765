/** How a WebSocket is closed: the code decides what clients do next, the reason begins with the name of what happened. */
import { WebSocket } from 'ws';
import { closeCodes } from '../errors.ts';
import type { GatewayError } from '../errors.ts';

export type Close = { readonly code: number; readonly reason: string };

/** A bound that ends a connection: those that may hold the next time make clients come back, a client that sends too much is told for good. */
const limitCodes: ReadonlyMap<unknown, number> = new Map([
  ['MAX_CONNECTIONS', 1013],
  ['MAX_CONNECTIONS_PER_TENANT', 1013],
  ['MAX_CONNECTIONS_WITHOUT_INIT', 4408],
  ['INIT_TIMEOUT_SECONDS', 4408],
  ['MAX_MESSAGES_PER_SECOND', 1008],
]);

export function closeFor(error: GatewayError): Close {
  return {
    code: closeCodes.get(error.code) ?? limitCodes.get(error.extensions['setting']) ?? 1011,
    reason: shortened(`${error.code}: ${error.message}`),
  };
}

/** A close frame has room for 123 bytes of reason. */
export function shortened(reason: string): string {
  const bytes = Buffer.from(reason);
  return bytes.length <= 123
    ? reason
    : bytes
        .subarray(0, 123)
        .toString('utf8')
        .replace(/\uFFFD+$/, '');
}

/** The name of what happened, for the codes by which graphql-ws and ws close by themselves. */
const names: ReadonlyMap<number, string> = new Map([
  [1007, 'BAD_USER_INPUT'],
  [4400, 'BAD_USER_INPUT'],
  [4401, 'UNAUTHENTICATED'],
  [4406, 'BAD_USER_INPUT'],
  [4409, 'BAD_USER_INPUT'],
  [4429, 'BAD_USER_INPUT'],
]);

export function named({ code, reason }: Close): Close {
  const name = names.get(code);
  return name === undefined || reason.startsWith(name)
    ? { code, reason: shortened(reason) }
    : { code, reason: shortened(`${name}: ${reason}`) };
}

/** The socket class that ws is given: it closes without a word where a frame is too large or is no text. */
const protocolWords: ReadonlyMap<number | undefined, string> = new Map([
  [1002, 'BAD_USER_INPUT: a frame is not of the WebSocket protocol'],
  [1007, 'BAD_USER_INPUT: a message is not UTF-8'],
  [1008, 'BAD_USER_INPUT: a message comes in too many parts'],
]);

/** `tooLarge` is told of each message that is. */
export function namingSocket(tooLarge: () => GatewayError): typeof WebSocket {
  return class extends WebSocket {
    override close(code?: number, reason?: string | Buffer): void {
      if (reason === undefined && code === 1009) super.close(code, closeFor(tooLarge()).reason);
      else super.close(code, reason ?? protocolWords.get(code));
    }
  };
}
