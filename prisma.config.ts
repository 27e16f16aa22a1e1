// Where Prisma's command line finds the schema and the migrations, and which schema engine it may run.
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'prisma/config'

// Prisma wants to download its native schema engine before every command, `generate` included; where only a package
// registry is reachable that fails. Our stand-in runs the official WASM engine instead (docs/decisions/0010). On
// Windows a script cannot be started as a program, so there the native engine is downloaded as usual.
if (process.platform !== 'win32') {
  process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= fileURLToPath(
    new URL('./packages/catalog/src/migrate/schema-engine/main.mjs', import.meta.url),
  )
}

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  ...(process.env.DATABASE_URL ? { datasource: { url: process.env.DATABASE_URL } } : {}),
})
