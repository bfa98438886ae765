/** The HTTP server: one port for queries, subscriptions, GraphiQL, health, metrics and the schema. */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GraphQLSchema } from 'graphql';
import { printSchema } from 'graphql';
import type { Registry } from 'prom-client';
import type { Duplex } from 'node:stream';
import { draining } from '../errors.ts';
import type { GatewayError } from '../errors.ts';
import { isLoopback } from '../loopback.ts';
import { asksForPage } from './graphiql.ts';
import type { Graphiql } from './graphiql.ts';
import { refusal } from './guard.ts';
import type { GuardOptions } from './guard.ts';
import type { Readiness } from './health.ts';
import type { Refuse } from './refusals.ts';
import { secure } from './security-headers.ts';
import type { Turns } from './turns.ts';
import type { WebSockets } from './websocket.ts';

export type HttpOptions = {
  readonly host: string;
  readonly port: number;
  readonly guard: GuardOptions;
  readonly headersTimeoutMs: number;
  readonly bodyTimeoutMs: number;
  readonly refuse: Refuse;
  /** Secures its responses by itself. */
  readonly graphql: (request: IncomingMessage, response: ServerResponse) => unknown;
  readonly webSockets: WebSockets;
  /** In which connections are given up. */
  readonly connectionTurns: Turns;
  readonly readiness: () => Readiness;
  /** From then on nothing new is let in: clients are told to go elsewhere. */
  readonly draining: () => boolean;
  /** Served on this port where there is one. */
  readonly metrics: Registry | null;
  /** The published schema, where introspection is on. */
  readonly schema: GraphQLSchema | null;
  /** What browsers find at /graphql; null where it is switched off. */
  readonly graphiql: Graphiql | null;
};

export type Listening = AsyncDisposable & { readonly url: string };

export async function listen(options: HttpOptions): Promise<Listening> {
  const sdl = options.schema === null ? null : printSchema(options.schema);
  const answer = (request: IncomingMessage, response: ServerResponse): unknown => {
    const refused = refusal(request, options.guard);
    const path = pathOf(request);
    if (refused === null && path === '/graphql' && !options.draining() && !asksForPage(request)) return options.graphql(request, response);
    secure(response);
    if (refused !== null) return text(response, 403, refused);
    if (path === '/graphql' && options.draining())
      return json(response, 503, { errors: [{ message: draining().message, extensions: draining().extensions }] });
    // As GraphQL over HTTP has it for a request that brings no operation.
    if (path === '/graphql') return options.graphiql === null ? text(response, 400, ABOUT_GRAPHQL) : options.graphiql(request, response);
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return text(response, 405, 'Only GET is answered here.', { allow: 'GET, HEAD' });
    switch (path) {
      case '/healthz':
        return text(response, 200, 'ok');
      case '/readyz': {
        const readiness = options.readiness();
        return json(response, readiness.ready ? 200 : 503, readiness);
      }
      case '/metrics':
        return options.metrics === null ? notFound(response) : serveMetrics(options.metrics, response);
      case '/schema.graphql':
        return sdl === null ? notFound(response) : text(response, 200, sdl);
      case '/':
        if (options.graphiql !== null) return text(response, 302, 'GraphiQL is at /graphql.', { location: '/graphql' });
    }
    return notFound(response);
  };
  // Any other upgrade (h2c, say) may be left unheeded, and the request answered as it is.
  const { headersTimeoutMs, bodyTimeoutMs } = options;
  const serverOptions = {
    shouldUpgradeCallback: (request: IncomingMessage) => request.headers.upgrade?.toLowerCase() === 'websocket',
    headersTimeout: headersTimeoutMs,
    // Of a whole request.
    requestTimeout: headersTimeoutMs + bodyTimeoutMs,
    connectionsCheckingInterval: CHECKING_MS,
  };
  /** The latest on each connection. */
  const responses = new WeakMap<Duplex, ServerResponse>();
  const server = createServer(serverOptions, (request, response) => {
    responses.set(request.socket, response);
    // Whatever throws here must not end the process, nor tell the client where.
    Promise.try(answer, request, response).catch(() => response.destroy());
  });
  server.on('upgrade', (request, socket, head) => {
    // The socket is ours now: without a listener a reset by the peer would end the process.
    socket.on('error', () => socket.destroy());
    const refused = refusal(request, options.guard);
    if (refused !== null) refuse(socket, '403 Forbidden', refused);
    else if (pathOf(request) !== '/graphql') refuse(socket, '404 Not Found', 'Subscriptions are at /graphql.');
    else if (options.draining()) refuse(socket, '503 Service Unavailable', `DRAINING: ${draining().message}`);
    else options.webSockets.upgrade(request, socket, head);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const response = responses.get(socket);
    const inBody = response?.req.complete === false;
    // What has begun to be answered can only be cut.
    if (!socket.writable || (inBody && response.headersSent)) {
      socket.destroy();
      return;
    }
    // Node finds all that are too slow at once.
    options.connectionTurns.do(() => {
      if (!socket.writable) return void socket.destroy();
      const answer = refusedBefore(error.code, () =>
        inBody
          ? options.refuse('BODY_TIMEOUT_SECONDS', bodyTimeoutMs / 1000)
          : options.refuse('HEADERS_TIMEOUT_SECONDS', headersTimeoutMs / 1000),
      );
      socket.end(answer, () => socket.destroy());
    });
  });
  return await opened(server, 'PORT', options.host, options.port);
}

/** How often the server looks for clients that are too slow. */
const CHECKING_MS = 500;

/** As Node itself answers what it cannot read, but for who is too slow: they are told of the setting. */
function refusedBefore(code: string | undefined, tooSlow: () => GatewayError): string {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    const { message, extensions } = tooSlow();
    const body = JSON.stringify({ errors: [{ message, extensions }] });
    return `HTTP/1.1 408 Request Timeout\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`;
  }
  const status = code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request';
  return `HTTP/1.1 ${status}\r\nconnection: close\r\n\r\n`;
}

/** A port of its own for metrics, open to whoever reaches it. */
export async function listenForMetrics(host: string, port: number, metrics: Registry): Promise<Listening> {
  const server = createServer((request, response) => {
    if (isLoopback(host) && refusal(request, { loopbackOnly: true, allowedOrigins: new Set(), trustProxy: false }) !== null)
      return text(response, 403, 'Only this machine may ask.');
    return pathOf(request) === '/metrics' ? void serveMetrics(metrics, response) : notFound(response);
  });
  return await opened(server, 'METRICS_PORT', host, port);
}

/** Rejects with a sentence that names the setting. */
async function opened(server: Server, setting: string, host: string, port: number): Promise<Listening> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(new Error(cannotListen(error, setting, host, port), { cause: error })));
    server.listen(port, host, () => {
      server.removeAllListeners('error');
      resolve();
    });
  });
  const address = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // A connection may be kept alive after its last response; whoever has a request open by now has been told to go.
      const tidy = setInterval(() => server.closeIdleConnections(), 20);
      const cut = setTimeout(() => server.closeAllConnections(), 2000);
      await closed;
      clearInterval(tidy);
      clearTimeout(cut);
    },
  };
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/';
}

function text(response: ServerResponse, status: number, body: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...headers }).end(body);
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}

/** For people who open the address in a browser. */
const ABOUT_GRAPHQL = `This is the GraphQL API of the Voice Events Gateway, for programs: queries by POST or GET, subscriptions by WebSocket or server-sent events.
With the setting GRAPHIQL=on its explorer for people, GraphiQL, is here.
`;

function notFound(response: ServerResponse): void {
  text(response, 404, 'Nothing is here. GraphQL is at /graphql, health at /healthz and /readyz.');
}

async function serveMetrics(metrics: Registry, response: ServerResponse): Promise<void> {
  try {
    response.writeHead(200, { 'content-type': metrics.contentType }).end(await metrics.metrics());
  } catch {
    response.destroy();
  }
}

/** Answers an upgrade that is not let in, and closes: the server does not count such a socket, so nobody else would. */
function refuse(socket: Duplex, status: string, sentence: string): void {
  const headers = `content-type: text/plain; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(sentence)}\r\nconnection: close`;
  socket.end(`HTTP/1.1 ${status}\r\n${headers}\r\n\r\n${sentence}`, () => socket.destroy());
}

function cannotListen(error: Error, setting: string, host: string, port: number): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'EADDRINUSE')
    return `${host}:${port} is taken by another program: set ${setting} to a free port, or to 0 to have one picked.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `HOST is ${host}, which is no address of this machine: set HOST=127.0.0.1.`;
  if (code === 'EACCES') return `This user may not listen on port ${port}: set ${setting} to one above 1023.`;
  return error.message;
}
