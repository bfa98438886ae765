/** Hostile clients in a process of their own. */
import { answer } from '../answer.ts';
import { Answers } from './attack.ts';
import { attacks } from './attacks.ts';
import type { AttackName } from './attacks.ts';

export type Begin = { readonly name: AttackName; readonly port: number };

let underWay: { readonly stop: AbortController; readonly answers: Answers; readonly ended: Promise<void> } | null = null;

const calls = {
  /** Returns at once. */
  begin: ({ name, port }: Begin): void => {
    const { clients, perSecond, run } = attacks[name];
    const [stop, answers] = [new AbortController(), new Answers()];
    const ended = run({ port, clients, perSecond, answers, signal: stop.signal });
    ended.catch(() => {});
    underWay = { stop, answers, ended };
  },
  /** Resolves with how often each answer was given, once all has been closed. */
  end: async (): Promise<readonly (readonly [string, number])[]> => {
    if (underWay === null) throw new Error('nothing is under way');
    underWay.stop.abort();
    await underWay.ended;
    return [...underWay.answers.counts].toSorted(([, a], [, b]) => b - a);
  },
};
export type AttackersCalls = typeof calls;
answer(calls);
