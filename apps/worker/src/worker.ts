import {
  artifactStore,
  claimTrainingRun,
  createPool,
  createPrisma,
  createQueue,
  databaseReachable,
  reclaimStaleRuns,
  runFolders,
  TRAINING_QUEUE,
  type TrainingJob,
} from '@trifold/catalog'
import { runTraining, type WorkerContext, WorkerStopping } from './run-training.ts'

const RECLAIM_MS = 5000
/** Five missed heartbeats. */
const STALE_AFTER_SECONDS = 15

export interface WorkerOptions {
  readonly databaseUrl: string
  /** Folder of the models and of the files of training runs under way. */
  readonly dataDir: string
  readonly log?: (message: string) => void
}

export interface Worker {
  /** Takes no more runs, puts the one under way back into the queue, and closes all connections. */
  close(): Promise<void>
}

/**
 * Trains queued runs, one at a time, and takes over the runs of dead workers.
 *
 * @throws UserFacingError if the database cannot be reached
 */
export async function startWorker({ databaseUrl, dataDir, log = logToStandardError }: WorkerOptions): Promise<Worker> {
  await databaseReachable(databaseUrl)
  const pool = createPool(databaseUrl)
  // the pool replaces an idle connection that breaks (the server restarts); without a listener the process would end
  pool.on('error', (error) => log(`A database connection broke: ${error.message}`))
  const [store, folders] = [artifactStore(dataDir), runFolders(dataDir)]
  const context: WorkerContext = { pool, prisma: createPrisma(databaseUrl), store, folders, log }
  const queue = await createQueue(databaseUrl, (error) => log(`The job queue: ${error.message}`))
  const stop = new AbortController()
  let busy: Promise<void> | null = null

  await reclaim(context)
  await folders.sweep(pool)
  const timer = setInterval(() => {
    // A busy worker could not claim a run. And on a loaded machine, where its own heartbeats are late, it would find its own
    // run stale.
    if (!busy) void reclaim(context)
  }, RECLAIM_MS)
  await queue.work<TrainingJob>(TRAINING_QUEUE, { batchSize: 1, pollingIntervalSeconds: 1 }, ([job]) => {
    busy = claimAndTrain(context, job!.data.runId, stop.signal)
      .catch((error: Error) => {
        // the database became unreachable: the run has no heartbeats now and will be reclaimed
        log(`Training run ${job!.data.runId} was interrupted: ${error.message}`)
      })
      .finally(() => (busy = null))
    return busy
  })
  return {
    async close() {
      clearInterval(timer)
      stop.abort(new WorkerStopping('The worker is stopping.'))
      await busy
      await queue.stop({ graceful: true, wait: true, timeout: 3000 })
      await context.prisma.$disconnect()
      await pool.end()
    },
  }
}

async function claimAndTrain(context: WorkerContext, runId: string, stop: AbortSignal): Promise<void> {
  if (stop.aborted) return // the run stays queued for the next worker
  const run = await claimTrainingRun(context.pool, runId)
  if (!run) return // two jobs may name one run, and it is trained once
  context.log(`Training run ${run.id} claimed (attempt ${run.attempts}).`)
  await runTraining(context, run, stop)
}

async function reclaim({ pool, log }: WorkerContext): Promise<void> {
  try {
    const { requeued, failed } = await reclaimStaleRuns(pool, { staleAfterSeconds: STALE_AFTER_SECONDS })
    if (requeued.length > 0) log(`Queued again, because their worker died: ${requeued.join(', ')}.`)
    if (failed.length > 0) log(`Failed after several dead workers: ${failed.join(', ')}.`)
  } catch (error) {
    log(`Runs of dead workers could not be reclaimed: ${(error as Error).message}`)
  }
}

function logToStandardError(message: string): void {
  process.stderr.write(`worker: ${message}\n`)
}
