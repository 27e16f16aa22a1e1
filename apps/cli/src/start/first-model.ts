import { productionModel, queueTraining } from '@trifold/catalog'
import { DEMO_SETTINGS, isDemoShop } from '@trifold/demo'
import { followRun, type Session } from '../catalog/index.ts'
import type { Progress } from '../terminal/index.ts'

/** The first model should be there soon: larger steps, and fewer epochs without a gain before training stops. */
const FIRST_CONFIG = { learningRate: 0.005, patience: 10 }

/**
 * Makes sure that a model is in production: if none is, queues a training run (or follows the one already under way, after
 * an interrupted first start) and shows its progress until the worker has published and promoted it.
 * Returns a sentence when the catalog has to be served without a model.
 */
export async function ensureFirstModel(session: Session, progress: Progress): Promise<string | null> {
  const { pool, prisma } = session
  if (await productionModel(prisma)) return null
  const open = await prisma.trainingRun.findFirst({
    where: { state: { in: ['QUEUED', 'RUNNING', 'EVALUATING'] } },
    orderBy: { createdAt: 'desc' },
  })
  const config = (await isDemoShop(pool)) ? DEMO_SETTINGS : FIRST_CONFIG
  const { id } = open ?? (await queueTraining(pool, config, { autoPromote: true }))
  const bar = progress.start('Training the first model', 1)
  try {
    const run = await followRun(session, id, { onProgress: (share, note) => bar.update(share, note) })
    if (run.state === 'SUCCEEDED')
      return (await productionModel(prisma)) ? null : 'The first model was trained but not promoted.'
    return `The first training run ended as ${run.state}: ${run.error ?? 'no reason was recorded'}.`
  } finally {
    bar.stop()
  }
}
