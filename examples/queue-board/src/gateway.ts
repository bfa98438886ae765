/** The connection to the gateway: one WebSocket for questions and for events, which comes back after any outage. */
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { createClient } from 'graphql-ws';

const url = import.meta.env.VITE_GATEWAY ?? 'http://127.0.0.1:4000';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
const AGAIN_AFTER_MS = 5_000;
const PING_MS = 10_000;
const PONG_WITHIN_MS = 5_000;

export type Connection = 'live' | 'lost';

export type Gateway = {
  /** Answers once; rejects with the errors of the gateway. */
  ask<Data, Variables extends Record<string, unknown>>(operation: TypedDocumentNode<Data, Variables>, variables: Variables): Promise<Data>;
  /** Hands in every event from now on, over outages too: what happens while the connection is lost is not among them. */
  listen<Data, Variables extends Record<string, unknown>>(
    operation: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    onData: (data: Data) => void,
  ): void;
};

export function connect(onConnection: (connection: Connection) => void): Gateway {
  let unanswered: ReturnType<typeof setTimeout> | undefined;
  const client = createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    // A board on a wall has nobody to press reload. Boards that were cut off together do not come back together.
    retryAttempts: Infinity,
    shouldRetry: () => true,
    retryWait: (retries) => sleep(Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** retries) * (0.5 + Math.random() / 2)),
    // A network that only swallows is found out by a ping without an answer.
    keepAlive: PING_MS,
    on: {
      connected: () => onConnection('live'),
      closed: () => {
        clearTimeout(unanswered);
        onConnection('lost');
      },
      ping: (received) => {
        if (!received) unanswered = setTimeout(() => client.terminate(), PONG_WITHIN_MS);
      },
      pong: (received) => {
        if (received) clearTimeout(unanswered);
      },
    },
  });

  return {
    async ask<Data, Variables extends Record<string, unknown>>(operation: TypedDocumentNode<Data, Variables>, variables: Variables) {
      for await (const { data, errors } of client.iterate<Data>({ query: print(operation), variables })) {
        if (data != null && errors === undefined) return data;
        throw new Error(errors?.map(({ message }) => message).join(' ') ?? 'The gateway sent no data.');
      }
      throw new Error('The gateway sent no answer.');
    },
    listen(operation, variables, onData) {
      const again = (): void => {
        client.subscribe<Parameters<typeof onData>[0]>(
          { query: print(operation), variables },
          {
            next: ({ data }) => {
              if (data != null) onData(data);
            },
            // Only this stream has ended, the connection has not.
            error: (problem) => {
              console.warn('The subscription ended:', problem);
              void sleep(AGAIN_AFTER_MS).then(again);
            },
            complete: () => void sleep(AGAIN_AFTER_MS).then(again),
          },
        );
      };
      again();
    },
  };
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
