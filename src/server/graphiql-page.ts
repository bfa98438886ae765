/**
 * Builds the GraphiQL page, in a thread of its own: loading the 9 MB that render-graphiql brings and compressing them would hold up every
 * subscriber, and would stay in memory. Posts one GraphiqlPage and ends.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import type { GraphiQLOptions } from 'graphql-yoga';
import { EXAMPLE_OPERATIONS } from './example-operations.ts';

export type GraphiqlPage = {
  /** Of the page itself, whichever way it is encoded. */
  readonly hash: string;
  /** Allows the page its own script, and no other host. */
  readonly contentSecurityPolicy: string;
  readonly br: Uint8Array;
  readonly gzip: Uint8Array;
};

const options: GraphiQLOptions = {
  title: 'Voice events',
  defaultTabs: [...EXAMPLE_OPERATIONS],
  // Tokens are typed into the headers pane: they do not belong into the browser's storage.
  shouldPersistHeaders: false,
};

/** Without it a tab that is pressed jumps away from below the pointer, to where it stood when the page was first laid out, and is not chosen. */
const style = '.graphiql-tab { transform: none !important; }';

/** The client for browsers, `graphqlWs`, as its package has it beside what Node imports. */
const webSocketClient = readFileSync(new URL('../umd/graphql-ws.min.js', import.meta.resolve('graphql-ws')), 'utf8');

/**
 * What JSON cannot say.
 * - The client of GraphiQL itself gives up when a gateway that restarts is not there yet, and keeps the headers to itself: this one comes back
 *   after any outage, and hands them in as the payload of connection_init.
 * - What is posted to an address makes browsers forget the page that they keep of it, so queries go to `?graphiql`.
 * - GraphiQL would write each edit into the address, as `?query=`, which GraphQL over HTTP executes.
 * - Its storage has a name of its own, since every GraphiQL at this host and port would otherwise share one.
 */
const start = `
${webSocketClient}
const endpoint = new URL('?graphiql', location.href);
let connectionParams = {};
const client = graphqlWs.createClient({
  url: endpoint.href.replace('http', 'ws'),
  connectionParams: () => connectionParams,
  retryAttempts: Infinity,
  shouldRetry: () => true,
});
const fetcher = async (operation, { documentAST, headers = {} } = {}) => {
  const chosen = documentAST?.definitions.find(
    ({ kind, name }) => kind === 'OperationDefinition' && (!operation.operationName || name?.value === operation.operationName),
  );
  if (chosen?.operation === 'subscription') {
    connectionParams = headers;
    return client.iterate(operation);
  }
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
    body: JSON.stringify(operation),
  });
  return response.json();
};
const prefix = 'voice-events:';
const mine = () => Object.keys(localStorage).filter((key) => key.startsWith(prefix));
const storage = {
  getItem: (key) => localStorage.getItem(prefix + key),
  setItem: (key, value) => localStorage.setItem(prefix + key, value),
  removeItem: (key) => localStorage.removeItem(prefix + key),
  clear: () => mine().forEach((key) => localStorage.removeItem(key)),
  get length() { return mine().length; },
};
const options = ${JSON.stringify(options).replaceAll('<', '\\u003c')};
YogaGraphiQL.renderYogaGraphiQL(document.querySelector('#root'), { ...options, fetcher, storage, onEditQuery() {} });
`;

const html = adapted(renderGraphiQL(options));
const bytes = Buffer.from(html);
const page: GraphiqlPage = {
  hash: createHash('sha256').update(bytes).digest('base64url'),
  contentSecurityPolicy: policy(html),
  br: brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 6, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
  gzip: gzipSync(bytes),
};
parentPort?.postMessage(page, []);

function adapted(rendered: string): string {
  const styleEnd = rendered.indexOf('</style>');
  const call = rendered.lastIndexOf('YogaGraphiQL.renderYogaGraphiQL(');
  const scriptEnd = rendered.lastIndexOf('</script>');
  if (styleEnd === -1 || call < styleEnd || scriptEnd < call)
    throw new Error('render-graphiql no longer writes the page that is adapted here.');
  return rendered.slice(0, styleEnd).trimStart() + style + rendered.slice(styleEnd, call) + start + rendered.slice(scriptEnd);
}

function policy(document: string): string {
  const script = document.slice(document.indexOf('<script>') + '<script>'.length, document.lastIndexOf('</script>'));
  const hash = createHash('sha256').update(script).digest('base64');
  return [
    "default-src 'none'",
    `script-src 'sha256-${hash}' blob:`,
    'worker-src blob:',
    "style-src 'unsafe-inline'",
    'font-src data:',
    'img-src data:',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
