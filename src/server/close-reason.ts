/** How a WebSocket is closed: the code decides what clients do next, the reason begins with the name of what happened. */
import { WebSocket } from 'ws';
import { closeCodes } from '../errors.ts';
import type { GatewayError } from '../errors.ts';

export type Close = { readonly code: number; readonly reason: string };

export function closeFor(error: GatewayError): Close {
  return { code: closeCodes.get(error.code) ?? 1011, reason: shortened(`${error.code}: ${error.message}`) };
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
  [4408, 'LIMIT_EXCEEDED'],
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
export function namingSocket(maxMessageBytes: number): typeof WebSocket {
  const words: ReadonlyMap<number | undefined, string> = new Map([
    [1007, 'BAD_USER_INPUT: a message is not UTF-8'],
    [1009, `LIMIT_EXCEEDED: MAX_MESSAGE_BYTES ${maxMessageBytes}`],
  ]);
  return class extends WebSocket {
    override close(code?: number, reason?: string | Buffer): void {
      super.close(code, reason ?? words.get(code));
    }
  };
}
