/** What a page does with the client that resumes, and whether it has seen every event once. */
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { parse } from 'graphql';
import { expect } from 'vitest';
import { createResumingClient } from '../../schema/client/resuming.ts';
import type {
  ConnectionState,
  Handlers,
  Refusal,
  ResumingClient,
  ResumingClientOptions,
  ResumingSubscription,
  StreamError,
} from '../../schema/client/resuming.ts';
import { until } from '../support/until.ts';
import { AGENT_COUNT } from './writer.ts';
import type { Writer } from './writer.ts';

export type AgentEvents = {
  readonly agentStateEvents: {
    readonly eventId: string;
    readonly cursor: string;
    readonly agentId: string | null;
    readonly thisDn: string;
  };
};
export type AgentVariables = {
  readonly tenantId: string;
  readonly agentIds?: readonly string[];
  readonly after?: string | null;
  readonly since?: string;
};

export const AGENTS = parse(`subscription Agents($tenantId: ID!, $agentIds: [ID!], $after: Cursor, $since: DateTime) {
  agentStateEvents(tenantId: $tenantId, agentIds: $agentIds, after: $after, since: $since) {
    __typename
    ... on AgentEvent { eventId cursor agentId thisDn }
  }
}`) as TypedDocumentNode<AgentEvents, AgentVariables>;

/** Quick, so that tests need not wait. */
export const QUICK = { firstWaitMs: 20, longestWaitMs: 200 };

export class Page implements AsyncDisposable {
  readonly client: ResumingClient;
  readonly states: ConnectionState[] = [];
  readonly refusals: Refusal[] = [];
  readonly errors: StreamError[] = [];
  /** Numbers of events, as they came. */
  readonly seen: number[] = [];

  constructor(options: ResumingClientOptions) {
    this.client = createResumingClient({ ...QUICK, onState: (state) => this.states.push(state), ...options });
  }

  open(variables: Partial<AgentVariables> = {}, handlers: Partial<Handlers<AgentEvents>> = {}): ResumingSubscription {
    return this.client.subscribe(
      AGENTS,
      { tenantId: 'acme', ...variables },
      {
        next: ({ agentStateEvents: { thisDn } }) => this.seen.push(Number.parseInt(thisDn, 10)),
        onError: (error) => this.errors.push(error),
        ...handlers,
        onRefused: (refusal) => {
          this.refusals.push(refusal);
          return handlers.onRefused?.(refusal);
        },
      },
    );
  }

  get statuses(): readonly string[] {
    return this.states.map(({ status }) => status);
  }

  /** Waits for the last event, then holds what came against what was written from `from` on: no hole, no double, in order per agent. */
  async hasAll({ written }: Writer, from = 0): Promise<void> {
    await until(() => this.seen.includes(written - 1) && this.seen.length >= written - from, {
      what: `events ${from} to ${written - 1}; came: ${this.seen.join(' ')}; ${this.statuses.join(' ')}`,
      timeoutMs: 30_000,
    }).catch(() => {});
    const expected = Array.from({ length: written - from }, (_, i) => from + i);
    const seen = new Set(this.seen);
    const newest = new Map<number, number>();
    const disordered = this.seen.filter((n) => {
      const before = newest.get(n % AGENT_COUNT) ?? -1;
      newest.set(n % AGENT_COUNT, n);
      return n < before;
    });
    expect({
      missing: expected.filter((n) => !seen.has(n)),
      double: this.seen.filter((n, i) => this.seen.indexOf(n) !== i),
      foreign: this.seen.filter((n) => n < from || n >= written),
      disordered,
    }).toEqual({ missing: [], double: [], foreign: [], disordered: [] });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.client.dispose();
  }
}
