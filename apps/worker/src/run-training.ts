import {
  type ArtifactStore,
  failTrainingRun,
  type PrismaClient,
  publishModelVersion,
  releaseTrainingRun,
  type RunFolders,
  snapshot,
  type TrainingRun,
} from '@trifold/catalog'
import { fitConfigSchema, save, UserFacingError } from '@trifold/model'
import type { Pool } from 'pg'
import { Reporter, RunLost } from './reporter.ts'
import { RunCheckpoint } from './run-checkpoint.ts'

/** What a worker needs for every run. */
export interface WorkerContext {
  readonly pool: Pool
  readonly prisma: PrismaClient
  readonly store: ArtifactStore
  readonly folders: RunFolders
  readonly log: (message: string) => void
}

/** Thrown into a training when its worker stops; the run goes back into the queue. */
export class WorkerStopping extends Error {
  override readonly name = 'WorkerStopping'
}

/**
 * Trains a claimed run: snapshot, fit, save, publish and, with `autoPromote`, promote if the gate passes the model. Resumes
 * from the checkpoint of an earlier worker. An error becomes the reason of the failed run; a stop puts it back into the
 * queue.
 */
export async function runTraining(context: WorkerContext, run: TrainingRun, stop: AbortSignal): Promise<void> {
  const { pool, folders, log } = context
  const checkpoint = new RunCheckpoint(folders, run.id, log)
  const lost = new AbortController()
  const reporter = new Reporter(pool, run, (reason) => lost.abort(reason), log)
  try {
    await train(context, run, checkpoint, reporter, AbortSignal.any([stop, lost.signal]))
  } catch (error) {
    await reporter.stop()
    if (error instanceof RunLost) {
      log(error.message)
      await folders.sweep(pool) // the run may have been cancelled
    } else if (error instanceof WorkerStopping) await releaseTrainingRun(pool, run)
    else {
      log(`Training run ${run.id} failed: ${error instanceof Error ? error.stack : String(error)}`)
      await failTrainingRun(pool, run, reasonOf(error))
      await checkpoint.remove()
    }
  } finally {
    await reporter.stop()
  }
}

async function train(
  { pool, prisma, store, log }: WorkerContext,
  run: TrainingRun,
  checkpoint: RunCheckpoint,
  reporter: Reporter,
  signal: AbortSignal,
): Promise<void> {
  const config = fitConfigSchema.parse(run.config)
  const dataset = await checkpoint.dataset(() => snapshot(pool))
  signal.throwIfAborted()
  const { model, report } = await checkpoint.fit(dataset, config, {
    signal,
    onProgress: (progress) => reporter.epoch(progress),
    onResume: (resumed) => {
      log(`Training run ${run.id} resumes after epoch ${resumed.epoch}.`)
      reporter.resumed(resumed)
    },
  })
  if (report.warning) log(`Training run ${run.id}: ${report.warning}`)
  await reporter.evaluating()
  signal.throwIfAborted()
  const { artifactPath, result } = await store.put(config.base, (folder) => save(model, folder))
  await reporter.stop()
  const version = await publishModelVersion(prisma, {
    base: config.base,
    mrdib: config.mrdib,
    config,
    metrics: { valid: report.valid, test: report.test },
    dataFingerprint: model.manifest.dataset.fingerprint,
    seed: config.seed,
    backend: report.backend,
    artifactPath,
    checksum: result.checksum,
    warning: report.warning,
    trainingRun: run,
    autoPromote: run.autoPromote,
  }).catch(async (error: unknown) => {
    // after a broken connection only the table shows whether the transaction was committed
    const isNamed = await prisma.modelVersion.count({ where: { artifactPath } }).catch(() => 1)
    if (!isNamed) await store.remove(artifactPath)
    throw error
  })
  await checkpoint.remove()
  const notPromoted = run.autoPromote ? ', not promoted: it is worse than the version in production' : ''
  log(
    `Training run ${run.id} made model version ${version.id}${version.status === 'PRODUCTION' ? ', now in production' : notPromoted}.`,
  )
}

/** One sentence for the admin who started the run; the stack is in the log only. */
function reasonOf(error: unknown): string {
  if (error instanceof UserFacingError) return error.message
  return `Training failed: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`
}
