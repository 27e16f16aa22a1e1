import { listen, productionModel, queueTraining } from '@trifold/catalog'
import { DEMO_SETTINGS, isDemoShop } from '@trifold/demo'
import type { Progress } from '../progress.ts'
import type { Session } from './session.ts'

/** A first model soon rather than the best one late: larger steps, and less patience with epochs that bring nothing. */
const FIRST_CONFIG = { learningRate: 0.005, patience: 10 }

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
    return `The first training run ended as ${run.state}: ${run.error ?? 'no reason was given'}.`
  } finally {
    bar.stop()
  }
}

/** Waits until run `id` is finished, told of every change by the database and looking once a second in case a word is lost. */
async function follow(
  { url, prisma }: Pick<Session, 'url' | 'prisma'>,
  id: string,
  onProgress: (share: number, note: string) => void,
) {
  let wake: () => void = () => undefined
  const channel = await listen(url, ['trifold_training'], () => wake())
  try {
    for (;;) {
      const changed = new Promise<void>((resolve) => {
        wake = resolve
        setTimeout(resolve, 1000)
      })
      const run = await prisma.trainingRun.findUniqueOrThrow({ where: { id } })
      const epochs = run.epochs as { epoch: number; validNdcg20?: number }[]
      const last = epochs.at(-1)
      onProgress(run.progress, last ? `epoch ${last.epoch}` : run.state.toLowerCase())
      if (FINISHED.has(run.state)) return run
      await changed
    }
  } finally {
    await channel.close()
  }
}
