/** Writes the properties file of a throw-away Kafka node. */

import { join } from 'node:path';

export type KafkaOptions = {
  /** Of the first node's plain listener; a free one when absent. */
  readonly port?: number;
  /** Default 1. */
  readonly nodes?: number;
  /** A second listener with TLS and a certificate of its own making. */
  readonly tls?: boolean | { readonly expired: boolean };
  /** A further listener that wants a password, by PLAIN, SCRAM-SHA-256 and SCRAM-SHA-512. */
  readonly sasl?: { readonly username: string; readonly password: string };
  /** More lines for the broker's properties file. */
  readonly properties?: Readonly<Record<string, string>>;
};

export type Ports = { readonly plain: number; readonly controller: number; readonly tls: number; readonly sasl: number };

/** Where a node lives: its data goes into a folder of its own below `folder`. */
export type NodePlace = { readonly id: number; readonly ports: Ports; readonly folder: string };

/** The text of a node's properties file. */
export function properties(
  node: NodePlace,
  nodes: readonly NodePlace[],
  options: KafkaOptions,
  keystore: Readonly<Record<string, string>>,
): string {
  const { ports } = node;
  const plain = [`PLAINTEXT://127.0.0.1:${ports.plain}`];
  if (options.tls) plain.push(`SSL://127.0.0.1:${ports.tls}`);
  if (options.sasl !== undefined) plain.push(`SASL_PLAINTEXT://127.0.0.1:${ports.sasl}`);
  const replicas = String(Math.min(3, nodes.length));
  const jaas = (module: string, users = ''): string => `org.apache.kafka.common.security.${module} required${users};`;
  const sasl: Record<string, string> =
    options.sasl === undefined
      ? {}
      : {
          'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
          'listener.name.sasl_plaintext.plain.sasl.jaas.config': jaas(
            'plain.PlainLoginModule',
            ` user_${options.sasl.username}="${options.sasl.password}"`,
          ),
          'listener.name.sasl_plaintext.scram-sha-256.sasl.jaas.config': jaas('scram.ScramLoginModule'),
          'listener.name.sasl_plaintext.scram-sha-512.sasl.jaas.config': jaas('scram.ScramLoginModule'),
        };
  const lines: Record<string, string> = {
    'process.roles': 'broker,controller',
    'node.id': String(node.id),
    'controller.quorum.voters': nodes.map((each) => `${each.id}@127.0.0.1:${each.ports.controller}`).join(','),
    listeners: [...plain, `CONTROLLER://127.0.0.1:${ports.controller}`].join(','),
    'advertised.listeners': plain.join(','),
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT',
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'log.dirs': join(node.folder, `node-${node.id}`).replaceAll('\\', '/'),
    'auto.create.topics.enable': 'false',
    'group.initial.rebalance.delay.ms': '0',
    // A node that was killed may come back only when its old session is over.
    'broker.session.timeout.ms': '2000',
    'broker.heartbeat.interval.ms': '500',
    // One partition each: creating the default fifty takes seconds at the first use of a group.
    'offsets.topic.num.partitions': '1',
    'offsets.topic.replication.factor': replicas,
    'transaction.state.log.num.partitions': '1',
    'transaction.state.log.replication.factor': replicas,
    'transaction.state.log.min.isr': '1',
    'share.coordinator.state.topic.replication.factor': replicas,
    'share.coordinator.state.topic.min.isr': '1',
    ...keystore,
    ...sasl,
    ...options.properties,
  };
  return Object.entries(lines)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}
