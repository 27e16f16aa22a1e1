import {
  type ArtifactStore,
  failTrainingRun,
  type PrismaClient,
  publishModelVersion,
  type RunFolders,
  snapshot,
  type TrainingRun,
} from '@trifold/catalog'
import { fitConfigSchema, save, UserFacingError } from '@trifold/model'
import type { Pool } from 'pg'
import { KeptRun } from './kept-run.ts'
import { releaseRun } from './release.ts'
import { Reporter, RunTaken } from './reporter.ts'

export interface Workshop {
  readonly pool: Pool
  readonly prisma: PrismaClient
  readonly store: ArtifactStore
  readonly folders: RunFolders
  readonly log: (message: string) => void
}

/** Why a training is broken off without fault: the worker has been told to stop. */
export class Stopping extends Error {
  override readonly name = 'Stopping'
}

/**
 * Take a claimed run to its end: snapshot, fit, save, publish and, where it was asked for, promote through the gate. A run
 * that an earlier worker had begun goes on where that one was. Whatever goes wrong ends up as the run's reason; a stop
 * puts it back into the queue.
 */
export async function runTraining(workshop: Workshop, run: TrainingRun, stop: AbortSignal): Promise<void> {
  const { pool, folders, log } = workshop
  const kept = new KeptRun(folders, run.id, log)
  const taken = new AbortController()
  const reporter = new Reporter(pool, run, (reason) => taken.abort(reason), log)
  try {
    await train(workshop, run, kept, reporter, AbortSignal.any([stop, taken.signal]))
  } catch (error) {
    await reporter.stop()
    if (error instanceof RunTaken) {
      log(error.message)
      await folders.sweep(pool) // it may have been called off
    } else if (error instanceof Stopping) await releaseRun(pool, run)
    else {
      log(`Training run ${run.id} failed: ${error instanceof Error ? error.stack : String(error)}`)
      await failTrainingRun(pool, run, reasonOf(error))
      await kept.remove()
    }
  } finally {
    await reporter.stop()
  }
}

async function train(
  { pool, prisma, store, log }: Workshop,
  run: TrainingRun,
  kept: KeptRun,
  reporter: Reporter,
  signal: AbortSignal,
): Promise<void> {
  const config = fitConfigSchema.parse(run.config)
  const dataset = await kept.dataset(() => snapshot(pool))
  signal.throwIfAborted()
  const { model, report } = await kept.fit(dataset, config, {
    signal,
    onProgress: (progress) => reporter.epoch(progress),
    onResume: (resumed) => {
      log(`Training run ${run.id} goes on after epoch ${resumed.epoch}.`)
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
    // a broken connection does not tell whether the transaction was committed: only the table does
    const isNamed = await prisma.modelVersion.count({ where: { artifactPath } }).catch(() => 1)
    if (!isNamed) await store.remove(artifactPath)
    throw error
  })
  await kept.remove()
  const refused = run.autoPromote ? ', which the gate did not let into production' : ''
  log(
    `Training run ${run.id} made model version ${version.id}${version.status === 'PRODUCTION' ? ', now in production' : refused}.`,
  )
}

/** One sentence for whoever started the run. What only a programmer can read stays in the log. */
function reasonOf(error: unknown): string {
  if (error instanceof UserFacingError) return error.message
  return `Training failed: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`
}
