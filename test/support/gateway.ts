/** Starts the real gateway for a test: on a free port, in this process, with the embedded log unless told otherwise. */
import { createClient } from 'graphql-ws';
import type { Client, ClientOptions } from 'graphql-ws';
import { WebSocket } from 'ws';
import { demoConfig } from '../../src/config.ts';
import type { Config } from '../../src/config.ts';
import { Diagnostics } from '../../src/diagnostics.ts';
import { startGateway } from '../../src/gateway.ts';
import type { Gateway } from '../../src/gateway.ts';
import type { Json } from '../../src/events/vocabulary.ts';
import { TOPICS } from './events.ts';

export type TestGateway = Gateway & {
  readonly diagnostics: Diagnostics;
  /** Writes one record to the embedded log. */
  write(topic: keyof typeof TOPICS, key: string | null, value: Json | string): void;
};

export async function openGateway(overrides: Partial<Config> = {}, diagnostics = new Diagnostics()): Promise<TestGateway> {
  const config = demoConfig({ env: { PORT: '0' }, args: [], nowMs: Date.now() });
  const gateway = await startGateway({ ...config, ...overrides }, diagnostics);
  return {
    ...gateway,
    diagnostics,
    write: (topic, key, value) =>
      gateway.append?.([{ topic: TOPICS[topic], key, value: typeof value === 'string' ? value : JSON.stringify(value) }]),
  };
}

/** A graphql-ws client as the README has it. */
export function webSocketClient(url: string, options: Partial<ClientOptions> = {}): Client {
  return createClient({ url: `${url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket, retryAttempts: 0, ...options });
}

export type Received<T> = {
  /** The data of each `next`, or its errors. */
  readonly items: T[];
  readonly done: Promise<unknown>;
  unsubscribe(): void;
};

type Payload = { readonly data?: Record<string, unknown> | null | undefined; readonly errors?: readonly unknown[] | undefined };

/** Collects what the first field of each payload holds. */
export function collect<T = Record<string, string>>(client: Client, query: string, variables: Record<string, unknown> = {}): Received<T> {
  const items: T[] = [];
  let unsubscribe = (): void => {};
  const done = new Promise((resolve, reject) => {
    unsubscribe = client.subscribe(
      { query, variables },
      {
        next: (payload: Payload) => items.push((payload.errors ?? Object.values(payload.data ?? {})[0]) as T),
        error: reject,
        complete: () => resolve(undefined),
      },
    );
  });
  // Whoever cares awaits it; a connection that a test ends on purpose is no failure.
  done.catch(() => {});
  return { items, done, unsubscribe };
}

export type Answer = {
  readonly status: number;
  readonly body: {
    readonly data?: Record<string, never> | null;
    readonly errors?: readonly { message: string; extensions: Record<string, unknown>; path?: unknown[] }[];
  };
};

export async function query(
  url: string,
  text: string,
  variables: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: text, variables }),
  });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}
