/** What one connection or request may see, for as long as its token holds, and the streams that it opened with it. */
import type { AuditNote, Diagnostics } from '../diagnostics.ts';
import { forbidden, tokenExpired } from '../errors.ts';
import type { GatewayError } from '../errors.ts';
import type { Claims } from '../scope.ts';
import type { Held, OpenStream } from './streams.ts';

export type SessionOptions = {
  readonly transport: AuditNote['transport'];
  /** Of the peer, for the log. */
  readonly address: string;
  readonly diagnostics: Diagnostics;
  /** The token's time is over. */
  readonly onExpired: (error: GatewayError) => void;
  /** Its time will be over soon. */
  readonly onExpiring?: () => void;
};

/** How long before its end a token is about to end. */
const EXPIRING_MS = 60_000;
/** The longest that a timer of Node takes. */
const MAX_TIMER_MS = 2 ** 31 - 1;

export type AuditDetails = { readonly tenantId?: string; readonly code?: string; readonly field?: string };

export class Session implements Disposable {
  readonly #options: SessionOptions;
  #claims: Claims | null = null;
  #timer: NodeJS.Timeout | undefined;
  #warned = false;
  #disposed = false;
  #opening = 0;
  readonly streams = new Map<OpenStream, Held>();

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  /** Throws before there are any: nothing may be asked by then. Throws TOKEN_EXPIRED when their time is over: a request may take longer to come than its token lives. */
  get claims(): Claims {
    if (this.#claims === null) throw new Error('nobody has been authenticated');
    const { expiresAtMs } = this.#claims;
    if (expiresAtMs !== null && Date.now() >= expiresAtMs) {
      const error = tokenExpired();
      this.#options.onExpired(error);
      throw error;
    }
    return this.#claims;
  }

  /** Takes the claims of a token, the first or a fresh one. Streams that it does not cover end with FORBIDDEN, each alone. */
  hold(claims: Claims): void {
    if (this.#disposed) return;
    const isFirst = this.#claims === null;
    this.#claims = claims;
    if (this.#options.transport === 'websocket') this.audit(isFirst ? 'connect' : 'refresh');
    for (const [stream, { scope }] of this.streams)
      if (!scope.isCoveredBy(claims))
        stream.end(forbidden(null, 'Your fresh token does not cover what this subscription delivers: ask for what it covers.'));
    this.#warned = false;
    this.#watch();
  }

  /** A stream is on its way that may have missed something: to be disposed of once it is among the streams, or will not be. */
  opening(): Disposable {
    this.#opening += 1;
    return { [Symbol.dispose]: () => void (this.#opening -= 1) };
  }

  /** Its streams, and those on their way. */
  get subscriptions(): number {
    return this.streams.size + this.#opening;
  }

  /** Whether one of its streams is still handed what it missed, or is about to be. */
  get isReplaying(): boolean {
    if (this.#opening > 0) return true;
    for (const { isReplaying } of this.streams.values()) if (isReplaying) return true;
    return false;
  }

  /** Whole seconds, at most a minute; null before the last one. */
  get expiresInSeconds(): number | null {
    const expiresAtMs = this.#claims?.expiresAtMs ?? null;
    if (expiresAtMs === null) return null;
    const ms = expiresAtMs - Date.now();
    return ms > EXPIRING_MS ? null : Math.max(Math.ceil(ms / 1000), 0);
  }

  /** For the record; `tenantId` where it is about one. */
  audit(what: AuditNote['what'], { tenantId, ...details }: AuditDetails = {}): void {
    const { transport, address, diagnostics } = this.#options;
    const tenants = tenantId ?? (this.#claims === null ? '' : shortList(this.#claims.tenants));
    diagnostics.tell('audit', { what, transport, address, subject: this.#claims?.subject ?? null, tenants, ...details });
  }

  [Symbol.dispose](): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
  }

  #watch(): void {
    clearTimeout(this.#timer);
    const expiresAtMs = this.#claims?.expiresAtMs ?? null;
    if (expiresAtMs === null || this.#disposed) return;
    const wakeAtMs = this.#warned || this.#options.onExpiring === undefined ? expiresAtMs : expiresAtMs - EXPIRING_MS;
    this.#timer = setTimeout(() => this.#wake(expiresAtMs), Math.min(Math.max(wakeAtMs - Date.now(), 0), MAX_TIMER_MS));
  }

  #wake(expiresAtMs: number): void {
    const nowMs = Date.now();
    if (nowMs >= expiresAtMs) {
      this.audit('expire');
      this.#options.onExpired(tokenExpired());
      return;
    }
    if (!this.#warned && nowMs >= expiresAtMs - EXPIRING_MS) {
      this.#warned = true;
      this.#options.onExpiring?.();
    }
    this.#watch();
  }
}

function shortList(tenants: Claims['tenants']): string {
  if (tenants === 'all') return '*';
  const names = [...tenants];
  return names.length <= 10 ? names.join(',') : `${names.slice(0, 10).join(',')} and ${names.length - 10} more`;
}
