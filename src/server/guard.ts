/** Who may knock at all: requests that a foreign web page makes in somebody's browser are turned away before anything else. */
import type { IncomingMessage } from 'node:http';
import { isLoopback } from '../loopback.ts';

export type GuardOptions = {
  /** Without authentication whoever can send a request sees everything, so the Host header has to be a loopback name: DNS rebinding has a foreign one. */
  readonly loopbackOnly: boolean;
  /** Origins that may call besides the gateway's own: exact ones, or with `*` for any port. */
  readonly allowedOrigins: ReadonlySet<string>;
  /** A proxy stands in front and says under which name it was asked, and by whom. */
  readonly trustProxy: boolean;
};

/** A sentence for the caller if the request is refused, else null. */
export function refusal({ headers }: IncomingMessage, { loopbackOnly, allowedOrigins, trustProxy }: GuardOptions): string | null {
  const host = headers.host ?? '';
  if (host !== '' && !URL.canParse(`http://${host}`))
    return 'The Host header is malformed: it is a name or an address, and perhaps a port.';
  if (loopbackOnly && !isLoopback(hostName(host))) {
    return `The Host header names ${host === '' ? 'nothing' : 'another host'}: without authentication the gateway answers on 127.0.0.1, [::1] and localhost only.`;
  }
  const { origin } = headers;
  if (origin === undefined) return isForeignPage(headers) ? 'A page of another origin may open this address, but not use it.' : null;
  const name = (trustProxy ? lastOf(headers['x-forwarded-host']) : undefined) ?? host;
  if (allows(allowedOrigins, origin) || origin === `http://${name}` || origin === `https://${name}`) return null;
  return 'This origin may not call the gateway: add it to ALLOWED_ORIGINS.';
}

export function allows(allowedOrigins: ReadonlySet<string>, origin: string): boolean {
  return allowedOrigins.has(origin) || allowedOrigins.has(origin.replace(/(?::\d+)?$/, ':*'));
}

function hostName(host: string): string {
  return host.replace(/:\d*$/, '').toLowerCase();
}

/** What a page asks for without CORS (an image, a script, a form that is no navigation) comes without an origin, but browsers tell where it comes from. */
function isForeignPage(headers: IncomingMessage['headers']): boolean {
  const site = headers['sec-fetch-site'];
  return (site === 'cross-site' || site === 'same-site') && headers['sec-fetch-mode'] !== 'navigate';
}

/** The entry of the nearest proxy: those before it may be anybody's. */
function lastOf(header: string | string[] | undefined): string | undefined {
  return header?.toString().split(',').at(-1)?.trim();
}

/** Who asks, for the log. */
export function addressOf({ headers, socket }: IncomingMessage, { trustProxy }: Pick<GuardOptions, 'trustProxy'>): string {
  return (trustProxy ? lastOf(headers['x-forwarded-for']) : undefined) ?? socket.remoteAddress ?? '';
}
