// How long a recommendation query takes while nothing trains, and during a training. The worker has its own process and a
// low priority, so that the API stays quick (bar: p99 during a training <= 2 x idle).
//
//   node --import tsx bench/api-latency.ts [--rate 40] [--seconds 20] [--rounds 3] [--json]
//
// Requests are sent at a fixed rate, whether or not earlier ones were answered. Each is timed from when it was due, so that
// a stall counts for every request it delays. Idle and training rounds alternate.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createPool, createPrisma, migrate, productionModel, queueTraining, startPostgres } from '@trifold/catalog'
import { seedDemo } from '@trifold/demo'
import { percentiles } from './statistics.ts'
import { wholeNumber } from './whole-number.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
/** More epochs than any round lasts. */
const ENDLESS = { epochs: 1_000_000, patience: 1_000_000 }
const QUERY = `query ($user: String!) {
  recommendations(externalUserId: $user, first: 20) {
    source
    edges { rank score node { title price { formatted } imageUrl } explanation { baseline sentence components { kind modality value } } }
  }
}`

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rate: { type: 'string', default: '40' },
      seconds: { type: 'string', default: '20' },
      rounds: { type: 'string', default: '3' },
      json: { type: 'boolean', default: false },
    },
  })
  const rate = wholeNumber('rate', values.rate)
  const seconds = wholeNumber('seconds', values.seconds)
  const rounds = wholeNumber('rounds', values.rounds)
  const dataDir = await mkdtemp(join(tmpdir(), 'trifold-latency-'))
  await chmod(dataDir, 0o755) // the database server's own account must get in
  const postgres = await startPostgres({ dataDir })
  await migrate(postgres.url)
  const [pool, prisma] = [createPool(postgres.url), createPrisma(postgres.url)]
  const children: ChildProcess[] = []
  const cleanUp = async () => {
    for (const child of children) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
    await prisma.$disconnect()
    await pool.end()
    await postgres.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void cleanUp().finally(() => process.exit(130)))
  try {
    await seedDemo(pool)
    const users = (
      await pool.query<{ external_id: string }>('select external_id from users order by id limit 200')
    ).rows.map((row) => row.external_id)
    const env = { ...process.env, DATABASE_URL: postgres.url, DATA_DIR: dataDir, API_PORT: '0' }
    let worker = await start('apps/worker/src/main.ts', env, children)
    await queueTraining(pool, { epochs: 5 }, { autoPromote: true })
    while (!(await productionModel(prisma))) await sleep(200)
    const api = await start('apps/api/src/main.ts', env, children)
    await measure(api.url, users, rate, 5) // compile, fill caches
    const samples: Record<'idle' | 'training', number[]> = { idle: [], training: [] }
    for (let round = 0; round < rounds; round++) {
      samples.idle.push(...(await measure(api.url, users, rate, seconds)))
      const run = await queueTraining(pool, ENDLESS)
      while ((await prisma.trainingRun.findUniqueOrThrow({ where: { id: run.id } })).state !== 'RUNNING')
        await sleep(100)
      await sleep(1000)
      samples.training.push(...(await measure(api.url, users, rate, seconds)))
      await pool.query("update training_runs set state = 'CANCELLED' where id = $1", [run.id]) // its worker notices and stops
      worker.child.kill('SIGTERM')
      await once(worker.child, 'exit')
      worker = await start('apps/worker/src/main.ts', env, children)
    }
    const result = {
      cpus: cpus().length,
      rate,
      seconds,
      rounds,
      idle: percentiles(samples.idle),
      training: percentiles(samples.training),
    }
    const ratio = result.training.p99 / result.idle.p99
    if (values.json) console.log(JSON.stringify({ ...result, ratio }))
    else {
      console.log(
        `${result.cpus} CPUs, ${rate} requests/s, ${rounds} x ${seconds} s each, milliseconds from when a request was due:`,
      )
      console.table({ idle: result.idle, training: result.training })
      console.log(`p99 while training is ${ratio.toFixed(2)} x idle (bar: 2).`)
    }
  } finally {
    await cleanUp()
  }
}

async function start(
  entry: string,
  env: NodeJS.ProcessEnv,
  children: ChildProcess[],
): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', join(ROOT, entry)], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    detached: true,
  }) // as the launcher does
  children.push(child)
  const [message] = (await once(child, 'message')) as [{ type: string; url: string }]
  return { child, url: message.url }
}

/** Milliseconds from when each request was due to when its answer was read. */
async function measure(url: string, users: readonly string[], rate: number, seconds: number): Promise<number[]> {
  const begin = performance.now()
  const pending = Array.from({ length: rate * seconds }, async (_, n) => {
    const due = begin + (1000 * n) / rate
    await sleep(due - performance.now())
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: QUERY, variables: { user: users[n % users.length] } }),
    })
    const { errors, data } = (await response.json()) as {
      errors?: object
      data: { recommendations: { source: string } }
    }
    if (errors || data.recommendations.source !== 'MODEL')
      throw new Error(`an answer was not what is measured: ${JSON.stringify(errors ?? data)}`)
    return performance.now() - due
  })
  return Promise.all(pending)
}

await main().catch((error: Error) => {
  console.error(error.message)
  process.exitCode = 1
})
