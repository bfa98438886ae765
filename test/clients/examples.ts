/** The examples that subscribe, and what each prints of an event. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { root } from '../support/child.ts';

export type Example = {
  readonly name: string;
  /** What it prints once it has been told an event, and of the state where it asks for that. */
  readonly prints: RegExp;
  /** It shows the state of agents, and asks for it again once it is back. */
  readonly asks?: true;
  /** What uses it, where the file itself only makes something to be used. */
  readonly driver?: string;
  /** What it does when its operation is refused: ends with exit code 1, or says so and lives on. */
  readonly refused: 'ends' | 'says so';
  /** Nothing can run it here. */
  readonly missing?: boolean;
};

export const EXAMPLES: readonly Example[] = [
  { name: 'graphql-ws.ts', prints: /__typename: 'Event\w+',\s+eventId: '/, refused: 'ends' },
  { name: 'wallboard.ts', prints: /^wallboard: \S+ [A-Z_]+/m, refused: 'ends', asks: true },
  { name: 'apollo.ts', prints: /__typename: 'Event\w+',\s+eventId: '[^]*^\S+ [A-Z_]+/m, refused: 'says so', asks: true },
  { name: 'urql.ts', prints: /__typename: 'Event\w+',\s+eventId: '[^]*^\S+ [A-Z_]+/m, refused: 'says so', asks: true },
  { name: 'apollo-resuming.ts', prints: /__typename: 'Event\w+',\s+eventId: '/, refused: 'says so' },
  { name: 'urql-resuming.ts', prints: /__typename: 'Event\w+',\s+eventId: '/, refused: 'says so' },
  {
    name: 'relay.ts',
    prints: /__typename: 'Event\w+',\s+eventId: '[^]*^asked \{/m,
    driver: readFileSync(join(root, 'test/clients/relay-driver.ts'), 'utf8'),
    refused: 'says so',
  },
  { name: 'graphql-sse.ts', prints: /__typename: 'Event\w+',\s+eventId: '/, refused: 'ends' },
  { name: 'python-gql.py', prints: /'__typename': 'Event\w+', 'eventId': '/, refused: 'ends', missing: inject('pythonMissing') !== null },
];
