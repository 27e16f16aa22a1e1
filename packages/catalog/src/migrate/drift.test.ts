import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { emptyDatabase } from '../testing/index.ts'
import { migrate } from './migrate.ts'

// The stand-in for the schema engine uses a protocol internal to Prisma: these tests run Prisma's own command line on it.

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url))
const STAND_IN = join(ROOT, 'prisma/schema-engine/main.mjs')
const run = promisify(execFile)
let database: { url: string; drop(): Promise<void> }

beforeAll(async () => {
  database = await emptyDatabase()
})
afterAll(() => database.drop())

async function prisma(...args: string[]): Promise<{ status: number; output: string }> {
  const env = { ...process.env, DATABASE_URL: database.url, PRISMA_SCHEMA_ENGINE_BINARY: STAND_IN }
  return run(process.execPath, [join(ROOT, 'node_modules/prisma/build/index.js'), ...args], { cwd: ROOT, env }).then(
    ({ stdout, stderr }) => ({ status: 0, output: stdout + stderr }),
    (error: Error & { code: number; stdout: string; stderr: string }) => ({
      status: error.code,
      output: error.stdout + error.stderr,
    }),
  )
}

describe("Prisma's command line on the schema engine stand-in", () => {
  it('sees no difference between the migrations and the schema', { timeout: 60_000 }, async () => {
    const { status, output } = await prisma(
      ...['migrate', 'diff', '--from-migrations', 'prisma/migrations'],
      ...['--to-schema', 'prisma/schema.prisma', '--exit-code'],
    )
    expect(output).toContain('No difference detected')
    expect(status).toBe(0)
  })

  it('sees a difference when there is one', { timeout: 60_000 }, async () => {
    const { status, output } = await prisma(
      ...['migrate', 'diff', '--from-config-datasource', '--to-schema', 'prisma/schema.prisma'],
      ...['--script', '--exit-code'],
    )
    expect(output).toContain('CREATE TABLE "items"')
    expect(status).toBe(2)
  })

  it('accepts what our runner applied', { timeout: 60_000 }, async () => {
    await migrate(database.url)
    const { status, output } = await prisma('migrate', 'status')
    expect(output).toContain('Database schema is up to date')
    expect(status).toBe(0)
  })
})
