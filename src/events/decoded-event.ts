/**
 * How an event is kept: what it shares with others is held by reference, and of the attributes it has those that were sent. A third of the memory
 * of an object with all sixty fields, and as quick to read: a getter is two loads.
 */
import { attributeNames } from './attributes.ts';
import type { Family } from './definition.ts';
import type { VoiceEvent } from './event.ts';
import type { RecordKey } from './key.ts';
import { valueIn } from './shape.ts';
import type { Shape } from './shape.ts';
import { instantOfMs } from './time.ts';
import type { Instant } from './time.ts';
import { attributes } from './vocabulary.ts';
import type { AttributeFields, Json, JsonObject } from './vocabulary.ts';

/** What all events of a partition have in common. */
export type Origin = { readonly family: Family; readonly topic: string; readonly partition: number };
/** What all events of a record have in common. `sizeBytes`: the share of each. */
export type Source = Pick<VoiceEvent, 'offset' | 'timestampMs' | 'receivedAt' | 'sizeBytes'> & {
  readonly origin: Origin;
  readonly key: RecordKey;
};
/** What all events of a name have in common. */
export type Kind = Pick<VoiceEvent, 'type' | 'name' | 'nameBit'>;

type Vouched = Omit<VoiceEvent, keyof AttributeFields>;

class DecodedEvent implements Vouched {
  readonly source: Source;
  readonly n: number;
  readonly kind: Kind;
  readonly shape: Shape;
  readonly values: readonly Json[];
  readonly attributes: JsonObject;
  readonly time: Instant;
  readonly timeEstimated: boolean;
  readonly missingAttributes: readonly string[];

  constructor(
    source: Source,
    n: number,
    kind: Kind,
    shape: Shape,
    values: readonly Json[],
    attributes: JsonObject,
    time: Instant | null,
    missingAttributes: readonly string[],
  ) {
    this.source = source;
    this.n = n;
    this.kind = kind;
    this.shape = shape;
    this.values = values;
    this.attributes = attributes;
    this.time = time ?? instantOfMs(source.timestampMs);
    this.timeEstimated = time === null;
    this.missingAttributes = missingAttributes;
    Object.freeze(this);
  }

  get family(): Family {
    return this.source.origin.family;
  }
  get topic(): string {
    return this.source.origin.topic;
  }
  get partition(): number {
    return this.source.origin.partition;
  }
  get offset(): bigint {
    return this.source.offset;
  }
  get timestampMs(): number {
    return this.source.timestampMs;
  }
  get receivedAt(): Instant {
    return this.source.receivedAt;
  }
  get sizeBytes(): number {
    return this.source.sizeBytes;
  }
  get eventId(): string {
    const id = `${this.topic}:${this.partition}:${this.offset}`;
    return this.n === 0 ? id : `${id}:${this.n}`;
  }
  get tenantId(): string {
    return this.source.key.tenantId;
  }
  get agentId(): string | null {
    return this.family === 'agentState' ? this.source.key.entityId : null;
  }
  get type(): string {
    return this.kind.type;
  }
  get name(): string {
    return this.kind.name;
  }
  get nameBit(): number {
    return this.kind.nameBit;
  }
}

for (const [slot, name] of attributeNames.entries()) {
  if (name === 'id' || name === 'time') continue;
  Object.defineProperty(DecodedEvent.prototype, attributes[name].field, {
    get:
      name === 'CallThreadID'
        ? function (this: DecodedEvent) {
            return valueIn(this.shape, this.values, slot) ?? (this.family === 'callThread' ? this.source.key.entityId : null);
          }
        : function (this: DecodedEvent) {
            return valueIn(this.shape, this.values, slot);
          },
  });
}

/**
 * The event with number `n` of its record. `values` are typed where the shape has a slot for them, and nobody else's from now on; `time` is null
 * where none could be read. Argument by argument, since an object of them would be twice the garbage.
 */
export function createEvent(...parts: ConstructorParameters<typeof DecodedEvent>): VoiceEvent {
  // The getters of the attributes are defined from the vocabulary, which the compiler cannot follow.
  return new DecodedEvent(...parts) as Vouched as VoiceEvent;
}

const VOUCHED: Readonly<Record<keyof Vouched, true>> = {
  family: true,
  type: true,
  name: true,
  nameBit: true,
  eventId: true,
  tenantId: true,
  agentId: true,
  time: true,
  timeEstimated: true,
  receivedAt: true,
  missingAttributes: true,
  attributes: true,
  topic: true,
  partition: true,
  offset: true,
  timestampMs: true,
  sizeBytes: true,
};
const FIELDS = [
  ...Object.keys(VOUCHED),
  ...attributeNames.flatMap((name) => (name === 'id' || name === 'time' ? [] : attributes[name].field)),
] as readonly (keyof VoiceEvent)[];

/** A copy with all fields as properties of its own, to be changed, compared or shown. */
export function flat(event: VoiceEvent): VoiceEvent {
  return Object.fromEntries(FIELDS.map((field) => [field, event[field]])) as VoiceEvent;
}
