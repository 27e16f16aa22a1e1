import type { ModelVersion, Prisma, PrismaClient } from '../../generated/prisma/client.ts'
import { TRAINING_CHANNEL } from './channels.ts'
import { notify, PATIENT } from './notify.ts'
import { promoteIn } from './promote.ts'
import type { ClaimedRun } from './runs.ts'

/** What a training came to, ready to be served. */
export interface NewModelVersion {
  readonly base: string
  readonly mrdib: boolean
  readonly config: Prisma.InputJsonValue
  /** `{ valid, test }`, each `{ recall, ndcg, precision, map }` by cut-off, as `fit --json` prints them. */
  readonly metrics: Prisma.InputJsonValue
  readonly dataFingerprint: string
  readonly seed: number
  readonly backend: string
  /** As the artifact store gave it. */
  readonly artifactPath: string
  readonly checksum: string
  /** What is amiss with a training that came to an end all the same; kept with its run. */
  readonly warning?: string
  /** The run that made it, which thereby has succeeded. */
  readonly trainingRun?: ClaimedRun
  /** Put it into production with the same stroke when the gate lets it through: who sees the run end sees it serve. */
  readonly autoPromote?: boolean
}

/**
 * Enters a model as a candidate and ends its training run, in one transaction, with the promotion where one is wanted.
 *
 * @throws Error when the run was taken from this worker meanwhile: another one trains, or has trained, in its place
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
      if (count === 0) throw new Error(`the training run ${id} was taken from this worker`)
      await notify(transaction, TRAINING_CHANNEL, id)
    }
    if (!autoPromote) return version
    const promotion = await promoteIn(transaction, { id: version.id })
    return promotion.promoted ? promotion.modelVersion : version
  }, PATIENT)
}

/** The version every API process serves; null while none is. */
export function productionModel(prisma: PrismaClient): Promise<ModelVersion | null> {
  return prisma.modelVersion.findFirst({ where: { status: 'PRODUCTION' } })
}
