/** Events as Voice Microservices would write them: JSON under the key `{tenant}:{agent}` or `{tenant}:{thread}`. */
import type { Family } from '../events/definition.ts';
import type { Json, JsonObject } from '../events/vocabulary.ts';
import type { NewRecord } from '../source/source.ts';
import type { EventName } from './flow.ts';

/** What happened, in documented names and T-Library codes. */
export type Happening = {
  readonly event: EventName;
  readonly family: Family;
  readonly tenant: string;
  /** The agent or the call thread: second part of the key. */
  readonly entity: string;
  readonly server: string;
  readonly attributes: Readonly<Record<string, Json>>;
};

export type SimulatedRecord = NewRecord & {
  readonly key: string;
  readonly value: string;
  readonly timestampMs: number;
  /** When it is to be written, in milliseconds since the start, with fractions. */
  readonly dueMs: number;
  /** The event's documented name. */
  readonly name: EventName;
};

export type WriterOptions = {
  /** The instant that virtual time 0 stands for, in milliseconds since 1970. */
  readonly startMs: number;
  readonly topics: Readonly<Record<Family, string>>;
  /** Turns an event into the text of a record; plain JSON if absent. */
  readonly spell?: (event: JsonObject) => string;
};

export type Write = (happening: Happening, atMs: number) => SimulatedRecord;

export function createWriter({ startMs, topics, spell = JSON.stringify }: WriterOptions): Write {
  return (happening, atMs) => {
    const micros = Math.round((startMs + atMs) * 1000);
    const seconds = Math.floor(micros / 1_000_000);
    return {
      topic: topics[happening.family],
      key: `${happening.tenant}:${happening.entity}`,
      value: spell({
        id: happening.event,
        ...happening.attributes,
        Server: happening.server,
        time: { TimeinSecs: seconds, TimeinuSecs: micros - seconds * 1_000_000 },
      }),
      timestampMs: Math.floor(micros / 1000),
      dueMs: atMs,
      name: happening.event,
    };
  };
}
