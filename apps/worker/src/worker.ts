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
import { runTraining, Stopping, type Workshop } from './run-training.ts'

const LOOK_MS = 5000
/** Five missed heartbeats. */
const STALE_AFTER_SECONDS = 15

export interface WorkerOptions {
  readonly databaseUrl: string
  /** Folder that holds the artifacts of models, and what runs under way keep. */
  readonly dataDir: string
  readonly log?: (message: string) => void
}

export interface Worker {
  /** Take no more runs, put the one under way back into the queue, and let go of everything. */
  close(): Promise<void>
}

/**
 * Train what is queued, one run at a time, and take over the runs of workers that died.
 * @throws UserFacingError where the database cannot be reached
 */
export async function startWorker({ databaseUrl, dataDir, log = logToStandardError }: WorkerOptions): Promise<Worker> {
  await databaseReachable(databaseUrl)
  const pool = createPool(databaseUrl)
  // an idle connection that breaks (the server restarts) is replaced; without a listener it would end the process
  pool.on('error', (error) => log(`A database connection broke: ${error.message}`))
  const [store, folders] = [artifactStore(dataDir), runFolders(dataDir)]
  const workshop: Workshop = { pool, prisma: createPrisma(databaseUrl), store, folders, log }
  const queue = await createQueue(databaseUrl, (error) => log(`The queue: ${error.message}`))
  const stop = new AbortController()
  let busy: Promise<void> | null = null

  await reclaim(workshop)
  await folders.sweep(pool)
  const timer = setInterval(() => {
    // A busy worker could take nothing up. And where the machine is so loaded that its own heartbeat is late, it must not
    // be the one that finds itself dead.
    if (!busy) void reclaim(workshop)
  }, LOOK_MS)
  await queue.work<TrainingJob>(TRAINING_QUEUE, { batchSize: 1, pollingIntervalSeconds: 1 }, ([job]) => {
    busy = takeUp(workshop, job.data.runId, stop.signal)
      .catch((error: Error) => {
        // the database went away: the run is silent now, and will be found so
        log(`Training run ${job.data.runId} was left: ${error.message}`)
      })
      .finally(() => (busy = null))
    return busy
  })
  return {
    async close() {
      clearInterval(timer)
      stop.abort(new Stopping('The worker is stopping.'))
      await busy
      await queue.stop({ graceful: true, wait: true, timeout: 3000 })
      await workshop.prisma.$disconnect()
      await pool.end()
    },
  }
}

async function takeUp(workshop: Workshop, runId: string, stop: AbortSignal): Promise<void> {
  if (stop.aborted) return // the run stays queued, and the next worker finds it
  const run = await claimTrainingRun(workshop.pool, runId)
  if (!run) return // a job may knock twice, and a run is trained once
  workshop.log(`Training run ${run.id} taken up (attempt ${run.attempts}).`)
  await runTraining(workshop, run, stop)
}

async function reclaim({ pool, log }: Workshop): Promise<void> {
  try {
    const { requeued, failed } = await reclaimStaleRuns(pool, { staleAfterSeconds: STALE_AFTER_SECONDS })
    if (requeued.length > 0) log(`Queued again, their worker being gone: ${requeued.join(', ')}.`)
    if (failed.length > 0) log(`Given up, having lost several workers: ${failed.join(', ')}.`)
  } catch (error) {
    log(`Runs of dead workers could not be looked for: ${(error as Error).message}`)
  }
}

function logToStandardError(message: string): void {
  process.stderr.write(`worker: ${message}\n`)
}
