/** Draws what is known. */
import type { WallboardAgentEventsSubscription, WallboardQuery } from 'voice-events-gateway/client';
import type { ConnectionState } from 'voice-events-gateway/resuming';

const MAX_LINES = 1_000;

let count = 0;
let countdown: ReturnType<typeof setInterval> | undefined;

export const show = {
  connection(state: ConnectionState): void {
    clearInterval(countdown);
    const element = place('connection');
    element.dataset['status'] = state.status;
    const tell = (): void => {
      element.textContent =
        state.status === 'waiting' ? `${state.reason}: trying again in ${secondsUntil(state.nextAttemptAt)} s` : state.status;
    };
    tell();
    if (state.status === 'waiting') countdown = setInterval(tell, 200);
  },

  figures(agentsByState: WallboardQuery['tenantSummary']['agentsByState']): void {
    const figures = agentsByState.map(({ state, count }) => `${count} ${state.toLowerCase().replaceAll('_', ' ')}`);
    place('figures').textContent = `At ${new Date().toLocaleTimeString()}: ${figures.join(', ') || 'nobody known'}`;
  },

  event({ eventId, __typename, agentId, thisDn, time }: WallboardAgentEventsSubscription['agentStateEvents']): void {
    count += 1;
    place('count').textContent = String(count);
    line(`${time} ${__typename} of agent ${agentId ?? 'unknown'} on ${thisDn ?? 'unknown'}`).dataset['id'] = eventId;
  },

  /** Events may be missing here. */
  gap(why: string): void {
    line(why).className = 'gap';
  },
};

function line(text: string): HTMLElement {
  const element = document.createElement('li');
  element.textContent = text;
  const list = place('events');
  list.prepend(element);
  if (list.childElementCount > MAX_LINES) list.lastElementChild?.remove();
  return element;
}

function secondsUntil(instant: Date): number {
  return Math.max(0, Math.ceil((instant.getTime() - Date.now()) / 1000));
}

function place(id: string): HTMLElement {
  return document.getElementById(id) ?? document.body;
}
