import { UserFacingError } from '@trifold/model/errors'
import { lowerPriority } from './priority.ts'
import { startWorker } from './worker.ts'

/** Process entry: DATABASE_URL names the catalog, DATA_DIR the folder of the models. */
async function main(): Promise<void> {
  lowerPriority()
  const databaseUrl = process.env.DATABASE_URL
  if (!databaseUrl) throw new UserFacingError('DATABASE_URL is not set.')
  const worker = await startWorker({ databaseUrl, dataDir: process.env.DATA_DIR || '.data' })
  process.send?.({ type: 'ready' })
  await requestToStop()
  await worker.close()
}

/** Resolves on a signal of the terminal or the system, and when the launcher that started this process has ended. */
function requestToStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve())
    process.on('disconnect', () => resolve())
  })
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    const text = error instanceof UserFacingError ? error.message : error instanceof Error ? error.stack : String(error)
    process.stderr.write(`worker: ${text}\n`)
    process.exit(1)
  },
)
