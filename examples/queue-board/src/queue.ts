/** One queue as the gateway knows it: asked for as a whole, then again for what events are about. */
import {
  QueueAgentEventsDocument,
  QueueAgentsDocument,
  QueueBoardDocument,
  QueueCallEventsDocument,
  QueueCallsDocument,
} from 'voice-events-gateway/client';
import type { QueueAgentsPageFragment, QueueCallsPageFragment, QueueFiguresFragment } from 'voice-events-gateway/client';
import type { Gateway } from './gateway.ts';

export type Agent = QueueAgentsPageFragment['edges'][number]['node'];
export type CallThread = QueueCallsPageFragment['edges'][number]['node'];

/** Events of this time are asked about together. */
const GATHER_MS = 300;
/** Some changes come with time alone, without an event. */
const ASK_ALL_MS = 30_000;
const ASK_AGAIN_AFTER_FAILURE_MS = 2_000;
/** With more to ask about it is simpler to ask for all. */
const MAX_IDS = 200;

export class Queue {
  figures: QueueFiguresFragment | null = null;
  readonly agents = new Map<string, Agent>();
  readonly callThreads = new Map<string, CallThread>();
  /** Add it to the clock of this machine to have that of the gateway. */
  clockAheadMs = 0;

  readonly #gateway: Gateway;
  readonly #variables: { readonly tenantId: string; readonly queueId: string };
  readonly #onChange: () => void;
  readonly #agentsToAsk = new Set<string>();
  readonly #callsToAsk = new Set<string>();
  #all = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking = false;

  constructor(gateway: Gateway, tenantId: string, queueId: string, onChange: () => void) {
    this.#gateway = gateway;
    this.#variables = { tenantId, queueId };
    this.#onChange = onChange;
    gateway.listen(QueueAgentEventsDocument, { tenantId }, ({ agentStateEvents: { agentId, thisDn } }) => {
      this.#askAbout(agentId, thisDn, null);
    });
    gateway.listen(QueueCallEventsDocument, { tenantId }, ({ callThreadEvents: { callThreadId, thisDn } }) => {
      this.#askAbout(null, thisDn, callThreadId);
    });
    setInterval(() => this.askAll(), ASK_ALL_MS);
  }

  /**
   * To be called whenever the connection is there again. The question is sent a little later than the subscriptions, so that nothing happens
   * unseen between its answer and the first event.
   */
  askAll(): void {
    this.#all = true;
    this.#askSoon(GATHER_MS);
  }

  #askAbout(agentId: string | null, dn: string | null, callThreadId: string | null): void {
    if (agentId !== null) this.#agentsToAsk.add(agentId);
    if (callThreadId !== null) this.#callsToAsk.add(callThreadId);
    for (const agent of this.agents.values()) {
      const concerned =
        agent.sessions.some((session) => session.dn === dn) || agent.calls.some((callThread) => callThread.callThreadId === callThreadId);
      if (concerned) this.#agentsToAsk.add(agent.agentId);
    }
    if (this.#agentsToAsk.size > MAX_IDS || this.#callsToAsk.size > MAX_IDS) this.#all = true;
    this.#askSoon(GATHER_MS);
  }

  /** One question at a time, and a pause before each. */
  #askSoon(ms: number): void {
    if (this.#asking || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#ask();
    }, ms);
  }

  async #ask(): Promise<void> {
    const [all, agentIds, callThreadIds] = [this.#all, [...this.#agentsToAsk], [...this.#callsToAsk]];
    this.#all = false;
    this.#agentsToAsk.clear();
    this.#callsToAsk.clear();
    this.#asking = true;
    let pauseMs = GATHER_MS;
    try {
      if (all) await this.#askForAll();
      else {
        if (agentIds.length > 0) await this.#askForAgents(agentIds);
        if (callThreadIds.length > 0) await this.#askForCalls(callThreadIds);
      }
      this.#onChange();
    } catch (problem) {
      // For example while the gateway still reads history.
      console.warn('The state could not be asked for:', problem);
      this.#all = true;
      pauseMs = ASK_AGAIN_AFTER_FAILURE_MS;
    }
    this.#asking = false;
    if (this.#all || this.#agentsToAsk.size > 0 || this.#callsToAsk.size > 0) this.#askSoon(pauseMs);
  }

  async #askForAll(): Promise<void> {
    const { queue, agents, callThreads } = await this.#gateway.ask(QueueBoardDocument, this.#variables);
    this.figures = queue;
    this.agents.clear();
    this.callThreads.clear();
    this.#take(agents);
    for (const { node } of callThreads.edges) this.callThreads.set(node.callThreadId, node);
  }

  async #askForAgents(agentIds: readonly string[]): Promise<void> {
    const { queue, agents } = await this.#gateway.ask(QueueAgentsDocument, { ...this.#variables, agentIds });
    this.figures = queue;
    // Who is not in the answer is not in the queue.
    for (const agentId of agentIds) this.agents.delete(agentId);
    this.#take(agents);
  }

  async #askForCalls(callThreadIds: readonly string[]): Promise<void> {
    const { queue, callThreads } = await this.#gateway.ask(QueueCallsDocument, { ...this.#variables, callThreadIds });
    this.figures = queue;
    for (const callThreadId of callThreadIds) this.callThreads.delete(callThreadId);
    for (const { node } of callThreads.edges) this.callThreads.set(node.callThreadId, node);
  }

  #take({ edges, serverTime }: QueueAgentsPageFragment): void {
    this.clockAheadMs = Date.parse(serverTime) - Date.now();
    for (const { node } of edges) this.agents.set(node.agentId, node);
  }
}
