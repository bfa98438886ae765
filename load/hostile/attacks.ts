/** All that hostile clients try, by name. */
import type { Attack } from './attack.ts';
import { connectionAttacks } from './connections.ts';
import { fuzz } from './fuzz.ts';
import { messageAttacks } from './messages.ts';
import { operationAttacks } from './operations.ts';

export const attacks = { ...connectionAttacks, ...messageAttacks, ...operationAttacks, fuzz } as const satisfies Readonly<
  Record<string, Attack>
>;
export type AttackName = keyof typeof attacks;
