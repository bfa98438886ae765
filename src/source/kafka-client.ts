/** Opens a kafkajs client the way this project wants it: silent, with all compressions, and with sockets that can be closed for good. */

import { isIP, connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

// Of its names only some are visible to a named import, so the whole is imported.
import kafkajs, { type Kafka, type KafkaConfig, type SASLOptions } from 'kafkajs';

import { registerCodecs } from './codecs.ts';

export type KafkaTls = {
  /** PEM. */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
};

export type KafkaSasl = {
  readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
  readonly username: string;
  readonly password: string;
};

export type KafkaConnection = {
  /** `host:port` each. */
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly ssl?: boolean | KafkaTls;
  readonly sasl?: KafkaSasl;
  /** For a TCP or TLS connection to open. Default 5 s. */
  readonly connectTimeoutMs?: number;
  /** For an answer to a request. Default 30 s. */
  readonly requestTimeoutMs?: number;
};

export type KafkaClient = {
  readonly kafka: Kafka;
  /** Ends all sockets at once and lets no new one open, whatever kafkajs is about: what it still tries fails soon and then stops. */
  destroy(): void;
};

/** What kafkajs tells its log: a level of its own, a message, and details such as topic and partition. */
export type KafkaLog = { readonly message: string; readonly [detail: string]: unknown };

// Few and short: whoever uses a client tries again, for ever, on terms of its own. Also, kafkajs has other defaults when NODE_ENV is "test".
const RETRY = { retries: 3, initialRetryTime: 200, maxRetryTime: 2_000, factor: 0.2, multiplier: 2 };
const KEEP_ALIVE_MS = 60_000;

export function kafkaClient(connection: KafkaConnection, onLog?: (log: KafkaLog) => void): KafkaClient {
  registerCodecs();
  const sockets = new Set<Socket>();
  let destroyed = false;

  const config: KafkaConfig = {
    // Shuffled, so that a first broker that is down does not cost each new client its connection timeout.
    brokers: connection.brokers.toSorted(() => Math.random() - 0.5),
    clientId: connection.clientId,
    connectionTimeout: connection.connectTimeoutMs ?? 5_000,
    requestTimeout: connection.requestTimeoutMs ?? 30_000,
    enforceRequestTimeout: true,
    retry: RETRY,
    logLevel: kafkajs.logLevel.WARN,
    logCreator: () => (entry) => onLog?.(entry.log),
    socketFactory: ({ host, port, ssl, onConnect }) => {
      if (destroyed) throw new Error('the client is closed');
      const socket = ssl
        ? connectTls({ host, port, ...(isIP(host) === 0 ? { servername: host } : {}), ...ssl }, onConnect)
        : connectPlain({ host, port }, onConnect);
      socket.setKeepAlive(true, KEEP_ALIVE_MS);
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      return socket;
    },
    ...(connection.ssl === undefined || connection.ssl === false ? {} : { ssl: connection.ssl === true ? true : { ...connection.ssl } }),
    ...(connection.sasl === undefined ? {} : { sasl: { ...connection.sasl } as SASLOptions }),
  };

  return {
    kafka: new kafkajs.Kafka(config),
    destroy: () => {
      destroyed = true;
      // With an error: kafkajs does not notice a socket that is merely closed, and would wait for an answer until its request times out.
      for (const socket of sockets) socket.destroy(new Error('the client is closed'));
    },
  };
}
