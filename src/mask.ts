/** Hides caller data from those who may see what happens but not to whom: callers' numbers, attached data, digits keyed in, and numbers outside the site. */
import { attributeOf } from './events/attributes.ts';
import { flat } from './events/decoded-event.ts';
import type { VoiceEvent } from './events/event.ts';
import { timePart } from './events/time.ts';
import { isObject, loosened, readText } from './events/values.ts';
import type { AttributeName, Json, JsonObject } from './events/vocabulary.ts';

/** What stands in place of a hidden value that must not be null. */
export const HIDDEN = '***';

const ALWAYS: ReadonlySet<AttributeName> = new Set(['ANI', 'CollectedDigits', 'LastCollectedDigit', 'UserData']);
/** Hidden where they are outside numbers, or as much of them as is. The number dialled is the customer's on a call that the site makes. */
const NUMBERS: ReadonlySet<AttributeName> = new Set([
  'ThisDN',
  'OtherDN',
  'ThirdPartyDN',
  'DNIS',
  'CallHistory',
  'Extensions',
  'TreatmentParms',
]);

export class Mask {
  readonly #outside: RegExp;
  /** Every masked reader of an event gets the same masked event. */
  readonly #events = new WeakMap<VoiceEvent, VoiceEvent>();

  /** `outside` matches the numbers that are not the site's own. */
  constructor(outside: RegExp) {
    this.#outside = outside;
  }

  /** Spaces around it do not make another number of it: those who dial, or look for it, leave them out. */
  isOutside(number: string): boolean {
    return this.#outside.test(number.trim());
  }

  /** A number that must not be null. */
  number(number: string): string {
    return this.isOutside(number) ? HIDDEN : number;
  }

  /** A number that may be null. */
  optionalNumber(number: string | null): string | null {
    return number !== null && this.isOutside(number) ? null : number;
  }

  /** The event without caller data; what was sent stays visible by name. */
  event(event: VoiceEvent): VoiceEvent {
    let masked = this.#events.get(event);
    if (masked === undefined) {
      masked = Object.freeze({
        ...flat(event),
        ani: null,
        collectedDigits: null,
        lastCollectedDigit: null,
        userData: null,
        // On the other topic it is the telephone of an agent, who may work at home.
        thisDn: event.family === 'callThread' ? this.optionalNumber(event.thisDn) : event.thisDn,
        otherDn: this.optionalNumber(event.otherDn),
        thirdPartyDn: this.optionalNumber(event.thirdPartyDn),
        dnis: this.optionalNumber(event.dnis),
        callHistory: this.#withoutNumbers(event.callHistory),
        extensions: this.#withoutNumbers(event.extensions),
        treatmentParms: this.#withoutNumbers(event.treatmentParms),
        attributes: this.#attributes(event),
      });
      this.#events.set(event, masked);
    }
    return masked;
  }

  #attributes({ attributes, family }: VoiceEvent): JsonObject {
    return Object.fromEntries(
      Object.entries(attributes).map(([member, value]) => {
        const isTelephone = family === 'agentState' && attributeOf(member) === 'ThisDN';
        return [member, isTelephone ? value : this.#attribute(member, value)];
      }),
    );
  }

  /** In whichever spelling it was sent. */
  #attribute(member: string, value: Json): Json {
    const name = attributeOf(member);
    if (name === null) return isTimePart(member) ? value : this.#unknown(value);
    if (ALWAYS.has(name)) return HIDDEN;
    return NUMBERS.has(name) ? this.#withoutNumbers(value) : value;
  }

  /** What a site adds of its own may hold numbers, and the attributes of the event once more. */
  #unknown(value: Json): Json {
    if (Array.isArray(value)) return value.map((element: Json) => this.#unknown(element));
    if (!isObject(value)) return this.#withoutNumbers(value);
    return Object.fromEntries(Object.entries(value).map(([key, element]) => [key, this.#attribute(key, element)]));
  }

  #withoutNumbers(value: JsonObject | null): JsonObject | null;
  #withoutNumbers(value: Json): Json;
  #withoutNumbers(value: Json): Json {
    if (Array.isArray(value)) return value.map((element: Json) => this.#withoutNumbers(element));
    if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([key, element]) => [key, this.#withoutNumbers(element)]));
    const text = readText(value);
    return text !== null && this.isOutside(text) ? HIDDEN : value;
  }
}

/** A time of several members has seconds that look like a number. */
function isTimePart(member: string): boolean {
  return timePart(loosened(member).replace(/^attribute/, '')) !== null;
}
