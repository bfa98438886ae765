/** One payload of a state subscription: entities of a snapshot, or what has changed. One object for all who are to get the same. */

/** An entity that somebody looks at. */
export type Member = {
  readonly id: string;
  /** What the subscriptions select of it, once for each time that their operation lists the entities; null for one that is not there any more. */
  texts: readonly string[] | null;
  /** Of the view, when it last changed. */
  version: number;
  /** When it came: whoever stood before that version does not know it. */
  born: number;
  newer: Member | null;
  older: Member | null;
};

export type UpdateKind = 'SNAPSHOT' | 'CHANGE';

export type UpdateContent = {
  readonly kind: UpdateKind;
  /** The first page of a snapshot: clients come back by themselves, and see nothing else of it. */
  readonly snapshotBegins: boolean;
  /** Of a snapshot, whether this is its last page; else true. */
  readonly snapshotComplete: boolean;
  readonly members: readonly Member[];
  /** Identifiers of what is not there any more. */
  readonly removed: readonly string[];
  /** The place in the log at which it is true. */
  readonly cursor: string;
  /** The clock at which it is true. */
  readonly serverTime: string;
  readonly sourceHealthy: boolean;
};

/** How entities are told: the texts of what is selected of one, and the bytes of a payload made of such texts. */
export type Rendering<E> = {
  /** Tells of each agent and thread that is shown within it. Throws what the selection cannot be answered with. */
  readonly render: (entity: E, onShown: (kind: 'agent' | 'thread', id: string) => void) => readonly string[];
  /** The response, and the brace that ends the frame around it. */
  readonly bytesOf: (content: UpdateContent) => Buffer;
};

export type UpdateOptions<E> = Pick<Rendering<E>, 'bytesOf'> & { readonly one: (id: string) => E | null };

export class Update<E = unknown> {
  readonly content: UpdateContent;
  readonly #options: UpdateOptions<E>;
  #bytes: Buffer | null = null;

  constructor(content: UpdateContent, options: UpdateOptions<E>) {
    this.content = content;
    this.#options = options;
  }

  /** To be read in the tick in which it was made. */
  get entities(): readonly E[] {
    return this.content.members.flatMap(({ id }) => this.#options.one(id) ?? []);
  }

  /** To be read in the tick in which it was made. The same for all. */
  get bytes(): Buffer {
    return (this.#bytes ??= this.#options.bytesOf(this.content));
  }
}
