/** Operations that are known by the SHA-256 of their text, and asked for by it on every transport. */
import { persistedOperationNotFound, persistedOperationRequired } from '../errors.ts';
import type { Documents } from './documents.ts';

export type PersistedOperationsOptions = {
  /** By their plain hashes; null where there are none. */
  readonly texts: ReadonlyMap<string, string> | null;
  /** Nothing else is accepted. */
  readonly only: boolean;
};

/** What a client asks, as far as it has been looked at. */
export type Asked = { readonly query?: unknown; readonly extensions?: unknown };

export class PersistedOperations {
  readonly #options: PersistedOperationsOptions;

  constructor(options: PersistedOperationsOptions) {
    this.#options = options;
  }

  /**
   * The text of the operation that is asked for; whatever stands for it where there is no hash. Throws PERSISTED_OPERATION_NOT_FOUND and
   * PERSISTED_OPERATION_REQUIRED.
   */
  textOf({ query, extensions }: Asked): unknown {
    const { texts, only } = this.#options;
    const hash = hashOf(extensions);
    const isText = typeof query === 'string' && query !== '';
    // Some clients send a hash with every text, to whom it may concern.
    if (hash === undefined || (texts === null && isText)) {
      if (only) throw persistedOperationRequired();
      return query;
    }
    const text = typeof hash === 'string' ? texts?.get(plainHash(hash)) : undefined;
    if (text === undefined) throw persistedOperationNotFound();
    return text;
  }

  /** What is wrong with them, each by its hash, in words. */
  problems(documents: Documents): readonly string[] {
    return [...(this.#options.texts ?? [])].flatMap(([hash, text]) => {
      try {
        return documents.validate(documents.parse(text)).map(({ message }) => `${hash} (${startOf(text)}): ${message}`);
      } catch (error) {
        return [`${hash} (${startOf(text)}): ${error instanceof Error ? error.message : String(error)}`];
      }
    });
  }
}

/** A hash as it is compared: code generators write the name of its algorithm before it. */
export function plainHash(hash: string): string {
  return hash.toLowerCase().replace(/^sha256:/, '');
}

function hashOf(extensions: unknown): unknown {
  const { persistedQuery } = (extensions ?? {}) as { readonly persistedQuery?: { readonly sha256Hash?: unknown } | null };
  return persistedQuery?.sha256Hash;
}

/** Enough of it to find it. */
function startOf(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length <= 50 ? line : `${line.slice(0, 50)}…`;
}
