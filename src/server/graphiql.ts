/** GraphiQL for browsers that open /graphql: one page, built once when it is first asked for, compressed and revalidated. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { gunzip } from 'node:zlib';
import { weightOf } from './accept.ts';
import type { GraphiqlPage } from './graphiql-page.ts';

/** Answers a request that asks for the page. Rejects if the page cannot be built. */
export type Graphiql = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** A browser that was sent here: it wants HTML more than any answer of GraphQL over HTTP, and brings no operation. */
export function asksForPage(request: IncomingMessage): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  if (new URLSearchParams(request.url?.split('?', 2)[1]).has('query')) return false;
  const accept = request.headers.accept ?? '';
  const html = weightOf(accept, 'text/html', 'text/*', '*/*') ?? 0;
  const json = ['application/graphql-response+json', 'application/json', 'text/event-stream'].map(
    (type) => weightOf(accept, type, `${type.split('/', 1)[0]}/*`, '*/*') ?? 0,
  );
  return html > Math.max(...json);
}

export function createGraphiql(): Graphiql {
  let built: Promise<GraphiqlPage> | null = null;
  const page = async (): Promise<GraphiqlPage> => {
    built ??= build();
    try {
      return await built;
    } catch (error) {
      built = null;
      throw error;
    }
  };
  return async (request, response) => {
    const encoding = encodingFor(request.headers['accept-encoding'] ?? '');
    const { hash, contentSecurityPolicy, ...bodies } = await page();
    // Each encoding is other bytes, so it has another tag.
    const etag = `"${hash}-${encoding}"`;
    const headers = {
      etag,
      vary: 'Accept, Accept-Encoding',
      // The browser keeps it and asks each time: after an upgrade it has the new one.
      'cache-control': 'private, no-cache',
      'content-security-policy': contentSecurityPolicy,
    };
    if (holds(request.headers['if-none-match'], etag)) {
      response.writeHead(304, headers).end();
      return;
    }
    const body = encoding === 'identity' ? await promisify(gunzip)(bodies.gzip) : bodies[encoding];
    response
      .writeHead(200, {
        ...headers,
        'content-type': 'text/html; charset=utf-8',
        'content-length': body.byteLength,
        ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
      })
      .end(body);
  };
}

type Encoding = 'br' | 'gzip' | 'identity';

/** The most wanted, of equals the smallest. Whoever wants none at all is sent the page as it is: a browser that does so was never seen. */
function encodingFor(header: string): Encoding {
  const weights: readonly (readonly [Encoding, number])[] = [
    ['br', weightOf(header, 'br', '*') ?? 0],
    ['gzip', weightOf(header, 'gzip', 'x-gzip', '*') ?? 0],
    // Wanted, if only in the last place, unless it is refused.
    ['identity', weightOf(header, 'identity', '*') ?? Number.MIN_VALUE],
  ];
  const [encoding, weight] = weights.reduce((best, next) => (next[1] > best[1] ? next : best));
  return weight > 0 ? encoding : 'identity';
}

/** Whether If-None-Match names the tag. A proxy on the way may have made it a weak one. */
function holds(header: string | undefined, etag: string): boolean {
  const tags = header?.split(',').map((tag) => tag.trim().replace(/^W\//, '')) ?? [];
  return tags.includes('*') || tags.includes(etag);
}

async function build(): Promise<GraphiqlPage> {
  const worker = new Worker(new URL('./graphiql-page.ts', import.meta.url));
  // A gateway that goes down meanwhile does not wait for it.
  worker.unref();
  return await new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the thread that builds the GraphiQL page ended without one')));
  });
}
