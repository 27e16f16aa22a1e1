import type { ModelVersion, Prisma, PrismaClient } from '../../generated/prisma/client.ts'
import { notify, TRAINING_CHANNEL } from './channels.ts'
import { LONG_TRANSACTION, promoteIn } from './promote.ts'
import type { ClaimedRun } from './runs.ts'

/** A trained model with its artifact, ready to be served. */
export interface NewModelVersion {
  readonly base: string
  readonly mrdib: boolean
  readonly config: Prisma.InputJsonValue
  /** `{ valid, test }`, each `{ recall, ndcg, precision, map }` by cut-off, as `fit --json` prints them. */
  readonly metrics: Prisma.InputJsonValue
  readonly dataFingerprint: string
  readonly seed: number
  readonly backend: string
  /** Path that the artifact store returned. */
  readonly artifactPath: string
  readonly checksum: string
  /** A problem of a training that ended nevertheless; stored with its run. */
  readonly warning?: string
  /** The run that trained it; it becomes SUCCEEDED. */
  readonly trainingRun?: ClaimedRun
  /** Promote it in the same transaction if the gate passes it, so it is in production as soon as the run has ended. */
  readonly autoPromote?: boolean
}

/**
 * Stores a model as a candidate, ends its training run, and promotes it where `autoPromote` is set, in one transaction.
 *
 * @throws Error when the run is no longer this worker's: another worker has claimed it, or it was cancelled
 */
export async function publishModelVersion(
  prisma: PrismaClient,
  { trainingRun, autoPromote = false, warning, ...data }: NewModelVersion,
): Promise<ModelVersion> {
  return prisma.$transaction(async (transaction) => {
    const version = await transaction.modelVersion.create({ data })
    if (trainingRun) {
      const { id, attempts } = trainingRun
      const { count } = await transaction.trainingRun.updateMany({
        where: { id, attempts, state: { in: ['RUNNING', 'EVALUATING'] } },
        data: { state: 'SUCCEEDED', progress: 1, finishedAt: new Date(), modelVersionId: version.id, error: warning },
      })
      if (count === 0) throw new Error(`the training run ${id} is no longer this worker's`)
      await notify(transaction, TRAINING_CHANNEL, id)
    }
    if (!autoPromote) return version
    const promotion = await promoteIn(transaction, { id: version.id })
    return promotion.promoted ? promotion.modelVersion : version
  }, LONG_TRANSACTION)
}

/** The version that every API process serves; null if there is none. */
export function productionModel(prisma: PrismaClient): Promise<ModelVersion | null> {
  return prisma.modelVersion.findFirst({ where: { status: 'PRODUCTION' } })
}
