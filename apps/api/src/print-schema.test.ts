import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { printedSchema, SCHEMA_FILE } from './print-schema.ts'

it('apps/api/schema.graphql is the schema as it is: rewrite it with "npx tsx apps/api/src/print-schema.ts"', async () => {
  expect(await readFile(SCHEMA_FILE, 'utf8')).toBe(printedSchema())
})
