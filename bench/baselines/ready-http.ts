/** The least that a server of node:http can do: it reads the request and answers with bytes that are ready. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answer } from '../../load/answer.ts';

let body = Buffer.alloc(0);
const http = createServer((request, response) => {
  request.on('data', () => {});
  request.on('end', () => {
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length });
    response.end(body);
  });
});
await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));

answer({
  port: (): number => (http.address() as AddressInfo).port,
  hold: (ready: string): void => {
    body = Buffer.from(ready);
  },
});
