/** What a raw client of graphql-transport-ws writes: its request for a WebSocket, and text frames. */
import { randomBytes } from 'node:crypto';

/** `host` is a name and a port. */
export function upgradeRequest(host: string, headers: Readonly<Record<string, string>> = {}): string {
  return [
    'GET /graphql HTTP/1.1',
    `Host: ${host}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    'Sec-WebSocket-Protocol: graphql-transport-ws',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '\r\n',
  ].join('\r\n');
}

/** With a mask of zeros, which changes nothing. For texts below 64 KiB. */
export function maskedFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  const { length } = payload;
  const header = length < 126 ? [0x81, 0x80 | length] : [0x81, 0x80 | 126, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([...header, 0, 0, 0, 0]), payload]);
}
