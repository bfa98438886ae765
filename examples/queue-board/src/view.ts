/** Draws the queue: figures, calls that wait, agents. Durations go on between two answers. */
import type { Agent, CallThread, Queue } from './queue.ts';
import type { Connection } from './gateway.ts';

const place = (id: string): HTMLElement => document.getElementById(id) ?? document.body;

export function showConnection(connection: Connection): void {
  const element = place('connection');
  element.dataset['connection'] = connection;
  element.textContent = connection === 'live' ? 'live' : 'connection lost, trying again';
}

export function show(queue: Queue, queueId: string): void {
  const now = Date.now() + queue.clockAheadMs;
  const since = (instant: string | null): string => (instant === null ? '' : duration((now - Date.parse(instant)) / 1000));
  const { figures } = queue;
  const waiting = [...queue.callThreads.values()].flatMap((callThread) => entriesOf(callThread, queueId));
  waiting.sort((a, b) => compare(a.queuedAt, b.queuedAt));
  const agents = [...queue.agents.values()].toSorted((a, b) => compare(a.agentId, b.agentId));

  place('figures').replaceChildren(
    ...Object.entries({
      'calls waiting': figures?.callsWaiting ?? '–',
      'longest waits': since(figures?.oldestWaitSince ?? null) || '–',
      'agents logged in': figures?.agentsLoggedIn ?? '–',
      'agents ready': figures?.agentsReady ?? '–',
      'answered of offered': figures == null ? '–' : `${figures.answered}/${figures.offered}`,
      abandoned: figures?.abandoned ?? '–',
    }).map(([name, value]) => element('div', [element('dt', [name]), element('dd', [String(value)])])),
  );
  place('waiting').replaceChildren(
    ...waiting.map(({ callThreadId, ani, dnis, queuedAt }) =>
      row(callThreadId, [ani ?? 'unknown', dnis ?? '', since(queuedAt) || 'unknown']),
    ),
  );
  place('agents').replaceChildren(
    ...agents.map((agent) =>
      row(agent.agentId, [agent.agentId, agent.state, since(agent.stateSince), agent.activity, since(onPhoneSince(agent))]),
    ),
  );
}

type Entry = { readonly callThreadId: string; readonly ani: string | null; readonly dnis: string | null; readonly queuedAt: string | null };

function entriesOf({ callThreadId, queues, calls }: CallThread, queueId: string): Entry[] {
  return queues
    .filter((entry) => entry.queueId === queueId && entry.outcome === 'WAITING')
    .map(({ connId, queuedAt }) => {
      const call = calls.find((other) => other.connId === connId);
      return { callThreadId, ani: call?.ani ?? null, dnis: call?.dnis ?? null, queuedAt };
    });
}

/** Since when the agent's parties of the present calls are in their state. */
function onPhoneSince({ agentId, calls }: Agent): string | null {
  const own = calls.flatMap(({ parties }) => parties.filter((party) => party.agentId === agentId && party.state !== 'GONE'));
  return own.map(({ since }) => since).toSorted(compare)[0] ?? null;
}

/** Instants of the gateway compare as texts; unknown ones come first. */
function compare(a: string | null, b: string | null): number {
  return (a ?? '') < (b ?? '') ? -1 : (a ?? '') > (b ?? '') ? 1 : 0;
}

/** `1:05`, `1:00:05`. */
function duration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

function row(id: string, values: readonly string[]): HTMLElement {
  const cells = values.map((value) => {
    const cell = element('td', [value.toLowerCase().replaceAll('_', ' ')]);
    cell.dataset['value'] = value;
    return cell;
  });
  const line = element('tr', cells);
  line.dataset['id'] = id;
  return line;
}

function element(name: string, children: readonly (Node | string)[]): HTMLElement {
  const made = document.createElement(name);
  made.append(...children);
  return made;
}
