/** Builds the whole gateway from a Config and takes it down in reverse. */
import type { IncomingMessage } from 'node:http';
import { Checkpoints } from './checkpoint/checkpoints.ts';
import type { CheckpointOptions } from './checkpoint/checkpoints.ts';
import type { Config, Topics } from './config.ts';
import { createContinuity } from './continuity.ts';
import type { Diagnostics } from './diagnostics.ts';
import { catalogue } from './events/catalogue.ts';
import type { Family } from './events/definition.ts';
import { createDecoder } from './events/decode.ts';
import { createRestore } from './events/stored-event.ts';
import type { GatewayStatus, Services } from './graphql/context.ts';
import { Plans } from './graphql/plans.ts';
import { createSchema } from './graphql/schema.ts';
import { draining as drainingError, logTruncated } from './errors.ts';
import { Hub } from './hub/hub.ts';
import { Ingest } from './ingest.ts';
import { isLoopback } from './loopback.ts';
import { replayProgress, replayReporter } from './replay.ts';
import { Admission } from './server/admission.ts';
import { jwtAuthenticator, openToAll } from './server/authenticator.ts';
import { Documents } from './server/documents.ts';
import { Drain } from './server/drain.ts';
import { addressOf } from './server/guard.ts';
import type { GuardOptions } from './server/guard.ts';
import { createGraphiql } from './server/graphiql.ts';
import { createGraphqlWs } from './server/graphql-ws.ts';
import { createGraphqlHttp } from './server/graphql-http.ts';
import { readiness } from './server/health.ts';
import { listen, listenForMetrics } from './server/http.ts';
import { EventLoopDelay } from './server/event-loop-delay.ts';
import { createMetrics } from './server/metrics.ts';
import { Overload } from './server/overload.ts';
import { PersistedOperations } from './server/persisted-operations.ts';
import { asGatewayError, createPresentError } from './server/present-error.ts';
import { Refusals } from './server/refusals.ts';
import { Streams } from './server/streams.ts';
import { Turns } from './server/turns.ts';
import { createWebSockets } from './server/websocket.ts';
import { SettingsError } from './settings.ts';
import { kafkaSource } from './source/kafka.ts';
import { MemoryLog } from './source/memory.ts';
import type { NewRecord, Source, StartAt } from './source/source.ts';
import { State } from './state/state.ts';
import { version } from './version.ts';
import { Views } from './views/views.ts';

/** Disposed, it ends all connections at once; `drain` first is kinder. */
export type Gateway = AsyncDisposable & {
  /** Where it listens, without a path. */
  readonly url: string;
  readonly metricsUrl: string | null;
  /** Writes to the embedded log; null with any other source. */
  readonly append: ((records: readonly NewRecord[]) => void) | null;
  /** The routing index: what is attached to it is what clients still hold. */
  readonly hub: Hub;
  /**
   * Lets nobody in from now on, and sends clients elsewhere in waves over `drainMs`. Resolves when none is left, when that time is over, or when
   * `hurry` is aborted.
   */
  drain(hurry: AbortSignal): Promise<void>;
};

/** The demo's log keeps this much per partition: minutes of it, in little memory. */
const DEMO_LOG_BYTES = 4 * 1024 * 1024;

/** How often time limits of the state are looked at while no record comes, and how often the reading of history is told of. */
const TICK_MS = 1_000;

/** Listens at once, even while the broker is away. Rejects if the address cannot be listened on. */
export async function startGateway(config: Config, diagnostics: Diagnostics): Promise<Gateway> {
  await using building = new AsyncDisposableStack();
  const startedAtMs = Date.now();
  const state = new State(config.stateRules);
  // Before the source, so that it is written once more when nothing is read any more.
  const checkpoints = await openCheckpoints(config, { state, log: () => source.status(), diagnostics });
  if (checkpoints !== null) building.use(checkpoints);
  const { source, from, append } = openSource(config, diagnostics);
  building.use(source);

  const hub = new Hub();
  const families = familiesOf(config.topics);
  const decode = createDecoder({ catalogue, families, maxRecordBytes: config.maxRecordBytes });
  const continuity = building.use(
    createContinuity({
      source,
      decode,
      topics: config.topics,
      journalMaxBytes: config.journalMaxBytes,
      replayMaxAgeMs: config.replayMaxAgeMs,
      maxChunkBytes: config.maxOutboxBytes / 4,
    }),
  );
  const { journal, log } = continuity;
  const ingest = new Ingest({
    decode,
    state,
    hub,
    journal,
    families,
    onLoss: (family, oldest) => streams.end(logTruncated(oldest?.cursor ?? null), family),
    tenants: config.tenants,
    log: () => source.status(),
    diagnostics,
    maxSliceBytes: config.maxOutboxBytes / 4,
  });
  // The first answer after the start is true at the time of day already.
  building.use(
    diagnostics.on('sourceCaughtUp', () => {
      ingest.tick();
      views.tick();
    }),
  );
  const reportReplay = replayReporter(diagnostics);
  const ticking = setInterval(() => {
    ingest.tick();
    views.tick();
    reportReplay(replayProgress(source.status()), performance.now());
  }, TICK_MS);
  building.defer(() => clearInterval(ticking));

  const drain = new Drain();
  const presentError = createPresentError(diagnostics);
  const views = building.use(
    new Views({
      state,
      isReady: () => services.replay() === null,
      advance: () => ingest.advance(),
      cursor: continuity.services.cursor,
      isSourceHealthy: () => source.status().healthy,
      onFailure: (error) => asGatewayError(error, presentError),
    }),
  );
  const streams = new Streams({ hub, journal, log, views });
  /** What the gateway ended, once each: a connection with all that it held, or a stream over SSE. */
  const ended = new Map<string, number>();
  const countEnd = (code: string): void => void ended.set(code, (ended.get(code) ?? 0) + 1);
  const services: Services = {
    state,
    advance: () => ingest.advance(),
    replay: replayUntilRead(source),
    tenants: config.tenants,
    maxIds: config.maxIds,
    status: () => statusOf(source, startedAtMs, config.replayMaxAgeMs),
    log: continuity.services,
  };

  const schema = createSchema(catalogue);
  const refusals = new Refusals();
  const { refuse } = refusals;
  const { maxEventLoopDelayMs, maxHeapPercent } = config;
  const overload = new Overload({ maxEventLoopDelayMs, maxHeapPercent, diagnostics });
  const eventLoopDelay = building.use(new EventLoopDelay(overload.look));
  const shed = overload.refusal;
  const { introspection, maxQueryTokens, maxQueryDepth, maxAliases } = config;
  const documents = new Documents(schema, { introspection, maxQueryTokens, maxQueryDepth, maxAliases, refuse });
  const persisted = new PersistedOperations({ texts: config.persistedOperations, only: config.persistedOnly });
  const problems = persisted.problems(documents);
  if (problems.length > 0)
    throw new SettingsError(problems.map((problem) => `PERSISTED_OPERATIONS holds what cannot be asked: ${problem}`));
  const shared = {
    schema,
    documents,
    persisted,
    services,
    streams,
    plans: new Plans(config.maxPlans),
    maxBufferedBytes: config.maxOutboxBytes,
    authenticator: building.use(config.tokens === null ? openToAll : jwtAuthenticator(config.tokens, diagnostics)),
    presentError,
    diagnostics,
    drain,
    onEnded: countEnd,
    admission: new Admission({ ...config, refuse, shed }),
    connectionTurns: new Turns(),
    messageTurns: new Turns(),
    refuse,
    shed,
    maxMessageBytes: config.maxMessageBytes,
    initTimeoutMs: config.initTimeoutMs,
  };
  const guard: GuardOptions = {
    loopbackOnly: config.tokens === null && isLoopback(config.host),
    allowedOrigins: config.allowedOrigins,
    trustProxy: config.trustProxy,
  };
  const address = (request: IncomingMessage): string => addressOf(request, guard);
  const webSockets = createWebSockets({
    ...shared,
    address,
    protocol: createGraphqlWs({ ...shared, maxSubscriptionsPerConnection: config.maxSubscriptionsPerConnection }),
    // Before all history has been read, what is live from where may still change.
    cursor: () => (services.replay() === null ? services.log.cursor() : null),
    maxOutboxBytes: config.maxOutboxBytes,
    maxMessagesPerSecond: config.maxMessagesPerSecond,
    maxConnectionsWithoutInit: config.maxConnectionsWithoutInit,
    keepAliveMs: config.keepAliveMs,
  });
  const metrics = createMetrics({
    topics: () => ingest.counts,
    source: () => source.status(),
    connections: () => webSockets.connections,
    outboxBytes: () => webSockets.outboxBytes,
    subscriptions: (field) => streams.count(field),
    views: () => views,
    journalBytes: () => journal.bytes,
    replaying: () => log.waiting,
    delivered: streams.delivered,
    ended,
    checkpoint: checkpoints === null ? null : () => checkpoints.figures,
    refused: () => refusals.counts,
    shed: overload.shed,
    overloadLevel: () => overload.level,
    plans: () => shared.plans.size,
    eventLoopDelay: () => eventLoopDelay.take(),
  });
  const http = building.use(
    await listen({
      host: config.host,
      port: config.port,
      guard,
      headersTimeoutMs: config.headersTimeoutMs,
      bodyTimeoutMs: config.bodyTimeoutMs,
      refuse,
      graphql: createGraphqlHttp({ ...shared, address, bodyTimeoutMs: config.bodyTimeoutMs, allowedOrigins: config.allowedOrigins }),
      webSockets,
      connectionTurns: shared.connectionTurns,
      readiness: () => readiness(source.status(), drain.begun),
      draining: () => drain.begun,
      // What tenants do is nobody's business who has no token; a port of its own is for the operator to close.
      metrics: config.metricsPort === null && config.tokens === null ? metrics : null,
      schema: config.introspection ? schema : null,
      graphiql: config.graphiql ? createGraphiql() : null,
    }),
  );
  const metricsHttp = config.metricsPort === null ? null : building.use(await listenForMetrics(config.host, config.metricsPort, metrics));
  // Leaves first: streams and sockets end before the ports close, and the ports before the source.
  building.defer(() => streams.end(drainingError()));
  building.use(webSockets);
  building.defer(() => drain.begin());

  source.start({
    from: (clusterId) => {
      const place = checkpoints?.meet(clusterId) ?? null;
      return place === null ? from : { offsets: place.offsets };
    },
    onBatch: (batch) => ingest.onBatch(batch),
  });
  checkpoints?.start();
  const running = building.move();
  return {
    url: http.url,
    metricsUrl: metricsHttp?.url ?? null,
    append,
    hub,
    drain: (hurry) => drain.waves(config.drainMs, hurry),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

type Opened = { readonly source: Source; readonly from: StartAt; readonly append: Gateway['append'] };

function openSource({ source, topics }: Config, diagnostics: Diagnostics): Opened {
  if (source.kind === 'memory') {
    const log = new MemoryLog({ topics: names(topics), maxBytes: DEMO_LOG_BYTES, partitions: source.partitions });
    return {
      source: log.source(diagnostics),
      from: 'earliest',
      append: (records) => {
        for (const record of records) log.append(record);
      },
    };
  }
  return {
    source: kafkaSource({ ...source.connection, groupPrefix: source.groupPrefix, topics: names(topics) }, diagnostics),
    from: source.from,
    append: null,
  };
}

function familiesOf({ agentState, callThread }: Topics): ReadonlyMap<string, Family> {
  return new Map([
    [agentState, 'agentState'],
    [callThread, 'callThread'],
  ]);
}

type CheckpointParts = { readonly state: State; readonly log: CheckpointOptions['log']; readonly diagnostics: Diagnostics };

/** Null without CHECKPOINT. Rejects with a SettingsError where the path is of no use. */
async function openCheckpoints(config: Config, { state, log, diagnostics }: CheckpointParts): Promise<Checkpoints | null> {
  const { checkpoint, topics, tenants, stateRules } = config;
  if (checkpoint === null) return null;
  const { dayTimeZone } = stateRules;
  const restore = createRestore({ catalogue, families: familiesOf(topics) });
  const checkpoints = new Checkpoints({
    ...checkpoint,
    ours: { topics, tenants, dayTimeZone },
    restore: (origin) => {
      const keepsDays = origin.dayTimeZone === dayTimeZone;
      const restoring = State.restoring(stateRules, { restore, tenants, keepsDays, nowMs: Date.now() });
      return {
        take: (line) => restoring.take(line),
        finish: (place) => {
          const { entities } = restoring;
          const restored = restoring.finish(place);
          return { entities, adopt: () => state.adopt(restored) };
        },
      };
    },
    copy: () => state.copy(),
    log,
    diagnostics,
  });
  try {
    await checkpoints.open();
  } catch (error) {
    throw new SettingsError([error instanceof Error ? error.message : String(error)]);
  }
  return checkpoints;
}

function names(topics: Topics): string[] {
  return [topics.agentState, topics.callThread];
}

/** Asked with every read of the state, so the source is not asked again once it has caught up: that is for good. */
function replayUntilRead(source: Source): Services['replay'] {
  let read = false;
  return () => {
    const progress = read ? null : replayProgress(source.status());
    read = progress === null;
    return progress;
  };
}

function statusOf(source: Source, startedAtMs: number, replayMaxAgeMs: number): GatewayStatus {
  const { caughtUp, healthy, partitions } = source.status();
  const isSeen = partitions.length > 0;
  return {
    version,
    ready: caughtUp,
    sourceHealthy: healthy,
    startedAtMs,
    oldestReplayableMs: isSeen ? Date.now() - replayMaxAgeMs : null,
    partitions: isSeen ? partitions : null,
  };
}
