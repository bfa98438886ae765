export * from './operations.ts';
export type * from './schema.ts';