/** The current state of all tenants, folded from the events: one writer, synchronous readers. */
import type { VoiceEvent } from '../events/event.ts';
import type { Scope } from '../scope.ts';
import type {
  Agent,
  AgentFilter,
  CallThread,
  CallThreadFilter,
  Page,
  Queue,
  RecordPlace,
  StateFold,
  StateReader,
  StateRules,
  TenantSummary,
  Window,
} from './model.ts';
import { agentStateSummaries } from './model.ts';

export class State implements StateReader, StateFold {
  readonly #rules: StateRules;

  constructor(rules: StateRules) {
    this.#rules = rules;
  }

  apply(_place: RecordPlace, _events: readonly VoiceEvent[]): void {
    void this.#rules;
  }

  advance(_clockMs: number): void {}

  agent(_scope: Scope, _agentId: string): Agent | null {
    return null;
  }

  agents(_scope: Scope, _filter: AgentFilter, _window: Window): Page<Agent> {
    return { items: [], hasNextPage: false };
  }

  callThread(_scope: Scope, _callThreadId: string): CallThread | null {
    return null;
  }

  callThreads(_scope: Scope, _filter: CallThreadFilter, _window: Window): Page<CallThread> {
    return { items: [], hasNextPage: false };
  }

  queue(_scope: Scope, _queueId: string): Queue | null {
    return null;
  }

  queues(_scope: Scope): readonly Queue[] {
    return [];
  }

  tenantSummary(scope: Scope): TenantSummary {
    return {
      tenantId: scope.tenantId,
      agentsByState: agentStateSummaries.map((state) => ({ state, count: 0 })),
      callsActive: 0,
      callsWaiting: 0,
      longestWaitSince: null,
      updatedAt: null,
    };
  }
}
