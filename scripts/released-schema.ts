/** The schema of the last release, schema/released.graphql: how it is written, and what may change between it and the next. */
import { buildSchema, BreakingChangeType, DangerousChangeType, findSchemaChanges } from 'graphql';
import type { GraphQLSchema, SchemaChange } from 'graphql';

export type Release = { readonly version: string; readonly schema: GraphQLSchema };

const HEADER = /^# The schema as released in version (\d+\.\d+\.\d+)\./;

export function releaseText(version: string, sdl: string): string {
  const text = `# The schema as released in version ${version}. Written by \`npm run codegen -- --release\`: see docs/schema-changes.md.\n\n${sdl}`;
  readRelease(text);
  return text;
}

/** Throws where the first line does not tell the version: major, minor and patch, nothing more. */
export function readRelease(text: string): Release {
  const version = HEADER.exec(text)?.[1];
  if (version === undefined) throw new Error('the first line of the released schema does not tell of which version it is');
  return { version, schema: buildSchema(text) };
}

/** Whether the version after this one may break clients: another major, or before 1.0.0 another minor. */
export function mayBreak(released: string, next: string): boolean {
  const [major, minor] = numbersOf(released);
  const [nextMajor, nextMinor] = numbersOf(next);
  return nextMajor > major || (nextMajor === major && major === 0 && nextMinor > minor);
}

function numbersOf(version: string): readonly [major: number, minor: number] {
  const [, major, minor] = /^(\d+)\.(\d+)\./.exec(version) ?? [];
  if (major === undefined || minor === undefined) throw new Error(`${version} is no version`);
  return [Number(major), Number(minor)];
}

/** Dangerous to graphql-js, but what clients are told to expect: see docs/schema-changes.md. Another default is not: it changes answers in silence. */
export const EXPECTED_CHANGES: ReadonlySet<SchemaChange['type']> = new Set([
  DangerousChangeType.VALUE_ADDED_TO_ENUM,
  DangerousChangeType.TYPE_ADDED_TO_UNION,
  DangerousChangeType.OPTIONAL_INPUT_FIELD_ADDED,
  DangerousChangeType.OPTIONAL_ARG_ADDED,
  DangerousChangeType.IMPLEMENTED_INTERFACE_ADDED,
]);

const BREAKING: ReadonlySet<string> = new Set([...Object.values(BreakingChangeType), ...Object.values(DangerousChangeType)]);

/** What a client of the first schema may stumble over in the second, a line each. */
export function breakingChanges(released: GraphQLSchema, next: GraphQLSchema): string[] {
  return findSchemaChanges(released, next)
    .filter(({ type }) => BREAKING.has(type) && !EXPECTED_CHANGES.has(type))
    .map(({ type, description }) => `${type}: ${description}`);
}
