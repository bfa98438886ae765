/** The HTTP server: one port for queries, subscriptions, GraphiQL, health, metrics and the schema. */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GraphQLSchema } from 'graphql';
import { printSchema } from 'graphql';
import type { Registry } from 'prom-client';
import { isLoopback } from '../loopback.ts';
import { refusal } from './guard.ts';
import type { GuardOptions } from './guard.ts';
import type { Readiness } from './health.ts';
import type { WebSockets } from './websocket.ts';

export type HttpOptions = {
  readonly host: string;
  readonly port: number;
  readonly guard: GuardOptions;
  readonly graphql: (request: IncomingMessage, response: ServerResponse) => unknown;
  readonly webSockets: WebSockets;
  readonly readiness: () => Readiness;
  /** Served on this port where there is one. */
  readonly metrics: Registry | null;
  /** The published schema, where introspection is on. */
  readonly schema: GraphQLSchema | null;
  /** Whether browsers find GraphiQL at /graphql. */
  readonly graphiql: boolean;
};

export type Listening = AsyncDisposable & { readonly url: string };

export async function listen(options: HttpOptions): Promise<Listening> {
  const sdl = options.schema === null ? null : printSchema(options.schema);
  const answer = (request: IncomingMessage, response: ServerResponse): unknown => {
    const refused = refusal(request, options.guard);
    if (refused !== null) return text(response, 403, refused);
    const path = pathOf(request);
    if (path === '/graphql') return options.graphql(request, response);
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
        if (options.graphiql) return text(response, 302, 'GraphiQL is at /graphql.', { location: '/graphql' });
    }
    return notFound(response);
  };
  const server = createServer((request, response) => void answer(request, response));
  server.on('upgrade', (request, socket, head) => {
    const refused = refusal(request, options.guard);
    if (refused !== null) socket.end(plainResponse('403 Forbidden', refused));
    else if (pathOf(request) !== '/graphql') socket.end(plainResponse('404 Not Found', 'Subscriptions are at /graphql.'));
    else options.webSockets.upgrade(request, socket, head);
  });
  return await opened(server, options.host, options.port);
}

/** A port of its own for metrics, open to whoever reaches it. */
export async function listenForMetrics(host: string, port: number, metrics: Registry): Promise<Listening> {
  const server = createServer((request, response) => {
    if (isLoopback(host) && refusal(request, { loopbackOnly: true, allowedOrigins: new Set() }) !== null)
      return text(response, 403, 'Only this machine may ask.');
    return pathOf(request) === '/metrics' ? void serveMetrics(metrics, response) : notFound(response);
  });
  return await opened(server, host, port);
}

async function opened(server: Server, host: string, port: number): Promise<Listening> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
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
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' }).end(JSON.stringify(body));
}

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

function plainResponse(status: string, body: string): string {
  return `HTTP/1.1 ${status}\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`;
}
