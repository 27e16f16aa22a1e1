import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { lexicographicSortSchema, printSchema } from 'graphql'
import { createSchema } from './schema/index.ts'

/** Where the printed schema is committed. */
export const SCHEMA_FILE = fileURLToPath(new URL('../schema.graphql', import.meta.url))

/** The schema as text, in alphabetical order: what `apps/api/schema.graphql` must hold. */
export function printedSchema(): string {
  return `${printSchema(lexicographicSortSchema(createSchema()))}\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeFile(SCHEMA_FILE, printedSchema())
}
