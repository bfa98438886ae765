/** Pages of long lists, after the Relay specification: ordered by id, so that a page cursor is a place that stays although the list changes. */
import { badUserInput, GatewayError } from '../errors.ts';
import { instantOfMs } from '../events/time.ts';
import { isCursor } from '../position.ts';
import type { Page, Window } from '../state/model.ts';
import type { Builder } from './builder.ts';

/** Which list a page cursor belongs to. */
type List = 'agents' | 'callThreads';

/** A page as its resolvers know it. */
export type Paged<T> = Page<T> & { readonly after: string | null };

const DEFAULT_FIRST = 100;
const MAX_FIRST = 1000;

export type PageArguments = { readonly first?: number | null | undefined; readonly after?: string | null | undefined };

export const pageArguments = {
  first: `How many at most, 1 to ${MAX_FIRST}.`,
  after: 'Only what follows this page cursor: `endCursor` of the page before. It stays good although entries come and go.',
} as const;

/** Throws BAD_USER_INPUT and CURSOR_INVALID. */
export function windowOf(list: List, { first, after }: PageArguments): Window {
  const count = first ?? DEFAULT_FIRST;
  if (count < 1 || count > MAX_FIRST)
    throw badUserInput('first', `first is ${count}: ask for 1 to ${MAX_FIRST}, and for the rest with \`after\`.`);
  return { first: count, after: after === null || after === undefined ? null : idOf(list, after) };
}

const VERSION = 1;

function cursorOf(list: List, id: string): string {
  // JSON, because an id may hold halves of characters, which UTF-8 alone would lose.
  return Buffer.from(JSON.stringify([VERSION, list, id])).toString('base64url');
}

function idOf(list: List, cursor: string): string {
  const id = decoded(list, cursor);
  if (id === null && isCursor(cursor)) {
    throw badUserInput(
      'after',
      `after is a log cursor, a place in the log: the pages of ${list} go on after \`pageInfo.endCursor\`, a place in the list. Log cursors are for \`after\` of the event subscriptions.`,
    );
  }
  if (id === null) {
    throw new GatewayError(
      'CURSOR_INVALID',
      `after is no page cursor of ${list}: pass \`pageInfo.endCursor\` or \`edges.cursor\` of a page of ${list} as it was, or leave it out for the first page.`,
      { argument: 'after' },
    );
  }
  return id;
}

function decoded(list: List, cursor: string): string | null {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const id: unknown = Array.isArray(parts) ? parts[2] : null;
    // Whatever was changed in it, was left out or added does not come out the same.
    return typeof id === 'string' && cursorOf(list, id) === cursor ? id : null;
  } catch {
    return null;
  }
}

type PageInfo = {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
};

function pageInfoOf(list: List, ids: readonly string[], { hasNextPage, after }: Paged<unknown>): PageInfo {
  const [start, end] = [ids[0], ids.at(-1)];
  return {
    hasNextPage,
    hasPreviousPage: after !== null,
    startCursor: start === undefined ? null : cursorOf(list, start),
    endCursor: end === undefined ? null : cursorOf(list, end),
  };
}

export function addPageInfo(builder: Builder) {
  return builder.objectRef<PageInfo>('PageInfo').implement({
    description: 'Where a page stands in its list.',
    fields: (t) => ({
      hasNextPage: t.exposeBoolean('hasNextPage', { description: 'Whether more follows: ask for it with `after: endCursor`.' }),
      hasPreviousPage: t.exposeBoolean('hasPreviousPage', {
        description: 'Whether something may stand before this page: true for every page that was asked for with `after`.',
      }),
      startCursor: t.exposeString('startCursor', {
        nullable: true,
        description: 'Page cursor of the first entry; null for an empty page.',
      }),
      endCursor: t.exposeString('endCursor', {
        nullable: true,
        description: 'Page cursor of the last entry, to go on with; null for an empty page.',
      }),
    }),
  });
}

/** The name of an object type. */
export type Ref<T> = ReturnType<typeof refOf<T>>;
function refOf<T>(builder: Builder, name: string) {
  return builder.objectRef<T>(name);
}

export type ConnectionOptions<T> = {
  readonly list: List;
  /** The type of the entries, which gives the connection its name. */
  readonly node: Ref<T>;
  readonly idOf: (item: T) => string;
  readonly pageInfo: ReturnType<typeof addPageInfo>;
  /** What the entries are, in the plural. */
  readonly entries: string;
};

export function addConnection<T extends object>(builder: Builder, { list, node, idOf: id, pageInfo, entries }: ConnectionOptions<T>) {
  const edge = refOf<T>(builder, `${node.name}Edge`);
  edge.implement({
    description: `One entry of a page of ${entries}.`,
    fields: (t) => ({
      node: t.field({ type: node, description: 'The entry itself.', resolve: (item) => item as never }),
      cursor: t.string({
        description: 'Page cursor of this entry, opaque: what follows it is asked for with `after`.',
        resolve: (item) => cursorOf(list, id(item)),
      }),
    }),
  });
  return builder.objectRef<Paged<T>>(`${node.name}Connection`).implement({
    description: `A page of ${entries}, ordered by their ids. Pages asked for one after the other show each of ${entries} that is there throughout exactly once, whatever comes and goes meanwhile.`,
    fields: (t) => ({
      edges: t.field({ type: [edge], description: 'The entries of this page.', resolve: ({ items }) => items as never }),
      cursor: t.field({
        type: 'Cursor',
        description: 'The position in the log at which this page is true: subscribe to events with `after` it, and nothing is missed.',
        resolve: (_page, _args, { services }) => services.log.cursor(),
      }),
      pageInfo: t.field({
        type: pageInfo,
        description: 'Whether more follows, and how to ask for it.',
        resolve: (page) => pageInfoOf(list, page.items.map(id), page),
      }),
      serverTime: t.field({
        type: 'DateTime',
        description:
          'The clock of the gateway when it answered: take the difference to your own clock to show how long something has lasted.',
        resolve: (_parent, _args, { services }) => instantOfMs(services.state.clockMs),
      }),
    }),
  });
}
