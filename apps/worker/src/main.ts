import { UserFacingError } from '@trifold/model/errors'
import { yieldToOthers } from './priority.ts'
import { startWorker } from './worker.ts'

/** Process entry: DATABASE_URL and DATA_DIR say where the runs are and where the models go. */
async function main(): Promise<void> {
  yieldToOthers()
  const databaseUrl = process.env.DATABASE_URL
  if (!databaseUrl) throw new UserFacingError('DATABASE_URL is not set.')
  const worker = await startWorker({ databaseUrl, dataDir: process.env.DATA_DIR || '.data' })
  process.send?.({ type: 'ready' })
  await endOfLife()
  await worker.close()
}

/** The terminal's or the system's wish to end, or the loss of the launcher that started this process. */
function endOfLife(): Promise<void> {
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
