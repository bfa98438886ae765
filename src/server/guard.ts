/** Who may knock at all: requests that a foreign web page makes in somebody's browser are turned away before anything else. */
import type { IncomingMessage } from 'node:http';
import { isLoopback } from '../loopback.ts';

export type GuardOptions = {
  /** Without authentication whoever can send a request sees everything, so the Host header has to be a loopback name: DNS rebinding has a foreign one. */
  readonly loopbackOnly: boolean;
  /** Origins that may call besides the gateway's own: exact ones, or with `*` for any port. */
  readonly allowedOrigins: ReadonlySet<string>;
};

/** A sentence for the caller if the request is refused, else null. */
export function refusal(request: IncomingMessage, { loopbackOnly, allowedOrigins }: GuardOptions): string | null {
  const host = request.headers.host ?? '';
  if (host !== '' && !URL.canParse(`http://${host}`))
    return 'The Host header is malformed: it is a name or an address, and perhaps a port.';
  if (loopbackOnly && !isLoopback(hostName(host))) {
    return `The Host header names ${host === '' ? 'nothing' : 'another host'}: without authentication the gateway answers on 127.0.0.1, [::1] and localhost only.`;
  }
  const origin = request.headers.origin;
  if (origin === undefined || allows(allowedOrigins, origin) || origin === `http://${host}` || origin === `https://${host}`) return null;
  return 'This origin may not call the gateway: add it to ALLOWED_ORIGINS.';
}

export function allows(allowedOrigins: ReadonlySet<string>, origin: string): boolean {
  return allowedOrigins.has(origin) || allowedOrigins.has(origin.replace(/(?::\d+)?$/, ':*'));
}

function hostName(host: string): string {
  return host.replace(/:\d*$/, '').toLowerCase();
}
