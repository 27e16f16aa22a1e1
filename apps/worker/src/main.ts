import { workerEnvironment } from '@trifold/environment'
import { UserFacingError } from '@trifold/model/errors'
import { lowerPriority } from './priority.ts'
import { startWorker } from './worker.ts'

/** Process entry. docs/configuration.md lists its environment variables. */
async function main(): Promise<void> {
  lowerPriority()
  const worker = await startWorker(workerEnvironment())
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
