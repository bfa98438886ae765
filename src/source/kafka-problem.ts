/** Turns what kafkajs throws into one sentence for people: what is wrong and what helps. The same cause always gives the same sentence. */

import type { KafkaConnection } from './kafka-client.ts';

type ErrorParts = {
  readonly name?: unknown;
  readonly type?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  readonly cause?: unknown;
  readonly errors?: unknown;
};
type Facts = { readonly types: ReadonlySet<string>; readonly text: string };

/** `context` says what was tried, e.g. the topic or group. */
export function kafkaProblem(
  error: unknown,
  { brokers, sasl, ssl }: Pick<KafkaConnection, 'brokers' | 'sasl' | 'ssl'>,
  context?: { readonly topic?: string; readonly groupPrefix?: string },
): string {
  const { types, text } = facts(error);
  const at = brokers.join(', ');
  const has = (...names: string[]): boolean => names.some((name) => types.has(name));
  const topic = context?.topic === undefined ? 'the topics' : `topic ${context.topic}`;

  if (has('KafkaJSSASLAuthenticationError', 'SASL_AUTHENTICATION_FAILED'))
    return `Kafka at ${at} refuses the user or password (SASL ${sasl?.mechanism ?? ''}): check user name, password and mechanism.`;
  if (has('UNSUPPORTED_SASL_MECHANISM') || /SASL .* mechanism is not supported/i.test(text))
    return `Kafka at ${at} does not offer the SASL mechanism ${sasl?.mechanism ?? ''}: choose one that the broker has enabled.`;
  if (/certificate|CERT_|self-signed|self signed|altnames|unable to verify/i.test(text))
    return `The TLS certificate of Kafka at ${at} is refused (${firstLine(text)}): check the CA certificate, the host name and the dates of the broker's certificate.`;
  if (/wrong version number|SSL routines|packet length too long|ssl3|tlsv1|alert/i.test(text) || types.has('EPROTO'))
    return `Kafka at ${at} does not speak TLS as expected (${firstLine(text)}): check the port, and whether this listener has TLS on.`;
  if (has('TOPIC_AUTHORIZATION_FAILED'))
    return `Kafka does not allow access to ${topic}: grant this user READ and DESCRIBE (to write, WRITE) on it.`;
  if (has('GROUP_AUTHORIZATION_FAILED'))
    return `Kafka does not allow the consumer group: grant this user READ and DELETE on groups with the prefix ${context?.groupPrefix ?? ''}.`;
  // kafkajs hides what the broker answered.
  if (has('KafkaJSGroupCoordinatorNotFound'))
    return `Kafka names no coordinator for the consumer group: usually this user lacks READ and DELETE on groups with the prefix ${context?.groupPrefix ?? ''}; else a broker is starting.`;
  if (has('CLUSTER_AUTHORIZATION_FAILED'))
    return `Kafka does not allow this user what was asked of the cluster: grant it, or create the topics beforehand.`;
  if (has('UNKNOWN_TOPIC_OR_PARTITION')) return missingTopic(context?.topic);
  if (has('MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE'))
    return `A record is larger than Kafka accepts for ${topic}: raise max.message.bytes or send less.`;
  if (unreachable(types, text)) {
    const hint = ssl ? '' : ' and, if its listener wants TLS, that TLS is switched on here';
    const login = sasl === undefined ? ' (a listener that wants SASL also hangs up on a client without a user)' : '';
    return `Kafka at ${at} cannot be reached: check the address, that the broker runs${hint}${login}.`;
  }
  return `Kafka at ${at} answers with an error: ${firstLine(text)}`;
}

export const missingTopic = (topic = ''): string =>
  `Topic ${topic} does not exist: create it, or check the configured name and that this user may DESCRIBE it. Waiting for it; the rest is served.`;

export const isUnknownTopic = (error: unknown): boolean => facts(error).types.has('UNKNOWN_TOPIC_OR_PARTITION');

const UNREACHABLE = [
  ...[
    'KafkaJSConnectionError',
    'KafkaJSConnectionClosedError',
    'KafkaJSRequestTimeoutError',
    'KafkaJSBrokerNotFound',
    'KafkaJSNoBrokerAvailableError',
  ],
  ...['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EPIPE'],
  ...[
    'LEADER_NOT_AVAILABLE',
    'NOT_LEADER_FOR_PARTITION',
    'GROUP_COORDINATOR_NOT_AVAILABLE',
    'NOT_COORDINATOR_FOR_GROUP',
    'GROUP_LOAD_IN_PROGRESS',
  ],
];

const unreachable = (types: ReadonlySet<string>, text: string): boolean =>
  UNREACHABLE.some((type) => types.has(type)) || /closed connection|connection timeout|the client is closed|not connected/i.test(text);

/** All names, codes and messages of an error and of what caused it. */
function facts(error: unknown): Facts {
  const types = new Set<string>();
  const texts: string[] = [];
  const seen = new Set<unknown>();
  const visit = (part: unknown): void => {
    if (part === null || part === undefined || seen.has(part)) return;
    seen.add(part);
    if (typeof part !== 'object') return void texts.push(String(part));
    const { name, type, code, message, cause, errors } = part as ErrorParts;
    for (const each of [name, type, code]) if (typeof each === 'string') types.add(each);
    if (typeof message === 'string') texts.push(message);
    visit(cause);
    if (Array.isArray(errors)) for (const each of errors) visit(each);
  };
  visit(error);
  return { types, text: texts.join('; ') };
}

const firstLine = (text: string): string => (text.split(/[;\n]/)[0] ?? '').trim().slice(0, 200);
