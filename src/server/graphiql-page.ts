/**
 * Builds the GraphiQL page, in a thread of its own: loading the 9 MB that render-graphiql brings and compressing them would hold up every
 * subscriber, and would stay in memory. Scripts, styles and examples are all in the page, and its policy forbids it to ask any other host for
 * anything. Posts one GraphiqlPage and ends.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { css, editorWorkerService, graphqlWorker, js, jsonWorker } from '@graphql-yoga/render-graphiql/graphiql';
import { EXAMPLE_OPERATIONS } from './example-operations.ts';

export type GraphiqlPage = {
  /** Of the page itself, whichever way it is encoded. */
  readonly hash: string;
  /** Allows the page its own scripts, and no other host. */
  readonly contentSecurityPolicy: string;
  readonly br: Uint8Array;
  readonly gzip: Uint8Array;
};

/** A headset. */
const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="28" height="28" fill="none" stroke="#d60690" stroke-width="2" stroke-linecap="round"><path d="M4 14v-2a8 8 0 0 1 16 0v2"/><rect x="3" y="14" width="4" height="6" rx="1.5"/><rect x="17" y="14" width="4" height="6" rx="1.5"/><path d="M19 20c0 2-3 2.500-6 2.500"/></svg>`;

/** A tab that is pressed would jump away from below the pointer, to where it stood when the page was first laid out, and not be chosen. */
const STYLE = 'html, body, #root { height: 100%; margin: 0; } .graphiql-tab { transform: none !important; }';

const data = {
  title: 'Voice events',
  logo: LOGO,
  tabs: EXAMPLE_OPERATIONS,
  workers: { editorWorkerService, json: jsonWorker, graphql: graphqlWorker },
};
const scripts = [
  // The build for pages, without modules, stands beside the one that is imported.
  readFileSync(new URL('../umd/graphql-ws.min.js', import.meta.resolve('graphql-ws')), 'utf8'),
  js,
  readFileSync(new URL('graphiql-client.js', import.meta.url), 'utf8'),
];
const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${data.title}</title>
<link rel="icon" href="data:image/svg+xml,${encodeURIComponent(LOGO)}">
<style>${css}</style>
<style>${STYLE}</style>
</head>
<body>
<noscript>GraphiQL needs JavaScript.</noscript>
<div id="root"></div>
<script id="data" type="application/json">${JSON.stringify(data).replaceAll('<', String.raw`\u003c`)}</script>
${scripts.map((script) => `<script>${script}</script>`).join('\n')}
</body>
</html>
`;

const bytes = Buffer.from(html);
const page: GraphiqlPage = {
  hash: createHash('sha256').update(bytes).digest('base64url'),
  contentSecurityPolicy: policy(),
  br: brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 6, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
  gzip: gzipSync(bytes),
};
parentPort?.postMessage(page, []);

/** The editor puts styles of its own into the page, and has fonts and pictures in them. */
function policy(): string {
  const hashes = scripts.map((script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`);
  return [
    "default-src 'none'",
    `script-src ${hashes.join(' ')}`,
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
