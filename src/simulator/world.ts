/** What everybody in the simulated contact centre shares: chance, virtual time, and where they tell what happens. */
import type { Agenda } from './agenda.ts';
import type { Pause } from './pauses.ts';
import type { Random } from './random.ts';
import type { Happening } from './records.ts';

export type World = {
  readonly random: Random;
  readonly agenda: Agenda;
  /** What a natural duration is multiplied by: below 1 where few agents are to make many events. */
  readonly tempo: number;
  /** 16 hexadecimal digits that no other call of this run has. */
  nextId(): string;
  tell(happening: Happening, atMs: number): void;
};

/** A moment after the pause; of its two bounds the lower is the likelier. */
export function after(world: World, atMs: number, [low, high]: Pause, pace = 1): number {
  const chance = world.random.next();
  return atMs + (low + (high - low) * chance * chance) * world.tempo * pace;
}
