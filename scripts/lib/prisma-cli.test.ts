import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { emptyDatabase } from '@trifold/catalog/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { developmentEnvironment, generateEnvironment, prismaProgram, STAND_IN } from './prisma-cli.mjs'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const run = promisify(execFile)
/** This process's environment without a named engine. */
const BARE = { ...process.env }
delete BARE.PRISMA_SCHEMA_ENGINE_BINARY
const onWindows = process.platform === 'win32'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trifold prisma '))
})
afterEach(() => rm(folder, { recursive: true }))

/** Every script that a program and its child processes load, by Node's own record. */
async function scriptsLoadedBy(args: string[], env: NodeJS.ProcessEnv): Promise<string[]> {
  const record = join(folder, 'record')
  await run(process.execPath, args, { cwd: ROOT, env: { ...env, NODE_V8_COVERAGE: record } })
  const files = await Promise.all((await readdir(record)).map((name) => readFile(join(record, name), 'utf8')))
  return files.flatMap((text) => (JSON.parse(text) as { result: { url: string }[] }).result.map(({ url }) => url))
}

const ofStandIn = (urls: string[]) => urls.filter((url) => /prisma\/schema-engine\/|schema-engine-wasm/.test(url))

describe('the stand-in for the schema engine', () => {
  it('is not loaded when a clone generates its Prisma client', async () => {
    const schema = await readFile(join(ROOT, 'prisma', 'schema.prisma'), 'utf8')
    await writeFile(join(folder, 'schema.prisma'), schema.replaceAll('../packages/catalog/generated', './generated'))
    const args = [prismaProgram(), 'generate', '--schema', join(folder, 'schema.prisma')]
    const loaded = await scriptsLoadedBy(args, generateEnvironment(BARE))
    expect(await readdir(join(folder, 'generated'))).toEqual(['pothos-types.ts', 'prisma'])
    expect(loaded.some((url) => url.includes('node_modules/prisma/'))).toBe(true)
    expect(ofStandIn(loaded)).toEqual([])
  })

  it('is not loaded at run time, migrations included', async () => {
    const database = await emptyDatabase()
    try {
      const program = `
        const [{ migrate }] = await Promise.all([import('@trifold/catalog'), import('@trifold/worker'), import('@trifold/demo')])
        await migrate(${JSON.stringify(database.url)})
        process.exit(0)`
      const args = ['--import', 'tsx', '--input-type=module', '-e', program]
      const loaded = await scriptsLoadedBy(args, BARE)
      expect(loaded.some((url) => url.endsWith('packages/catalog/src/migrate/migrate.ts'))).toBe(true)
      expect(ofStandIn(loaded)).toEqual([])
    } finally {
      await database.drop()
    }
  })

  it('is installed for development only', async () => {
    const lock = JSON.parse(await readFile(join(ROOT, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { dev?: boolean }>
    }
    expect(lock.packages['node_modules/@prisma/schema-engine-wasm']).toMatchObject({ dev: true })
  })

  it('would be seen in that record', async () => {
    expect(ofStandIn(await scriptsLoadedBy([STAND_IN, '--version'], BARE))).not.toEqual([])
  })
})

describe('the environment for commands that start the engine', () => {
  it.skipIf(onWindows)('names the stand-in only where no engine is named or installed', async () => {
    const engines = join(folder, 'engines')
    await mkdir(engines)
    await writeFile(join(engines, 'package.json'), '{}')
    expect(developmentEnvironment({}, engines).env).toEqual({ PRISMA_SCHEMA_ENGINE_BINARY: STAND_IN })
    const named = { PRISMA_SCHEMA_ENGINE_BINARY: '/opt/engine' }
    expect(developmentEnvironment(named, engines)).toEqual({ env: named, usesStandIn: false })
    await writeFile(join(engines, 'schema-engine-debian-openssl-3.0.x'), '')
    expect(developmentEnvironment({}, engines)).toEqual({ env: {}, usesStandIn: false })
  })

  it('keeps an engine that the user has named for generate', () => {
    expect(generateEnvironment({ PRISMA_SCHEMA_ENGINE_BINARY: '/opt/engine' })).toMatchObject({
      PRISMA_SCHEMA_ENGINE_BINARY: '/opt/engine',
    })
  })
})
