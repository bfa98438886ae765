/** What an event is, before there is any: how the table writes it down and what becomes of that. */
import type { AttributeName, Certainty } from './vocabulary.ts';

/** Which of the two topics an event belongs to. */
export type Family = 'agentState' | 'callThread';

/** One event, as it is written down. Adding an event is adding one of these. */
export type EventEntry = {
  /** T-Library message number: some producers send it in place of the name. */
  readonly code: number;
  readonly about: string;
  /** What else the documentation says, each with where it says so. */
  readonly rules?: readonly string[];
  /** Wire names of attributes by how sure it is that the event carries them. Documented as mandatory is no guarantee on the wire. */
  readonly mandatory: AttributeLists;
  readonly optional: AttributeLists;
};
export type AttributeLists = Partial<Readonly<Record<Certainty, string>>>;
export type EventTable = Readonly<Record<string, EventEntry>>;

export type EventAttribute = { readonly name: AttributeName; readonly mandatory: boolean; readonly certainty: Certainty };

/** One event, ready for use. */
export type EventDefinition = {
  readonly name: string;
  readonly family: Family;
  /** Place in its family, from 0. The unknown events of a family come after its last. */
  readonly index: number;
  readonly code: number;
  readonly about: string;
  readonly rules: readonly string[];
  readonly attributes: readonly EventAttribute[];
};
