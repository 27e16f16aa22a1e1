import type { CodegenConfig } from '@graphql-codegen/cli'

/** Types of every GraphQL document below src/, against the API's committed schema. Run after a change: `npm run codegen`. */
const config: CodegenConfig = {
  schema: process.env.CODEGEN_SCHEMA ?? '../api/schema.graphql',
  documents: ['src/**/*.{ts,tsx}', '!src/gql/**'],
  importExtension: '.ts',
  generates: {
    './src/gql/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        documentMode: 'string',
        useTypeImports: true,
        enumsAsTypes: true,
        scalars: { DateTime: 'string', JSON: 'unknown' },
      },
    },
  },
}

export default config
