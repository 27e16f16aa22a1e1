import { listen, productionModel, queueTraining, TRAINING_CHANNEL } from '@trifold/catalog'
import { DEMO_SETTINGS, isDemoShop } from '@trifold/demo'
import { z } from 'zod'
import type { Session } from '../catalog/index.ts'
import type { Progress } from '../terminal/index.ts'

/** The first model should be there soon: larger steps, and fewer epochs without a gain before training stops. */
const FIRST_CONFIG = { learningRate: 0.005, patience: 10 }

/** The part of `training_runs.epochs` that the progress shows. */
const epochsSchema = z.array(z.object({ epoch: z.int() }))

const FINISHED = new Set(['SUCCEEDED', 'FAILED', 'CANCELLED'])

/**
 * Makes sure that a model is in production: if none is, queues a training run (or follows the one already under way, after
 * an interrupted first start) and shows its progress until the worker has published and promoted it.
 * Returns a sentence when the catalog has to be served without a model.
 */
export async function ensureFirstModel({ url, pool, prisma }: Session, progress: Progress): Promise<string | null> {
  if (await productionModel(prisma)) return null
  const open = await prisma.trainingRun.findFirst({
    where: { state: { in: ['QUEUED', 'RUNNING', 'EVALUATING'] } },
    orderBy: { createdAt: 'desc' },
  })
  const config = (await isDemoShop(pool)) ? DEMO_SETTINGS : FIRST_CONFIG
  const { id } = open ?? (await queueTraining(pool, config, { autoPromote: true }))
  const bar = progress.start('Training the first model', 1)
  try {
    const run = await follow({ url, prisma }, id, (share, note) => bar.update(share, note))
    if (run.state === 'SUCCEEDED')
      return (await productionModel(prisma)) ? null : 'The first model was trained but not promoted.'
    return `The first training run ended as ${run.state}: ${run.error ?? 'no reason was recorded'}.`
  } finally {
    bar.stop()
  }
}

/** Waits until run `id` is finished. The database notifies of each change; a poll each second covers a lost message. */
async function follow(
  { url, prisma }: Pick<Session, 'url' | 'prisma'>,
  id: string,
  onProgress: (share: number, note: string) => void,
) {
  let wake: () => void = () => undefined
  const channel = await listen(url, [TRAINING_CHANNEL], () => wake())
  try {
    for (;;) {
      const changed = new Promise<void>((resolve) => {
        wake = resolve
        setTimeout(resolve, 1000)
      })
      const run = await prisma.trainingRun.findUniqueOrThrow({ where: { id } })
      const last = epochsSchema.parse(run.epochs).at(-1)
      onProgress(run.progress, last ? `epoch ${last.epoch}` : run.state.toLowerCase())
      if (FINISHED.has(run.state)) return run
      await changed
    }
  } finally {
    await channel.close()
  }
}
