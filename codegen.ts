/** The typed client in schema/client, from the committed schema and operations. For `graphql-codegen`, which is a part of `npm run codegen`. */
import { createHash } from 'node:crypto';
import type { CodegenConfig } from '@graphql-codegen/cli';
import { print } from 'graphql';
import type { DocumentNode } from 'graphql';

const scalars = { ID: 'string', DateTime: 'string', Cursor: 'string', JSON: 'unknown', JSONObject: 'Record<string, unknown>' };

const shared = {
  scalars,
  strictScalars: true,
  // What a cache hands out is not to be written to.
  immutableTypes: true,
  useTypeImports: true,
  arrayInputCoercion: false,
  // EventDNDOn stays EventDNDOn.
  namingConvention: 'keep',
  // Node runs these files as they are; `tsc` turns the extension into .js for the package.
  importExtension: '.ts',
} as const;

/**
 * The plugins of the client preset without the preset: it would add a map of all documents that no bundler can shake, and types of only those
 * events that an operation asks for. Fragments are not masked: whoever receives a selection reads it as it is.
 */
const config: CodegenConfig = {
  schema: 'schema/schema.graphql',
  documents: 'schema/operations/*.graphql',
  generates: {
    'schema/client/schema.ts': {
      plugins: ['typescript'],
      config: {
        ...shared,
        enumsAsTypes: true,
        nonOptionalTypename: true,
        // A field that may be null is there all the same; an argument may be left out.
        avoidOptionals: { field: true, object: false, inputValue: false, defaultValue: false },
      },
    },
    'schema/client/operations.ts': {
      plugins: ['typescript-operations', 'typed-document-node'],
      config: {
        ...shared,
        importSchemaTypesFrom: 'schema/client/schema.ts',
        mergeFragmentTypes: true,
        // As the preset embeds it: what an operation can be asked for by.
        unstable_onExecutableDocumentNode: (document: DocumentNode) => ({
          hash: createHash('sha256').update(print(document)).digest('hex'),
        }),
      },
    },
    'schema/client/index.ts': {
      plugins: [{ add: { content: "export * from './operations.ts';\nexport type * from './schema.ts';" } }],
    },
  },
};

export default config;
