/** The notation of flows.ts: what a line of a flow may say, checked against the catalogue, and how the lines are read. */
import type { agentStateEvents } from '../events/agent-state.ts';
import type { callThreadEvents } from '../events/call-thread.ts';
import type { attributes, AttributeName, enumerations, EnumerationName, JsonObject } from '../events/vocabulary.ts';

type Events = typeof agentStateEvents & typeof callThreadEvents;
export type EventName = keyof Events;

/** How far a flow or a step can be relied on. */
export type Confidence = 'current-docs' | 'legacy-docs' | 'inferred';

type Words<S> = S extends `${infer First} ${infer Rest}` ? First | Words<Rest> : S;
type ListsOf<E extends EventName, M extends 'mandatory' | 'optional'> = Events[E][M][keyof Events[E][M]];
type AttributeOf<E extends EventName> = Extract<Words<ListsOf<E, 'mandatory'> | ListsOf<E, 'optional'>>, AttributeName>;

/** Enumerations by documented name, calls as 1 and 2, parties by their label in the flow. */
type ValueOf<A extends AttributeName> = (typeof attributes)[A]['kind'] extends infer K
  ? K extends EnumerationName
    ? keyof (typeof enumerations)[K]['values']
    : K extends 'list'
      ? JsonObject
      : string | number
  : never;

/** `OtherDN?` is an attribute that may be absent. ThisDN is the party of the line and is only written where it is another. */
type Values<E extends EventName> = { readonly [A in AttributeOf<E>]?: ValueOf<A> } & {
  readonly [A in AttributeOf<E> as `${A}?`]?: ValueOf<A>;
};
type Circumstances = {
  /** Lines next to each other with the same word here may come in any order. */
  readonly unordered?: string;
  /** Where it differs from the flow's. */
  readonly confidence?: Confidence;
};

type EventLine = { [E in EventName]: readonly [party: string, event: E, values: Values<E> & Circumstances] }[EventName];
/** What a client or the router asked for: it is not on Kafka, but steps are counted with it. */
type RequestLine = readonly [party: string, request: string];
type RemarkLine = string;
/** Another flow is played here on the call `connId`; `parties` says who plays which of its parts. */
type FlowLine = {
  readonly play: string;
  readonly connId: number;
  readonly parties: Readonly<Record<string, string>>;
  /** Parties of this flow that have no events of their own in the other one. */
  readonly unmonitored?: readonly string[];
};
export type Line = EventLine | RequestLine | RemarkLine | FlowLine;

export type VariantEntry = {
  /** Number of the step after which this replaces the rest of the flow. */
  readonly afterStep: number;
  readonly confidence: Confidence;
  readonly steps: readonly Line[];
};
export type FlowEntry = {
  readonly about: string;
  readonly confidence: Confidence;
  /** Labels of the parties and what they are. */
  readonly parties: Readonly<Record<string, string>>;
  /** By ThisDN: the agent under whose key its records on the agent topic come. */
  readonly agentKeys?: Readonly<Record<string, string>>;
  /** What goes before when the flow is played by itself. */
  readonly given?: FlowLine;
  readonly steps: readonly Line[];
  readonly variants?: Readonly<Record<string, VariantEntry>>;
};

export type FlowRef = { readonly kind: 'flow' } & FlowLine;
export type EventStep = {
  readonly kind: 'event';
  readonly party: string;
  readonly event: EventName;
  readonly attributes: Readonly<Partial<Record<AttributeName, string | number | JsonObject>>>;
  readonly optional: readonly AttributeName[];
  readonly unordered: string | null;
  readonly confidence: Confidence | null;
};
type RequestStep = { readonly kind: 'request'; readonly party: string; readonly request: string };
type RemarkStep = { readonly kind: 'remark'; readonly text: string };
/** Steps are numbered from 1, over all kinds. */
export type Step = { readonly n: number } & (EventStep | RequestStep | RemarkStep | FlowRef);

export function readLines(lines: readonly Line[]): readonly Step[] {
  return lines.map((line, index) => ({ n: index + 1, ...readLine(line) }));
}

function readLine(line: Line): EventStep | RequestStep | RemarkStep | FlowRef {
  if (typeof line === 'string') return { kind: 'remark', text: line };
  if ('play' in line) return { kind: 'flow', ...line };
  if (line.length === 2) return { kind: 'request', party: line[0], request: line[1] };
  const [party, event, { unordered = null, confidence = null, ...values }] = line;
  const read: Partial<Record<AttributeName, string | number | JsonObject>> = { ThisDN: party };
  const optional: AttributeName[] = [];
  for (const [key, value] of Object.entries(values)) {
    const name = (key.endsWith('?') ? key.slice(0, -1) : key) as AttributeName;
    if (key.endsWith('?')) optional.push(name);
    read[name] = value;
  }
  return { kind: 'event', party, event, attributes: read, optional, unordered, confidence };
}
