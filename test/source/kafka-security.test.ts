/** TLS, passwords and permissions: with the right ones a source reads, with wrong ones it says in one sentence what is wrong. */

import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';

import { startKafka, type KafkaBroker } from '../../scripts/kafka-broker.ts';
import type { KafkaSasl } from '../../src/source/kafka-client.ts';
import { kafkaProducer } from '../../src/source/kafka-producer.ts';
import { kafkaForTests, testSource } from '../support/kafka.ts';
import { readSource } from '../support/source-reader.ts';
import { until } from '../support/until.ts';

const USER = { username: 'alice', password: 'alice-secret' };
const MECHANISMS = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;
type Options = Parameters<typeof testSource>[2];

async function read(brokers: readonly string[], topic: string, options: Options): Promise<(string | null)[]> {
  await using reader = readSource(testSource(brokers, [topic], options));
  await until(() => reader.seen().length > 0, { what: 'a record to be read' });
  return reader.values();
}

/** What is told when it cannot read: the notes, once it has tried some more. */
async function problemOf(brokers: readonly string[], topic: string, options: Options): Promise<string> {
  await using reader = readSource(testSource(brokers, [topic], options));
  const problem = await until(() => reader.source.status().problem, { what: 'a problem to be told' });
  const begin = performance.now();
  await until(() => performance.now() - begin > 1_500, { what: 'some more attempts' });
  expect(reader.told().filter((note) => note === 'sourceTrouble' || note === 'sourceRecovered')).toEqual(['sourceTrouble']);
  expect(reader.source.status()).toMatchObject({ healthy: false, problem });
  expect(reader.seen()).toEqual([]);
  return problem;
}

// They wait for most of the time.
describe.skipIf(inject('ownKafkaMissing') !== null).concurrent('a source on a Kafka that is secured', () => {
  let broker: KafkaBroker;
  let topic: string;
  beforeAll(async () => {
    broker = await startKafka({
      tls: true,
      sasl: USER,
      properties: {
        // One more user, who may do nothing.
        'listener.name.sasl_plaintext.plain.sasl.jaas.config':
          'org.apache.kafka.common.security.plain.PlainLoginModule required user_alice="alice-secret" user_bob="bob-secret";',
        'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
        'super.users': 'User:ANONYMOUS;User:alice',
      },
    });
    await using kafka = await kafkaForTests(broker.brokers);
    topic = await kafka.createTopic();
    await kafka.write(topic, ['secret']);
  });
  afterAll(() => broker[Symbol.asyncDispose]());
  const tls = () => broker.tls as NonNullable<KafkaBroker['tls']>;
  const sasl = () => (broker.sasl as NonNullable<KafkaBroker['sasl']>).brokers;

  test('reads over TLS from a broker whose authority it was given', async () => {
    expect(await read(tls().brokers, topic, { ssl: { ca: tls().ca } })).toEqual(['secret']);
  });

  test.for(MECHANISMS)('reads with a password by %s', async (mechanism) => {
    expect(await read(sasl(), topic, { sasl: { mechanism, ...USER } })).toEqual(['secret']);
  });

  test('says that the certificate is refused when it does not know the authority', async () => {
    expect(await problemOf(tls().brokers, topic, { ssl: true })).toMatch(
      /^The TLS certificate of Kafka at .* is refused .* check the CA certificate/,
    );
  });

  test('says that TLS does not fit when the listener has none', async () => {
    expect(await problemOf(broker.brokers, topic, { ssl: true })).toMatch(/does not speak TLS as expected|cannot be reached/);
  });

  test('says what to look at when the listener wants TLS and it was not told', async () => {
    expect(await problemOf(tls().brokers, topic, {})).toMatch(/cannot be reached.*TLS is switched on/);
  });

  test.for(MECHANISMS)('says that the password is refused by %s', async (mechanism) => {
    const wrong: KafkaSasl = { mechanism, username: USER.username, password: 'wrong' };
    expect(await problemOf(sasl(), topic, { sasl: wrong })).toBe(
      `Kafka at ${sasl().join(', ')} refuses the user or password (SASL ${mechanism}): check user name, password and mechanism.`,
    );
  });

  test('says what to look at when the listener wants a user and it has none', async () => {
    expect(await problemOf(sasl(), topic, {})).toMatch(/cannot be reached.*SASL/);
  });

  test('says which right is missing: first on the topic, then on the group', async () => {
    const bob = { sasl: { mechanism: 'plain', username: 'bob', password: 'bob-secret' }, groupPrefix: 'voice' } as const;
    expect(await problemOf(sasl(), topic, bob)).toBe(
      `Kafka does not allow access to topic ${topic}: grant this user READ and DESCRIBE (to write, WRITE) on it.`,
    );
    await using kafka = await kafkaForTests(broker.brokers);
    const grant = (operation: number) => ({ principal: 'User:bob', host: '*', operation, permissionType: 3 });
    const [READ, DESCRIBE] = [3, 8];
    await kafka.admin.createAcls({ acl: [{ resourceType: 2, resourceName: topic, resourcePatternType: 3, ...grant(DESCRIBE) }] });
    expect(await problemOf(sasl(), topic, bob)).toMatch(/consumer group: .* READ and DELETE on groups with the prefix voice/);
    await kafka.admin.createAcls({ acl: [{ resourceType: 3, resourceName: 'voice', resourcePatternType: 4, ...grant(READ) }] });
    expect(await problemOf(sasl(), topic, bob)).toMatch(/^Kafka does not allow access to topic/);
    await kafka.admin.createAcls({ acl: [{ resourceType: 2, resourceName: topic, resourcePatternType: 3, ...grant(READ) }] });
    expect(await read(sasl(), topic, bob)).toEqual(['secret']);
  });

  test('says it to who wants to write, too', async () => {
    await using producer = kafkaProducer({
      brokers: sasl(),
      clientId: 'test',
      sasl: { mechanism: 'plain', username: 'bob', password: 'wrong' },
    });
    await expect(producer.send([{ topic, key: 'k', value: 'v' }])).rejects.toThrow('refuses the user or password (SASL plain)');
  });
});

describe.skipIf(inject('ownKafkaMissing') !== null)('a source on a Kafka whose certificate is over', () => {
  test('says that the certificate is refused, and why', async () => {
    await using broker = await startKafka({ tls: { expired: true } });
    await using kafka = await kafkaForTests(broker.brokers);
    const topic = await kafka.createTopic();
    expect(await problemOf(broker.tls?.brokers ?? [], topic, { ssl: { ca: broker.tls?.ca ?? '' } })).toMatch(
      /certificate .* is refused .*expired/,
    );
  });
});
