/** Who writes the events that a page is to show. */

/** So many agents: their events are spread over the partitions. */
export const AGENT_COUNT = 4;

/** Writes numbered events of agents, and knows which. */
export class Writer {
  readonly #write: (key: string, value: Record<string, string>) => unknown;
  written = 0;

  constructor(write: (key: string, value: Record<string, string>) => unknown) {
    this.#write = write;
  }

  /** `padding` makes them longer. */
  async write(count: number, padding = ''): Promise<void> {
    for (let i = 0; i < count; i += 1) {
      const n = this.written++;
      const AgentID = `agent-${n % AGENT_COUNT}`;
      await this.#write(`acme:${AgentID}`, { id: 'EventAgentReady', AgentID, ThisDN: `${n}${padding}` });
    }
  }
}
