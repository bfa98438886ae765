import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { demoConfig, helpText, inspectConfig, simulateConfig, startConfig } from '../src/config.ts';
import { SettingsError } from '../src/settings.ts';

const NOW_MS = 1_800_000_000_000;
const jwt = { KAFKA_BROKERS: 'a:9092', AUTH_JWT_SECRET: 'a secret of more than thirty-two bytes' };
const PEM = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ type: 'spki', format: 'pem' }).toString();
const good = { KAFKA_BROKERS: '127.0.0.1:9092', AUTH: 'none' };
const start = (env: Record<string, string>, ...args: string[]) => startConfig({ env, args, nowMs: NOW_MS });

function problemsOf(run: () => unknown): readonly string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  throw new Error('no problem was found');
}

describe('settings', () => {
  it('have the defaults that are documented', () => {
    expect(start(good)).toEqual({
      source: {
        kind: 'kafka',
        connection: { brokers: ['127.0.0.1:9092'], clientId: 'voice-events-gateway', ssl: false },
        groupPrefix: 'voice-events-gateway',
        from: { sinceMs: NOW_MS - 12 * 3_600_000 },
      },
      topics: { agentState: 'voice-agentstate', callThread: 'voice-callthread' },
      host: '127.0.0.1',
      port: 4000,
      metricsPort: null,
      allowedOrigins: new Set(),
      trustProxy: false,
      graphiql: false,
      introspection: false,
      maxRecordBytes: 1_048_576,
      maxConnections: 20_000,
      maxConnectionsPerTenant: 10_000,
      maxConnectionsWithoutInit: 1000,
      initTimeoutMs: 5000,
      maxSubscriptionsPerConnection: 100,
      maxMessageBytes: 65_536,
      maxMessagesPerSecond: 100,
      headersTimeoutMs: 10_000,
      bodyTimeoutMs: 10_000,
      maxQueryTokens: 2000,
      maxQueryDepth: 10,
      maxAliases: 30,
      maxIds: 1000,
      maxOutboxBytes: 4_194_304,
      maxPlans: 1000,
      maxEventLoopDelayMs: 250,
      maxHeapPercent: 85,
      persistedOperations: null,
      persistedOnly: false,
      keepAliveMs: 15_000,
      replayMaxAgeMs: 3_600_000,
      journalMaxBytes: 268_435_456,
      drainMs: 20_000,
      logLevel: 'info',
      tenants: 'all',
      tokens: null,
      warnings: [],
      checkpoint: null,
      stateRules: {
        threadTransitGraceMs: 30_000,
        threadLingerMs: 60_000,
        threadStaleAfterMs: 86_400_000,
        agentForgetAfterMs: 86_400_000,
        dayTimeZone: 'UTC',
        reasonKeys: ['ReasonCode'],
        maxUserDataBytes: 65_536,
      },
    });
  });

  it('are read from the environment, and a flag wins', () => {
    const config = start(
      { ...good, PORT: '5000', GRAPHIQL: 'yes', REPLAY_FROM: 'earliest', MAX_RECORD_BYTES: '64KiB' },
      '--port',
      '6000',
      '--replay-from=2d',
      '--introspection=TRUE',
    );
    expect(config).toMatchObject({
      port: 6000,
      graphiql: true,
      introspection: true,
      maxRecordBytes: 65_536,
      source: { from: { sinceMs: NOW_MS - 2 * 86_400_000 } },
    });
    expect(start({ ...good, REPLAY_FROM: 'latest' }).source).toMatchObject({ from: 'latest' });
    expect(start({ ...good, PORT: '' }).port).toBe(4000);
  });

  it('tell the rules of the state, in the demo too', () => {
    const env = {
      TENANTS: 'acme, globex',
      THREAD_TRANSIT_GRACE: '1m',
      THREAD_LINGER: '5m',
      THREAD_STALE_AFTER: '2d',
      AGENT_FORGET_AFTER: '12h',
      DAY_TIME_ZONE: 'Europe/Berlin',
      REASON_KEYS: 'Reason,ReasonCode',
    };
    const wanted = {
      tenants: new Set(['acme', 'globex']),
      stateRules: {
        threadTransitGraceMs: 60_000,
        threadLingerMs: 300_000,
        threadStaleAfterMs: 172_800_000,
        agentForgetAfterMs: 43_200_000,
        dayTimeZone: 'Europe/Berlin',
        reasonKeys: ['Reason', 'ReasonCode'],
      },
    };
    expect(start({ ...good, ...env })).toMatchObject(wanted);
    expect(demoConfig({ env, args: [], nowMs: NOW_MS })).toMatchObject(wanted);
  });

  it('give clients time to go elsewhere, but not in the demo', () => {
    expect(start(good).drainMs).toBe(20_000);
    expect(start({ ...good, DRAIN_SECONDS: '600' }).drainMs).toBe(600_000);
    expect(() => start({ ...good, DRAIN_SECONDS: '601' })).toThrow('DRAIN_SECONDS is "601": it takes a whole number from 0 to 600.');
    expect(demoConfig({ env: {}, args: [], nowMs: NOW_MS }).drainMs).toBe(0);
    expect(demoConfig({ env: { DRAIN_SECONDS: '3' }, args: [], nowMs: NOW_MS }).drainMs).toBe(3_000);
  });

  it('switch everything on in the demo, and read no Kafka', () => {
    expect(demoConfig({ env: {}, args: [], nowMs: NOW_MS })).toMatchObject({
      source: { kind: 'memory' },
      graphiql: true,
      introspection: true,
      host: '127.0.0.1',
    });
    expect(demoConfig({ env: { GRAPHIQL: 'off' }, args: [], nowMs: NOW_MS }).graphiql).toBe(false);
  });

  it('say how tokens are checked, with what is usual for each kind of key', () => {
    const usual = {
      issuer: null,
      audience: null,
      clockSkewSeconds: 30,
      tenantClaim: 'tenant_id',
      agentClaim: 'agent_id',
      dnClaim: 'dns',
      unmaskedClaim: null,
    };
    expect(start(jwt)).toMatchObject({ tokens: { ...usual, keys: { kind: 'secret' }, algorithms: ['HS256'] }, warnings: [] });
    expect(start({ KAFKA_BROKERS: 'a:9092', AUTH_JWT_PUBLIC_KEY: PEM.replaceAll('\n', '\\n') }).tokens).toMatchObject({
      keys: { kind: 'publicKey', pem: PEM },
      algorithms: ['RS256', 'ES256', 'EdDSA'],
    });
    const remote = { KAFKA_BROKERS: 'a:9092', AUTH_JWKS_URL: 'https://id.example.com/keys', HOST: '0.0.0.0' };
    expect(start(remote)).toMatchObject({ tokens: { keys: { kind: 'jwks', url: 'https://id.example.com/keys' } } });
    expect(start(remote).tokens?.outsideNumber.test('+15550100')).toBe(true);
    expect(start(remote).tokens?.outsideNumber.test('7001')).toBe(false);
  });

  it('warn of what can be meant and is seldom wanted', () => {
    expect(start({ ...jwt, AUTH_JWT_SECRET: 'short' }).warnings.join()).toMatch(/^AUTH_JWT_SECRET is shorter than 32 bytes/);
    const keys = { KAFKA_BROKERS: 'a:9092', AUTH_JWKS_URL: 'https://id.example.com/keys' };
    expect(start(keys).warnings.join()).toMatch(/^AUTH_ISSUER and AUTH_AUDIENCE are not set/);
    expect(start({ ...keys, AUTH_ISSUER: 'a', AUTH_AUDIENCE: 'b' }).warnings).toEqual([]);
    expect(start({ ...good, HOST: '0.0.0.0', ALLOW_UNAUTHENTICATED: 'yes' })).toMatchObject({
      tokens: null,
      warnings: [expect.stringMatching(/sees all tenants/)],
    });
  });

  it('take a secret from a file, and refuse it given both ways', () => {
    const folder = mkdtempSync(join(tmpdir(), 'settings-'));
    const file = join(folder, 'password');
    writeFileSync(file, 'from the file\n');
    const sasl = { ...good, KAFKA_SASL_MECHANISM: 'SCRAM-SHA-256', KAFKA_SASL_USERNAME: 'gateway' };
    expect(start({ ...sasl, KAFKA_SASL_PASSWORD_FILE: file }).source).toMatchObject({
      connection: { sasl: { mechanism: 'scram-sha-256', username: 'gateway', password: 'from the file' } },
    });
    expect(problemsOf(() => start({ ...sasl, KAFKA_SASL_PASSWORD: 'x', KAFKA_SASL_PASSWORD_FILE: file }))).toEqual([
      'KAFKA_SASL_PASSWORD and KAFKA_SASL_PASSWORD_FILE are both given: keep one of them.',
    ]);
    expect(problemsOf(() => start({ ...sasl, KAFKA_SASL_PASSWORD_FILE: join(folder, 'absent') })).join()).toContain(
      'KAFKA_SASL_PASSWORD_FILE cannot be read (ENOENT)',
    );
    rmSync(folder, { recursive: true });
  });

  it.each<[Record<string, string>, string[], RegExp]>([
    [{ AUTH: 'none' }, [], /^KAFKA_BROKERS is not set: name the brokers/],
    [{ KAFKA_BROKERS: 'a:9092' }, [], /^AUTH is jwt.*AUTH=none/],
    [{ ...good, HOST: '0.0.0.0' }, [], /^HOST is 0\.0\.0\.0 and AUTH=none.*HOST=127\.0\.0\.1/],
    [{ ...jwt, AUTH_JWT_PUBLIC_KEY: PEM }, [], /^AUTH_JWT_PUBLIC_KEY and AUTH_JWT_SECRET are given: keep one of them/],
    [{ ...jwt, AUTH: 'none' }, [], /^AUTH is none and AUTH_JWT_SECRET is given: set AUTH=jwt/],
    [{ ...jwt, AUTH_ALGORITHMS: 'none,HS256' }, [], /^AUTH_ALGORITHMS holds none: with AUTH_JWT_SECRET it takes HS256/],
    [{ ...jwt, AUTH_ALGORITHMS: 'RS256' }, [], /^AUTH_ALGORITHMS holds RS256/],
    [{ ...jwt, AUTH_CLOCK_SKEW_SECONDS: '3600' }, [], /^AUTH_CLOCK_SKEW_SECONDS is "3600": it takes a whole number from 0 to 300/],
    [{ ...jwt, OUTSIDE_NUMBER_PATTERN: '(' }, [], /^OUTSIDE_NUMBER_PATTERN is "\(": it takes a regular expression/],
    [{ KAFKA_BROKERS: 'a:9092', AUTH_JWKS_URL: 'keys' }, [], /^AUTH_JWKS_URL is "keys": it takes a URL/],
    [{ KAFKA_BROKERS: 'a:9092', AUTH_JWT_PUBLIC_KEY: 'absent.pem' }, [], /^AUTH_JWT_PUBLIC_KEY is "absent.pem": it takes a public key/],
    [{ KAFKA_BROKERS: 'a:9092', AUTH_JWT_PUBLIC_KEY: PEM, AUTH_ALGORITHMS: 'HS256' }, [], /^AUTH_ALGORITHMS holds HS256/],
    [{ ...good, KAFKA_BROKERS: 'kafka' }, [], /^KAFKA_BROKERS holds "kafka": a broker is host:port/],
    [{ ...good, PORT: '99999' }, [], /^PORT is "99999": it takes a whole number from 0 to 65535/],
    [{ ...good, PORT: '4000', METRICS_PORT: '4000' }, [], /^METRICS_PORT and PORT are the same/],
    [{ ...good, REPLAY_FROM: 'yesterday' }, [], /^REPLAY_FROM is "yesterday": it takes earliest, latest, or a duration/],
    [{ ...good, MAX_RECORD_BYTES: '1MB' }, [], /^MAX_RECORD_BYTES is "1MB": it takes a size/],
    [{ ...good, THREAD_LINGER: '60' }, [], /^THREAD_LINGER is "60": it takes a duration such as 30s/],
    [{ ...good, THREAD_STALE_AFTER: 'never' }, [], /^THREAD_STALE_AFTER is "never": it takes a duration/],
    [{ ...good, DAY_TIME_ZONE: 'Berlin' }, [], /^DAY_TIME_ZONE is "Berlin": it takes a time zone of the IANA list such as Europe\/Berlin/],
    [{ ...good, TENANTS: ' , ' }, [], /^TENANTS is " , ": it takes at least one value/],
    [{ ...good, REASON_KEYS: ',' }, [], /^REASON_KEYS is ",": it takes at least one value/],
    [{ ...good, GRAPHIQL: 'maybe' }, [], /^GRAPHIQL is "maybe": it takes on or off/],
    [
      { ...good, KAFKA_SASL_MECHANISM: 'gssapi' },
      [],
      /^KAFKA_SASL_MECHANISM is "gssapi": it takes one of plain, scram-sha-256, scram-sha-512/,
    ],
    [{ ...good, KAFKA_SASL_MECHANISM: 'plain' }, [], /belong together: give all three/],
    [{ ...good, KAFKA_SSL: 'on', KAFKA_SSL_CERT: '/dev/null' }, [], /^KAFKA_SSL_CERT and KAFKA_SSL_KEY belong together/],
    [{ ...good, KAFKA_SSL_CA: '/dev/null' }, [], /^KAFKA_SSL_CA is given but KAFKA_SSL is off/],
    [{ ...good, KAFKA_SSL: 'on', KAFKA_SSL_CA: '/nowhere' }, [], /^KAFKA_SSL_CA cannot be read \(ENOENT\)/],
    [{ ...good, ALLOWED_ORIGINS: 'https://a.example/' }, [], /^ALLOWED_ORIGINS holds "https:\/\/a\.example\/"/],
    [{ ...good, ALLOWED_ORIGINS: 'http://localhost:*' }, [], /^ALLOWED_ORIGINS holds "http:\/\/localhost:\*"/],
    [{ ...good, AGENT_STATE_TOPIC: 'one', CALL_THREAD_TOPIC: 'one' }, [], /are the same/],
    [good, ['--prot', '4001'], /^--prot is no setting of this command: --help lists them/],
    [good, ['--port'], /^--port has no value/],
    [good, ['4001'], /^"4001" is no setting/],
  ])('refuse %j %j with one sentence and a remedy', (env, args, sentence) => {
    const problems = problemsOf(() => start(env, ...args));
    expect(problems).toEqual([expect.stringMatching(sentence)]);
    expect(problems[0]).toMatch(/^[^\n]+\.$/);
  });

  it('list everything that is wrong at once, and never a secret', () => {
    const problems = problemsOf(() => start({ KAFKA_SASL_PASSWORD: 'hunter2' }));
    expect(problems).toHaveLength(3);
    expect(problems.join()).toContain('AUTH=none');
    expect(problems.join()).not.toContain('hunter2');
  });

  it('of one run are flags, so that a variable of another meaning does not change them', () => {
    const env = { ...good, TENANTS: 'acme', RATE: 'fast' };
    expect(simulateConfig({ env, args: ['--agents', '5', '--seed', '7'], nowMs: NOW_MS })).toMatchObject({
      tenants: 2,
      rate: 10,
      agents: 5,
      seed: 7,
      seconds: null,
      startMs: NOW_MS,
    });
    expect(problemsOf(() => simulateConfig({ env, args: ['--rate', '0'], nowMs: NOW_MS }))).toEqual([
      '--rate is "0": it takes a whole number from 1 to 100000.',
    ]);
    expect(problemsOf(() => simulateConfig({ env, args: ['--start', 'soon'], nowMs: NOW_MS })).join()).toContain('--start is "soon"');
    expect(problemsOf(() => inspectConfig({ env, args: ['--topic', 'other'], nowMs: NOW_MS })).join()).toContain('--topic is other');
  });

  it.each(['start', 'demo', 'simulate', 'inspect'] as const)('of %s are all told by --help, with their defaults', (command) => {
    const help = helpText(command);
    expect(help).toContain(command === 'start' ? 'npm start' : `npm run ${command}`);
    expect(help).toMatch(/Default: /);
  });
});
