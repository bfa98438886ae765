/** The entities of a view, in the order of their identifiers and in the order of their changes; and those that have left, for as long as somebody has to be told. */
import { OrderedIds } from '../state/ordered-ids.ts';
import type { Member } from './update.ts';

/** From where to where somebody stands who is told of changes. */
export type Standing = { readonly low: number; readonly high: number };

export type MembersPage = { readonly members: readonly Member[]; readonly isLast: boolean };

/** So many that have left may be kept without looking whether anybody is still to be told. */
const MAX_SLACK = 64;

export class Members {
  readonly #members = new Map<string, Member>();
  readonly #order = new OrderedIds({
    has: (id) => this.#isThere(this.#members.get(id)),
    keys: () => [...this.#members.values()].filter((member) => this.#isThere(member)).map(({ id }) => id),
  });
  #newest: Member | null = null;
  #gone = 0;
  /** After the last look. */
  #goneKept = 0;

  /** How many there are. */
  get size(): number {
    return this.#members.size - this.#gone;
  }

  /** The texts of one that is there; null for any other. */
  textsOf(id: string): readonly string[] | null {
    return this.#members.get(id)?.texts ?? null;
  }

  /** It came or changed, with that version. */
  put(id: string, texts: readonly string[], version: number): void {
    const known = this.#members.get(id);
    if (known === undefined) {
      const member: Member = { id, texts, version, born: version, newer: null, older: null };
      this.#members.set(id, member);
      this.#order.change(id);
      this.#push(member);
      return;
    }
    if (known.texts === null) {
      this.#gone -= 1;
      this.#order.change(id);
    }
    known.texts = texts;
    this.#renew(known, version);
  }

  /** It left; false for one that was not there. */
  remove(id: string, version: number): boolean {
    const known = this.#members.get(id);
    if (known === undefined || known.texts === null) return false;
    known.texts = null;
    this.#gone += 1;
    this.#order.change(id);
    this.#renew(known, version);
    return true;
  }

  /** Those that changed after that version, those that left among them. */
  since(version: number): Member[] {
    const changed: Member[] = [];
    for (let member = this.#newest; member !== null && member.version > version; member = member.older) changed.push(member);
    return changed;
  }

  /** In the order of their identifiers. */
  page(after: string | null, first: number, maxTextLength: number): MembersPage {
    const members: Member[] = [];
    const cursor = this.#order.cursor(after);
    let length = 0;
    for (; cursor.id !== null; cursor.next()) {
      const member = this.#members.get(cursor.id);
      if (member === undefined || member.texts === null) continue;
      if (members.length >= first || length > maxTextLength) return { members, isLast: false };
      members.push(member);
      for (const text of member.texts) length += text.length;
    }
    return { members, isLast: true };
  }

  /** Lets go of what left, once nobody knows of it who has not been told. */
  prune(standings: () => readonly Standing[]): void {
    if (this.#gone <= MAX_SLACK + 2 * this.#goneKept) return;
    const all = standings();
    for (let member = this.#newest; member !== null; member = member.older) {
      const { id, texts, version, born } = member;
      if (texts !== null || all.some(({ low, high }) => low < version && born <= high)) continue;
      this.#unlink(member);
      this.#members.delete(id);
      this.#gone -= 1;
    }
    this.#goneKept = this.#gone;
  }

  #isThere(member: Member | undefined): boolean {
    return member !== undefined && member.texts !== null;
  }

  #renew(member: Member, version: number): void {
    member.version = version;
    this.#unlink(member);
    this.#push(member);
  }

  #push(member: Member): void {
    member.newer = null;
    member.older = this.#newest;
    if (this.#newest !== null) this.#newest.newer = member;
    this.#newest = member;
  }

  #unlink(member: Member): void {
    const { newer, older } = member;
    if (newer === null) this.#newest = older;
    else newer.older = older;
    if (older !== null) older.newer = newer;
  }
}
