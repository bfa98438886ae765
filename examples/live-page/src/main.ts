/** The page: `?tenant=acme`. Asks how things stand, then shows every event since, over outages of any kind. */
import { WallboardAgentEventsDocument, WallboardDocument } from 'voice-events-gateway/client';
import { createResumingClient } from 'voice-events-gateway/resuming';
import { ask, gateway } from './ask.ts';
import { show } from './view.ts';

const tenantId = new URLSearchParams(location.search).get('tenant') ?? 'acme';

/** Shows how things stand, and returns the place in the log at which that was true. */
async function look(): Promise<string> {
  const { tenantSummary, logCursor } = await ask(WallboardDocument, { tenantId });
  show.figures(tenantSummary.agentsByState);
  return logCursor;
}

const client = createResumingClient({ url: `${gateway.replace(/^http/, 'ws')}/graphql`, onState: show.connection });

/** Until the gateway answers: it may be starting, too. */
async function start(): Promise<void> {
  const after = await look().catch(() => null);
  if (after === null) return void setTimeout(() => void start(), 1_000);
  client.subscribe(
    WallboardAgentEventsDocument,
    { tenantId, after },
    {
      next: ({ agentStateEvents }) => show.event(agentStateEvents),
      // Away for longer than the gateway can look back: what is shown begins anew, and so does the stream, from there.
      onRefused: (refusal) => {
        show.gap(refusal.message);
        return look();
      },
      onError: (error) => show.gap(`${error.code}: ${error.message}`),
    },
  );
}

void start();
