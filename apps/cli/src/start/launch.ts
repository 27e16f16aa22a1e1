import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createApiKey, createPool, createPrisma, hasAdminKey, isEmpty, migrate, seedDemo } from '@trifold/catalog'
import { terminalProgress } from '../progress.ts'
import { type Database, openDatabase } from './database.ts'
import { ask, curlCommand, exampleQuery } from './example.ts'
import { ensureFirstModel } from './first-model.ts'
import { InstanceLock } from './instance.ts'
import { choosePort } from './ports.ts'
import { Service } from './service.ts'
import { buildStorefront } from './web-build.ts'

/** What is running, in the order in which it has to be stopped. */
interface Running {
  lock: InstanceLock
  services: Service[]
  database: Database | null
  building: AbortController
}

/**
 * Brings the whole platform up: database, catalogue, first model, API, worker, storefront. Resolves once everything answers;
 * the returned function stops it all.
 */
export async function launch(dataDir: string): Promise<() => Promise<void>> {
  const tell = (line: string): void => console.log(line)
  const running: Running = { lock: await InstanceLock.acquire(dataDir), services: [], database: null, building: new AbortController() }
  let stopped: Promise<void> | null = null
  const stop = (): Promise<void> => (stopped ??= stopAll(running))
  stopOnSignals(stop, tell)
  try {
    await bringUp(dataDir, running, tell)
    return stop
  } catch (error) {
    const interrupted = stopped !== null
    await stop()
    // A step that broke because Ctrl-C took the database away is no fault of its own.
    if (interrupted) process.exit(130)
    throw error
  }
}

async function bringUp(dataDir: string, running: Running, tell: (line: string) => void): Promise<void> {
  const apiPort = await choosePort('API_PORT', 4000)
  const webPort = await choosePort('WEB_PORT', 3000, apiPort)
  const built = buildStorefront(tell, running.building.signal)
  built.catch(() => undefined) // awaited below: a failure there must not go unhandled here
  running.database = await openDatabase(dataDir, tell)
  tell(running.database.line)
  const { url } = running.database
  const adminKey = await prepareCatalogue(url, tell)

  const logs = join(dataDir, 'logs')
  await mkdir(logs, { recursive: true })
  const service = (name: string, entry: string, env: Record<string, string>): Service => {
    const made = new Service({ name, entry, env, logFile: join(logs, `${name}.log`), onCrash: tell })
    running.services.unshift(made)
    return made
  }
  const shared = { DATABASE_URL: url, DATA_DIR: dataDir, API_PORT: String(apiPort) }
  const worker = service('worker', 'apps/worker/src/main.ts', shared)
  const api = service('API', 'apps/api/src/main.ts', shared)
  const apiUrl = `http://localhost:${apiPort}`
  const web = service('storefront', 'apps/web/server.ts', { WEB_PORT: String(webPort), API_URL: `http://127.0.0.1:${apiPort}` })

  await worker.start()
  await withPrisma(url, async (prisma) => {
    const trouble = await ensureFirstModel(prisma, url, terminalProgress)
    if (trouble) tell(`${trouble} Shoppers see popular items until a model is promoted.`)
  })
  await built
  await Promise.all([api.start(), web.start()])
  const storefront = `http://localhost:${webPort}`
  await running.lock.announce(storefront)
  await announce({ apiUrl: `${apiUrl}/graphql`, storefront, adminKey, databaseUrl: url, tell })
}

/** Migrates, seeds the demo shop if there is nothing yet, and makes the first admin key. Returns that key if it is new. */
async function prepareCatalogue(url: string, tell: (line: string) => void): Promise<string | null> {
  for (const name of await migrate(url)) tell(`Applied migration ${name}`)
  const pool = createPool(url)
  try {
    if (await isEmpty(pool)) {
      const bar = terminalProgress.start('Seeding the demo shop', 1)
      await seedDemo(pool, { onProgress: ({ done, total }) => bar.update(done / total) })
      bar.stop()
    }
  } finally {
    await pool.end()
  }
  return withPrisma(url, async (prisma) => ((await hasAdminKey(prisma)) ? null : createApiKey(prisma, { name: 'first admin', scope: 'ADMIN' })))
}

async function withPrisma<T>(url: string, work: (prisma: ReturnType<typeof createPrisma>) => Promise<T>): Promise<T> {
  const prisma = createPrisma(url)
  try {
    return await work(prisma)
  } finally {
    await prisma.$disconnect()
  }
}

interface Announcement {
  apiUrl: string
  storefront: string
  adminKey: string | null
  databaseUrl: string
  tell: (line: string) => void
}

async function announce({ apiUrl, storefront, adminKey, databaseUrl, tell }: Announcement): Promise<void> {
  tell('')
  tell(`Storefront   ${storefront}`)
  tell(`Admin        ${storefront}/admin`)
  tell(`GraphQL API  ${apiUrl}`)
  if (adminKey) tell(`Admin key    ${adminKey}  (shown this once; "npm run trifold -- keys create --scope admin" makes another)`)
  const shopper = await withPrisma(databaseUrl, (prisma) => prisma.user.findFirst({ orderBy: { id: 'asc' } }))
  if (shopper) {
    const query = exampleQuery(shopper.externalId)
    tell(`\nTry it:\n\n${curlCommand(apiUrl, query)}\n\n${query}\n\n${JSON.stringify(await ask(apiUrl, query), null, 2)}`)
  }
  tell('\nCtrl-C stops everything.')
}

async function stopAll({ services, database, building, lock }: Running): Promise<void> {
  building.abort()
  await Promise.all(services.map((service) => service.stop()))
  await database?.stop()
  await lock.release()
}

function stopOnSignals(stop: () => Promise<void>, tell: (line: string) => void): void {
  const leave = (signal: NodeJS.Signals): void => {
    tell(`\nStopping (${signal}) ...`)
    const exitCode = signal === 'SIGINT' ? 130 : 143
    stop().then(
      () => process.exit(exitCode),
      (error: Error) => {
        console.error(`Not everything could be stopped: ${error.message}`)
        process.exit(1)
      },
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, leave)
}
