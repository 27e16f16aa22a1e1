import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createApiKey, hasAdminKey, isEmpty, migrate } from '@trifold/catalog'
import { seedDemo } from '@trifold/demo'
import { TRAINING_FLAGS } from '@trifold/model/node-flags'
import { terminalProgress } from '../progress.ts'
import { type Database, openDatabase } from './database.ts'
import { ask, curlCommand, exampleQuery } from './example.ts'
import { ensureFirstModel } from './first-model.ts'
import { InstanceLock } from './instance.ts'
import { choosePort } from './ports.ts'
import { Service } from './service.ts'
import { type Session, withSession } from './session.ts'
import { buildStorefront } from './web-build.ts'

/** What is running: the services stop together, the database after them. */
interface Running {
  lock: InstanceLock
  services: Service[]
  database: Database | null
  building: AbortController
}

/**
 * Brings the whole platform up: database, catalog, first model, API, worker, storefront. Resolves once everything answers;
 * the returned function stops it all.
 */
export async function launch(dataDir: string): Promise<() => Promise<void>> {
  const tell = (line: string): void => console.log(line)
  const running: Running = {
    lock: await InstanceLock.acquire(dataDir),
    services: [],
    database: null,
    building: new AbortController(),
  }
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
  const reserved = [await choosePort('API_PORT', 4000), await choosePort('WEB_PORT', 3000)]
  const [apiPort, webPort] = reserved.map(({ port }) => port)
  const built = buildStorefront(tell, running.building.signal)
  built.catch(() => undefined) // awaited below: a failure there must not go unhandled here
  running.database = await openDatabase(dataDir, tell)
  const { url } = running.database
  for (const name of await migrate(url)) tell(`Applied migration ${name}`)

  const logs = join(dataDir, 'logs')
  await mkdir(logs, { recursive: true })
  const service = (name: string, entry: string, env: Record<string, string>, flags?: readonly string[]): Service => {
    const made = new Service({ name, entry, env, flags, logFile: join(logs, `${name}.log`), onCrash: tell })
    running.services.push(made)
    return made
  }
  const shared = { DATABASE_URL: url, DATA_DIR: dataDir, API_PORT: String(apiPort) }
  const worker = service('worker', 'apps/worker/src/main.ts', shared, TRAINING_FLAGS)
  const api = service('API', 'apps/api/src/main.ts', shared)
  const web = service('storefront', 'apps/web/server.ts', {
    WEB_PORT: String(webPort),
    API_URL: `http://127.0.0.1:${apiPort}`,
  })

  await withSession(url, async (session) => {
    if (await isEmpty(session.pool)) await seedShop(session)
    await worker.start()
    const trouble = await ensureFirstModel(session, terminalProgress)
    if (trouble) tell(`${trouble} Shoppers see popular items until a model is promoted.`)
    await built
    await Promise.all(reserved.map(({ release }) => release()))
    await Promise.all([api.start(), web.start()])
    const storefront = `http://localhost:${webPort}`
    await running.lock.announce(storefront)
    await announce(session, { apiUrl: `http://localhost:${apiPort}/graphql`, storefront, tell })
  })
}

async function seedShop({ pool }: Session): Promise<void> {
  const bar = terminalProgress.start('Seeding the demo shop', 1)
  try {
    await seedDemo(pool, { onProgress: ({ done, total }) => bar.update(done / total) })
  } finally {
    bar.stop()
  }
}

interface Announcement {
  apiUrl: string
  storefront: string
  tell: (line: string) => void
}

async function announce({ prisma }: Session, { apiUrl, storefront, tell }: Announcement): Promise<void> {
  tell('')
  tell(`Storefront   ${storefront}`)
  tell(`Admin        ${storefront}/admin`)
  tell(`GraphQL API  ${apiUrl}`)
  // Made here and not sooner: a key that an interrupted start never showed would be of no use to anyone.
  if (!(await hasAdminKey(prisma))) {
    const adminKey = await createApiKey(prisma, { name: 'first admin', scope: 'ADMIN' })
    tell(`Admin key    ${adminKey}  (shown this once; "npm run trifold -- keys create --scope admin" makes another)`)
  }
  const shopper = await prisma.user.findFirst({ orderBy: { id: 'asc' } })
  if (shopper) {
    const query = exampleQuery(shopper.externalId)
    tell(
      `\nTry it:\n\n${curlCommand(apiUrl, query)}\n\n${query}\n\n${JSON.stringify(await ask(apiUrl, query), null, 2)}`,
    )
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
  // Whoever read the output is gone (`npm start | head`): stop in order rather than die of a broken pipe.
  process.stdout.once('error', () => leave('SIGHUP'))
  process.stdout.on('error', () => undefined)
}
