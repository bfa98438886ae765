/** A state, the views of it, and those who look: subscriptions go the way of the schema, the clock is the test's. */
import { createSourceEventStream, parse, validate, validateSubscriptionArgs } from 'graphql';
import { afterEach, beforeEach, vi } from 'vitest';
import type { GatewayError } from '../../src/errors.ts';
import { catalogue } from '../../src/events/catalogue.ts';
import type { Context } from '../../src/graphql/context.ts';
import { createSchema } from '../../src/graphql/schema.ts';
import { UNAUTHENTICATED_CLAIMS } from '../../src/scope.ts';
import type { Claims } from '../../src/scope.ts';
import { GatewayError as Failure } from '../../src/errors.ts';
import type { StateViewer } from '../../src/state/model.ts';
import type { UpdateSink } from '../../src/views/follower.ts';
import type { Update } from '../../src/views/update.ts';
import type { Views, ViewsOptions } from '../../src/views/views.ts';
import { Log } from '../state/log.ts';
import type { LogOptions } from '../state/log.ts';
import { viewsOf } from '../support/continuity.ts';
import { contextOf } from '../support/state.ts';

const schema = createSchema(catalogue);

/** For the tests of a file: time passes when they say so. */
export function stopTheClock(): void {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate', 'performance'] }));
  afterEach(() => vi.useRealTimers());
}

export type Payload = Readonly<Record<string, unknown>> & {
  readonly kind?: 'SNAPSHOT' | 'CHANGE';
  readonly removed?: readonly string[];
  readonly sourceHealthy?: boolean;
};

/** Takes what it is sent while it has room, and keeps it. */
export class Client implements UpdateSink {
  readonly payloads: Payload[] = [];
  /** As they came: the same object for all who were sent the same. */
  readonly buffers: Buffer[] = [];
  ended: GatewayError | null = null;
  attachment: Disposable | null = null;
  #room: number;
  #callbacks: (() => void)[] = [];

  constructor(room: number) {
    this.#room = room;
  }

  get hasRoom(): boolean {
    return this.#room > 0;
  }

  whenRoom(callback: () => void): void {
    this.#callbacks.push(callback);
  }

  /** Takes so many more from now on. */
  makeRoom(room = Infinity): void {
    this.#room = room;
    if (room > 0) for (const callback of this.#callbacks.splice(0)) setImmediate(callback);
  }

  push({ bytes }: Update): void {
    if (!this.hasRoom) throw new Error('there was no room');
    this.#room -= 1;
    this.buffers.push(bytes);
    const { data } = JSON.parse(bytes.toString().slice(0, -1)) as { data: Record<string, Payload> };
    this.payloads.push(...Object.values(data));
  }

  end(error: GatewayError): void {
    this.ended = error;
    this.leave();
  }

  leave(): void {
    this.attachment?.[Symbol.dispose]();
    this.attachment = null;
  }

  /** What came since the last time. */
  take(): readonly Payload[] {
    this.buffers.length = 0;
    return this.payloads.splice(0);
  }
}

export type Asking = { readonly claims?: Claims; readonly variables?: Readonly<Record<string, unknown>>; readonly room?: number };

export class World {
  readonly log: Log;
  readonly views: Views;
  readonly context: Context;
  isHealthy = true;
  isReady = true;
  /** Texts that were made of entities, and payloads. */
  readonly made = { texts: 0, payloads: 0 };
  /** What each who followed looked at, which is held by nobody but the view. */
  readonly lookedAt: WeakRef<object>[] = [];
  /** Watchers that the state has. */
  watchers = 0;

  constructor(options: Partial<ViewsOptions> = {}, logOptions: LogOptions = {}) {
    this.log = new Log(logOptions);
    this.context = contextOf({ state: this.log.state });
    this.views = viewsOf(this.#counting(this.log.state), this.context.services.log.cursor, {
      isSourceHealthy: () => this.isHealthy,
      isReady: () => this.isReady,
      advance: () => this.log.state.advance(this.log.nowMs),
      onFailure: (error) => {
        const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
        return cause instanceof Failure ? cause : new Failure('INTERNAL_SERVER_ERROR', String(error));
      },
      ...options,
    });
  }

  async follow(text: string, { claims = UNAUTHENTICATED_CLAIMS, variables = {}, room = Infinity }: Asking = {}): Promise<Client> {
    const document = parse(text);
    const [fault] = validate(schema, document);
    if (fault !== undefined) throw fault;
    const client = new Client(room);
    const contextValue: Context = {
      ...this.context,
      claims,
      follow: (_field, _scope, wanted) => {
        const rendering = (): ReturnType<typeof wanted.rendering> => {
          const { render, bytesOf } = wanted.rendering();
          return {
            render: (...args) => ((this.made.texts += 1), render(...args)),
            bytesOf: (content) => ((this.made.payloads += 1), bytesOf(content)),
          };
        };
        this.lookedAt.push(new WeakRef(wanted.source));
        client.attachment = this.views.follow({ ...wanted, rendering }, client);
        return { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) };
      },
    };
    const args = validateSubscriptionArgs({ schema, document, contextValue, variableValues: variables });
    if (!('schema' in args)) throw args[0] ?? new Error('not valid');
    const source = await createSourceEventStream(args);
    if ('errors' in source) throw source.errors?.[0] ?? new Error('no source');
    return client;
  }

  /** Lets time pass for whoever waits for it. */
  pass(ms: number): void {
    vi.advanceTimersByTime(ms);
  }

  /** Lets time pass for the state as well, looked at once a second as the gateway does. */
  wait(seconds: number): void {
    for (let n = 0; n < seconds; n += 1) {
      this.log.wait(1000);
      this.views.tick();
      this.pass(1000);
    }
  }

  #counting(state: StateViewer): StateViewer {
    const watch: StateViewer['watch'] = (watcher) => {
      this.watchers += 1;
      const watching = state.watch(watcher);
      return {
        [Symbol.dispose]: () => {
          this.watchers -= 1;
          watching[Symbol.dispose]();
        },
      };
    };
    return new Proxy(state, {
      get: (target, name) => {
        if (name === 'watch') return watch;
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
  }
}

/** Agents that are ready, each on a telephone of its own, for one queue. */
export function login(log: Log, agents: number): void {
  for (let n = 1; n <= agents; n += 1) {
    const attributes = { AgentID: String(1000 + n), ThisDN: String(7000 + n) };
    log.agent(String(1000 + n), 'EventAgentLogin', { ...attributes, ThisQueue: 'q1' });
    log.agent(String(1000 + n), 'EventAgentReady', attributes);
  }
}
