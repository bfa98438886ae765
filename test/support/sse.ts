/** A subscription over SSE that keeps all that it gets, read from the bytes of the response. */
import type { Received } from '../history/delivery.ts';
import { operationOf } from './recorder.ts';
import type { RecorderOptions } from './recorder.ts';

type Result = {
  readonly data?: Readonly<Record<string, Received>> | null;
  readonly errors?: readonly { readonly extensions: Readonly<Record<string, unknown>> }[];
};

export type SseStream = Disposable & {
  readonly events: readonly Received[];
  /** The extensions of the error in the last result; null where the response ends without. */
  readonly ended: Promise<Readonly<Record<string, unknown>> | null>;
};

export async function openSse(url: string, options: RecorderOptions, from: { readonly after?: string | null }): Promise<SseStream> {
  const abort = new AbortController();
  const { authorization } = options;
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      accept: 'text/event-stream',
      'content-type': 'application/json',
      ...(authorization === undefined ? {} : { authorization }),
    },
    body: JSON.stringify(operationOf(options, from)),
    signal: abort.signal,
  });
  const events: Received[] = [];
  const read = async (): Promise<Readonly<Record<string, unknown>> | null> => {
    let error: Readonly<Record<string, unknown>> | null = null;
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      const messages = text.split('\n\n');
      text = messages.pop() ?? '';
      for (const message of messages) {
        const data = /^event: next\ndata: (.*)$/m.exec(message)?.[1];
        if (data === undefined) continue;
        const { data: fields, errors } = JSON.parse(data) as Result;
        const event = fields?.[options.field];
        if (event) events.push(event);
        error = errors?.[0]?.extensions ?? error;
      }
    }
    return error;
  };
  const ended = read();
  // Whoever aborts it does not ask how it ended.
  ended.catch(() => {});
  return { events, ended, [Symbol.dispose]: () => abort.abort() };
}
