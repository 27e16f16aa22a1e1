import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { isEmpty, migrate } from '@trifold/catalog'
import { seedDemo } from '@trifold/demo'
import { type CliEnvironment, DEFAULTS } from '@trifold/environment'
import { TRAINING_FLAGS } from '@trifold/model/node-flags'
import { withLoadProgress, withSession } from '../catalog/index.ts'
import { terminalProgress } from '../terminal/index.ts'
import { announce } from './announcement.ts'
import { type Database, openDatabase } from './database.ts'
import { ensureFirstModel } from './first-model.ts'
import { InstanceLock } from './instance-lock.ts'
import { choosePort } from './ports.ts'
import { Service } from './service.ts'
import { buildStorefront } from './storefront-build.ts'

/** What runs: the services stop together, the database after them. */
interface Running {
  readonly lock: InstanceLock
  readonly services: Service[]
  database: Database | null
  readonly building: AbortController
}

/**
 * Brings the whole platform up: database, catalog, first model, API, worker, storefront. Resolves once everything answers;
 * the returned function stops it all.
 *
 * @throws UserFacingError when a port is taken, the database cannot be reached or a service does not start
 */
export async function launch(environment: CliEnvironment): Promise<() => Promise<void>> {
  const print = (line: string): void => console.log(line)
  const running: Running = {
    lock: await InstanceLock.acquire(environment.dataDir),
    services: [],
    database: null,
    building: new AbortController(),
  }
  let stopped: Promise<void> | null = null
  const stop = (): Promise<void> => (stopped ??= stopAll(running))
  stopOnSignals(stop, print)
  try {
    await bringUp(environment, running, print)
    return stop
  } catch (error) {
    const interrupted = stopped !== null
    await stop()
    // A step may have failed only because Ctrl-C stopped the database.
    if (interrupted) process.exit(130)
    throw error
  }
}

async function bringUp(environment: CliEnvironment, running: Running, print: (line: string) => void): Promise<void> {
  const { dataDir } = environment
  const api = await choosePort({ name: 'API_PORT', given: environment.apiPort, preferred: DEFAULTS.apiPort })
  const web = await choosePort({ name: 'WEB_PORT', given: environment.webPort, preferred: DEFAULTS.webPort })
  const built = buildStorefront(print, running.building.signal)
  built.catch(() => undefined) // awaited below: until then a failure must not count as unhandled
  running.database = await openDatabase(environment, print)
  const { url } = running.database
  for (const name of await migrate(url)) print(`Applied migration ${name}`)

  const logs = join(dataDir, 'logs')
  await mkdir(logs, { recursive: true })
  const service = (name: string, entry: string, env: Record<string, string>, flags?: readonly string[]): Service => {
    const made = new Service({ name, entry, env, flags, logFile: join(logs, `${name}.log`), onCrash: print })
    running.services.push(made)
    return made
  }
  const shared = { DATABASE_URL: url, DATA_DIR: dataDir }
  const worker = service('worker', 'apps/worker/src/main.ts', shared, TRAINING_FLAGS)
  const server = service('API', 'apps/api/src/main.ts', { ...shared, API_PORT: String(api.port) })
  const storefront = service('storefront', 'apps/web/server.ts', {
    WEB_PORT: String(web.port),
    API_URL: `http://127.0.0.1:${api.port}`,
  })

  await withSession(url, async (session) => {
    if (await isEmpty(session.pool)) {
      await withLoadProgress('Seeding the demo shop', terminalProgress, (onProgress) =>
        seedDemo(session.pool, { onProgress }),
      )
    }
    await worker.start()
    const warning = await ensureFirstModel(session, terminalProgress)
    if (warning) print(`${warning} Shoppers see popular items until a model is promoted.`)
    await built
    await Promise.all([api.release(), web.release()])
    await Promise.all([server.start(), storefront.start()])
    const address = `http://localhost:${web.port}`
    await running.lock.announce(address)
    await announce(session, { apiUrl: `http://localhost:${api.port}/graphql`, storefront: address }, print)
  })
}

async function stopAll({ services, database, building, lock }: Running): Promise<void> {
  building.abort()
  await Promise.all(services.map((service) => service.stop()))
  await database?.stop()
  await lock.release()
}

function stopOnSignals(stop: () => Promise<void>, print: (line: string) => void): void {
  const leave = (signal: NodeJS.Signals): void => {
    print(`\nStopping (${signal}) ...`)
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
  // The reader of the output ended (`npm start | head`): stop in order instead of dying of a broken pipe.
  process.stdout.once('error', () => leave('SIGHUP'))
  process.stdout.on('error', () => undefined)
}
