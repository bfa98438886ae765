/** The tests of trust as checks of any sources: each says what is wrong with a gateway of them. */
import type * as ScopeModule from '../../src/scope.ts';
import { event } from '../support/events.ts';
import { until } from '../support/until.ts';
import { callers, populate, rules, tryAll } from './matrix.ts';
import type { Check } from './mutants.ts';
import { playRound } from './property.ts';
import { replacements, tryReplacement } from './replacement.ts';
import { subjectIn } from './subject.ts';
import { bearer, secretRules } from './tokens.ts';
import { connect } from './wire.ts';

const SIZE = { callers: 10, subscriptions: 3, followed: 2, queries: 14, events: 160 };

const SEEDS = [1, 2, 3, 4, 5, 6];

/** What each notices, in words. The shortest that do are enough. */
export const checks: { readonly [C in Check]: (sources: URL, seeds?: readonly number[]) => Promise<readonly unknown[]> } = {
  'random callers': async (sources, seeds = SEEDS) => {
    const subject = await subjectIn(sources);
    for (const seed of seeds) {
      const { faults } = await playRound(subject, seed, SIZE);
      if (faults.length > 0) return faults;
    }
    return [];
  },
  'every token': async (sources) => {
    await using gateway = await (await subjectIn(sources)).open(rules);
    await populate(gateway, (await callers.find(({ kind }) => kind === 'allTenants')?.authorization()) ?? '');
    return (await tryAll(gateway, 'HTTP POST')).faults;
  },
  'a fresh token': async (sources) => {
    await using gateway = await (await subjectIn(sources)).open(secretRules);
    const faults: (string | null)[] = [];
    for (const replacement of replacements) faults.push(await tryReplacement(gateway, replacement));
    return faults.filter((fault) => fault !== null);
  },
  'the end of a token': async (sources) => {
    await using gateway = await (await subjectIn(sources)).open(secretRules);
    const exp = Date.now() / 1000 + 2;
    const socket = await connect(gateway.url, await bearer({ tenant_id: 'acme', exp }));
    await until(() => Date.now() / 1000 > exp + 0.2, { what: 'the end of the token' });
    const answer = await socket.query('{ gateway { version } }').catch(() => null);
    await socket.close();
    return answer === null ? [] : ['the connection lives longer than its token'];
  },
  'a scope': async (sources) => {
    const { Scope, UNAUTHENTICATED_CLAIMS } = (await import(new URL('scope.ts', sources).href)) as typeof ScopeModule;
    const scope = Scope.of(UNAUTHENTICATED_CLAIMS, 'acme');
    return scope.sees(event('callThread', 'globex:t', { id: 'EventRinging' })) ? ['an event of another tenant is seen'] : [];
  },
};
