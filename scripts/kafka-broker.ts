/** Starts a real Apache Kafka (KRaft) on loopback: one node or several, gone without a trace when disposed or when this process ends. */

import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { kafkaClient } from '../src/source/kafka-client.ts';
import { freePorts, portProblem } from './free-port.ts';
import { halt } from './halt.ts';
import { makeCertificate } from './kafka-certificate.ts';
import { kafkaClassPath } from './kafka-jars.ts';
import { properties, type KafkaOptions, type Ports } from './kafka-properties.ts';

export type KafkaBroker = AsyncDisposable & {
  /** `host:port` of each node. */
  readonly brokers: readonly string[];
  readonly tls: { readonly brokers: readonly string[]; readonly ca: string } | null;
  readonly sasl: { readonly brokers: readonly string[] } | null;
  /** Ends a node at once, as a power failure would. Nodes count from 0. */
  kill(node?: number): Promise<void>;
  /** Lets a node shut down. */
  stop(node?: number): Promise<void>;
  /** Starts a node that has ended: same port, same data. */
  restart(node?: number): Promise<void>;
  /** Halts a node's process: from then on it keeps its connections and answers nothing, until it is woken. */
  pause(node?: number): Promise<void>;
  resume(node?: number): void;
};

type Node = {
  readonly id: number;
  readonly ports: Ports;
  readonly folder: string;
  readonly properties: string;
  process: ChildProcess | null;
  log: string;
};

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 20_000;
const POLL_MS = 100;

/** Throws with one sentence if Java, Maven or the port is not to be had. */
export async function startKafka(options: KafkaOptions = {}): Promise<KafkaBroker> {
  const taken = options.port === undefined ? null : await portProblem(options.port);
  if (taken !== null) throw new Error(taken);
  const classPath = await kafkaClassPath();
  const folder = await mkdtemp(join(tmpdir(), 'voice-kafka-'));
  const nodes: Node[] = [];
  const remove = async (): Promise<void> => {
    await Promise.all(nodes.map((node) => end(node, 'SIGKILL')));
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };

  try {
    const count = options.nodes ?? 1;
    const ports = await freePorts(count * 4);
    const certificate = options.tls ? await makeCertificate(folder, options.tls !== true && options.tls.expired) : null;
    const clusterId = randomBytes(16).toString('base64url').replace(/^-/, 'x');
    for (let index = 0; index < count; index++) {
      const [plain, controller, tls, sasl] = ports.slice(index * 4, index * 4 + 4) as [number, number, number, number];
      nodes.push({
        id: index + 1,
        ports: { plain: index === 0 ? (options.port ?? plain) : plain, controller, tls, sasl },
        folder,
        properties: join(folder, `node-${index + 1}.properties`),
        process: null,
        log: '',
      });
    }
    for (const node of nodes) await writeFile(node.properties, properties(node, nodes, options, certificate?.keystoreLines ?? {}));
    const scram = options.sasl;
    const storage = (node: Node): string[] => [
      ...['format', '-t', clusterId, '-c', node.properties],
      ...(scram === undefined ? [] : ['256', '512']).flatMap((bits) => [
        '--add-scram',
        `SCRAM-SHA-${bits}=[name=${scram?.username},password=${scram?.password}]`,
      ]),
    ];
    for (const node of nodes) launch(node, classPath, storage(node));
    for (const node of nodes) await untilReady(node, count);

    const nodeAt = (index: number): Node => {
      const node = nodes[index];
      if (node === undefined) throw new Error(`there is no node ${index}`);
      return node;
    };
    return {
      brokers: nodes.map((node) => `127.0.0.1:${node.ports.plain}`),
      tls: certificate === null ? null : { brokers: nodes.map((node) => `127.0.0.1:${node.ports.tls}`), ca: certificate.ca },
      sasl: options.sasl === undefined ? null : { brokers: nodes.map((node) => `127.0.0.1:${node.ports.sasl}`) },
      kill: (index = 0) => end(nodeAt(index), 'SIGKILL'),
      stop: (index = 0) => end(nodeAt(index), 'SIGTERM'),
      restart: async (index = 0) => {
        const node = nodeAt(index);
        await end(node, 'SIGTERM');
        launch(node, classPath, []);
        await untilReady(node, 1);
      },
      pause: async (index = 0) => {
        const pid = nodeAt(index).process?.pid;
        if (pid !== undefined) await halt(pid);
      },
      resume: (index = 0) => void nodeAt(index).process?.kill('SIGCONT'),
      [Symbol.asyncDispose]: remove,
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

function launch(node: Node, classPath: string, storage: readonly string[]): void {
  const jvm = ['-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn'];
  const child = spawn('java', [...jvm, '-cp', classPath, 'KafkaNode', node.properties, node.folder, ...storage], {
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  node.process = child;
  node.log = '';
  // Kept for the error message of a node that does not come up.
  child.stderr.setEncoding('utf8').on('data', (text: string) => (node.log = (node.log + text).slice(-4_000)));
  child.stdin.on('error', () => {});
  child.once('exit', () => {
    if (node.process === child) node.process = null;
  });
  child.once('error', () => {
    if (node.process === child) node.process = null;
  });
}

async function end(node: Node, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  const child = node.process;
  if (child === null || child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await exited;
  clearTimeout(late);
}

/** A node is ready when it answers a question about the cluster, not when its port is open. */
async function untilReady(node: Node, nodes: number): Promise<void> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (performance.now() < deadline) {
    if (node.process === null) throw new Error(`Kafka did not start: ${reason(node.log)}`);
    if (await answers(node.ports.plain, nodes)) return;
    await wait(POLL_MS);
  }
  throw new Error(`Kafka did not answer within ${START_TIMEOUT_MS / 1000} s: ${reason(node.log)}`);
}

async function answers(port: number, nodes: number): Promise<boolean> {
  const client = kafkaClient({
    brokers: [`127.0.0.1:${port}`],
    clientId: 'throw-away-kafka',
    connectTimeoutMs: 2_000,
    requestTimeoutMs: 5_000,
  });
  const admin = client.kafka.admin({ retry: { retries: 0 } });
  try {
    await admin.connect();
    const cluster = await admin.describeCluster();
    await admin.disconnect();
    return cluster.brokers.length >= nodes;
  } catch {
    return false;
  } finally {
    client.destroy();
  }
}

const reason = (log: string): string =>
  log
    .trim()
    .split('\n')
    .findLast((line) => /error|exception|failed/i.test(line)) ?? 'it said nothing';
