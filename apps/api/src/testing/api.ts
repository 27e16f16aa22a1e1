import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { artifactStore, createApiKey, promoteModelVersion, publishModelVersion } from '@trifold/catalog'
import { testDatabase, type TestDatabase } from '@trifold/catalog/testing'
import { type Recommender, save } from '@trifold/model'
import { type Api, type ApiOptions, startApi } from '../server.ts'
import { expect, vi } from 'vitest'
import { fillCatalog } from './catalog.ts'
import { handMadeModel } from './model.ts'

/** An answer as it came over HTTP. */
export interface Answer {
  readonly status: number
  readonly data: Record<string, any> | null | undefined // eslint-disable-line @typescript-eslint/no-explicit-any
  readonly errors?: { message: string; path?: (string | number)[]; extensions: { code: string; requestId: string } }[]
  readonly extensions?: { cost?: { cost: number; limit: number; remaining: number } }
}

/** A line of the log, as pino writes it. */
export interface LogLine {
  readonly level: string
  readonly msg: string
  readonly requestId?: string
  readonly err?: { message: string; stack: string }
  readonly [field: string]: unknown
}

export interface TestApi extends TestDatabase {
  readonly api: Api
  readonly dataDir: string
  /** What all servers of this test have logged. */
  readonly log: LogLine[]
  readonly adminKey: string
  readonly appKey: string
  /** POST an operation, by default without a key. */
  ask(query: string, variables?: object, key?: string): Promise<Answer>
  /** The same with the admin key. */
  askAsAdmin(query: string, variables?: object): Promise<Answer>
  /** Publish a hand-made model and put it into production. @returns its number */
  serveModel(seed: number): Promise<number>
  /** The same with a model of one's own. */
  publish(model: Recommender): Promise<number>
  /** Wait until the API serves this version. */
  serves(version: number, url?: string): Promise<void>
  /** Another server on the same database. */
  another(options?: Partial<ApiOptions>): Promise<Api>
  /** Key of a row by its external id. */
  keyOf(table: 'items' | 'users', externalId: string): Promise<number>
  close(): Promise<void>
}

/** A filled catalog on real Postgres with a running API in front. */
export async function testApi(options: Partial<ApiOptions> = {}): Promise<TestApi> {
  const database = await testDatabase()
  const dataDir = await mkdtemp(join(tmpdir(), 'trifold-api-'))
  await fillCatalog(database.pool)
  const log: LogLine[] = []
  const logStream = { write: (line: string) => void log.push(JSON.parse(line) as LogLine) }
  const another = (more: Partial<ApiOptions> = {}) =>
    startApi({
      databaseUrl: database.url,
      dataDir,
      port: 0,
      production: false,
      logLevel: 'info',
      logStream,
      ...more,
    })
  const api = await another(options)
  const adminKey = await createApiKey(database.prisma, { name: 'test', scope: 'ADMIN' })
  const appKey = await createApiKey(database.prisma, { name: 'app', scope: 'APP' })
  const ask = (query: string, variables: object = {}, key?: string) => post(api.url, { query, variables }, key)
  const serves = async (version: number, url = api.url) =>
    vi.waitFor(async () => expect(await servedVersion(url)).toBe(version), { timeout: 10_000, interval: 20 })
  const publish = async (model: Recommender) => {
    const { artifactPath, result } = await artifactStore(dataDir).put('test', (folder) => save(model, folder))
    const { config, dataset, report } = model.manifest
    const { id } = await publishModelVersion(database.prisma, {
      base: config.base,
      mrdib: config.mrdib,
      config,
      metrics: { valid: report.valid, test: report.test },
      dataFingerprint: dataset.fingerprint,
      seed: config.seed,
      backend: report.backend,
      artifactPath,
      checksum: result.checksum,
    })
    await promoteModelVersion(database.prisma, { id, force: true, reason: 'A test.' })
    await serves(id)
    return id
  }
  return {
    ...database,
    api,
    dataDir,
    log,
    adminKey,
    appKey,
    ask,
    another,
    askAsAdmin: (query, variables) => ask(query, variables, adminKey),
    serveModel: (seed) => publish(handMadeModel(seed)),
    publish,
    serves,
    keyOf: async (table, externalId) => {
      const { rows } = await database.pool.query(`select id from ${table} where external_id = $1`, [externalId])
      return rows[0].id
    },
    close: async () => {
      await api.close()
      await database.drop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

async function servedVersion(url: string): Promise<number | null> {
  const answer = (await (await fetch(`${url}/ready`)).json()) as { model: { version: number | null } }
  return answer.model.version
}

/** POST a GraphQL request body and read the answer. */
export async function post(url: string, body: unknown, key?: string): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key ? { authorization: `Bearer ${key}` } : {}) },
    body: JSON.stringify(body),
  })
  return { status: response.status, ...((await response.json()) as Omit<Answer, 'status'>) }
}
