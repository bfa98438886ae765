/** GraphQL over HTTP, by the audits of graphql-http. */
import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTarget } from './target.ts';
import type { Target } from './target.ts';

describe('GraphQL over HTTP', () => {
  let target: Target;
  beforeAll(async () => {
    target = await openTarget();
  });
  afterAll(async () => target[Symbol.asyncDispose]());

  const audits = serverAudits({
    url: () => target.url,
    fetchFn: (url: string, init: RequestInit = {}) =>
      fetch(url, { ...init, headers: { ...(init.headers as Record<string, string>), ...target.credentials } }),
  });

  it.each(audits.map(({ id, name, fn }) => ({ id, name, fn })))('$id $name', async ({ fn }) => {
    const result = await fn();
    // Advice that is not taken is not passed either.
    expect(result).toMatchObject({ status: 'ok' });
  });

  it('is asked all that there is to ask', () => {
    expect(audits.length).toBeGreaterThan(50);
  });
});
