import graphqlPlugin from '@graphql-eslint/eslint-plugin'
import { ESLint } from 'eslint'
import { expect, it } from 'vitest'
import { SCHEMA_FILE } from '../print-schema.ts'

/** The rules of the schema that a machine can hold: names, descriptions, inputs and payloads. */
const rules = {
  'naming-convention': [
    'error',
    {
      types: 'PascalCase',
      FieldDefinition: 'camelCase',
      InputValueDefinition: 'camelCase',
      Argument: 'camelCase',
      EnumValueDefinition: 'UPPER_CASE',
      'FieldDefinition[parent.name.value=Query]': { forbiddenPrefixes: ['get', 'query', 'list'] },
      'FieldDefinition[parent.name.value=Mutation]': { forbiddenSuffixes: ['Mutation'] },
    },
  ],
  'require-description': [
    'error',
    { types: true, FieldDefinition: true, InputValueDefinition: true, EnumValueDefinition: true },
  ],
  'no-typename-prefix': 'error',
  'no-hashtag-description': 'error',
  'require-deprecation-reason': 'error',
  'unique-enum-value-names': 'error',
  'no-unreachable-types': 'error',
  'input-name': ['error', { checkInputType: true, caseSensitiveInputType: false }],
}

it('the printed schema keeps the rules of names and descriptions', async () => {
  const eslint = new ESLint({
    overrideConfigFile: true,
    overrideConfig: [
      {
        files: ['**/*.graphql'],
        plugins: { '@graphql-eslint': graphqlPlugin as unknown as ESLint.Plugin },
        languageOptions: { parser: graphqlPlugin.parser, parserOptions: { graphQLConfig: { schema: SCHEMA_FILE } } },
        rules: Object.fromEntries(
          Object.entries(rules).map(([name, rule]) => [`@graphql-eslint/${name}`, rule]),
        ) as Record<string, 'error'>,
      },
    ],
  })
  const [result] = await eslint.lintFiles([SCHEMA_FILE])
  expect(result?.messages.map(({ line, message }) => `${line}: ${message}`)).toEqual([])
})
