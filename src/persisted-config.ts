/** The manifests of persisted operations: which operations a gateway knows by their hashes. */
import { createHash } from 'node:crypto';
import { plainHash } from './server/persisted-operations.ts';
import { list, onOff } from './settings.ts';
import type { Values } from './settings.ts';

export const persistedSettings = {
  PERSISTED_OPERATIONS: {
    parse: list,
    default: null,
    about:
      'Manifest of operations that clients may ask for by their SHA-256, as the client preset of GraphQL Code Generator or Apollo write it; several, comma-separated.',
  },
  PERSISTED_ONLY: { parse: onOff, default: 'off', about: 'Operations of PERSISTED_OPERATIONS are accepted, and nothing else.' },
} as const;

export type PersistedConfig = {
  /** Texts by hash, over all manifests; null where there are none. */
  readonly persistedOperations: ReadonlyMap<string, string> | null;
  readonly persistedOnly: boolean;
};

export function persistedConfig(
  { PERSISTED_OPERATIONS: paths, PERSISTED_ONLY: persistedOnly }: Values<typeof persistedSettings>,
  readFile: (path: string) => string,
): { readonly config: PersistedConfig; readonly problems: readonly string[] } {
  const problems: string[] = [];
  if (persistedOnly && paths === null)
    problems.push('PERSISTED_ONLY is on and PERSISTED_OPERATIONS is not set: name a manifest, or nothing could be asked.');
  const texts = new Map<string, string>();
  for (const path of paths ?? []) {
    const entries = read(path, readFile);
    if (typeof entries === 'string') {
      problems.push(`PERSISTED_OPERATIONS names ${path}, which ${entries}`);
      continue;
    }
    for (const [hash, text] of entries) {
      const wrong = whatIsWrong(hash, text);
      if (wrong === null) texts.set(plainHash(hash), text as string);
      else problems.push(`PERSISTED_OPERATIONS names ${path}, in which ${JSON.stringify(hash)} ${wrong}`);
    }
  }
  return { config: { persistedOperations: paths === null ? null : texts, persistedOnly }, problems };
}

type Entry = readonly [hash: string, text: unknown];

/** What it says, or how it cannot be read. */
function read(path: string, readFile: (path: string) => string): readonly Entry[] | string {
  let json: string;
  try {
    json = readFile(path);
  } catch (error) {
    return `cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'}): name a file that this process may read.`;
  }
  let manifest: unknown;
  try {
    manifest = JSON.parse(json);
  } catch {
    return 'is no JSON: have it written anew.';
  }
  const entries = isObject(manifest) ? ('format' in manifest ? apolloEntries(manifest) : Object.entries(manifest)) : null;
  if (entries === null || entries.length === 0)
    return 'is no manifest: it holds documents by their SHA-256, or is one of format "apollo-persisted-query-manifest", version 1.';
  return entries;
}

function apolloEntries({ format, version, operations }: Readonly<Record<string, unknown>>): readonly Entry[] | null {
  if (format !== 'apollo-persisted-query-manifest' || version !== 1 || !Array.isArray(operations)) return null;
  return operations.map((operation: unknown): Entry => {
    const { id, body } = isObject(operation) ? operation : {};
    return [String(id), body];
  });
}

function whatIsWrong(hash: string, text: unknown): string | null {
  if (!/^[0-9a-f]{64}$/.test(plainHash(hash))) return 'is no SHA-256: have hashes made by that algorithm.';
  if (typeof text !== 'string') return 'has no document: have the manifest written anew.';
  const actual = createHash('sha256').update(text).digest('hex');
  return actual === plainHash(hash) ? null : 'is not the SHA-256 of its document, which was changed: have the manifest written anew.';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
