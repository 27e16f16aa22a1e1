import type { EpochRecord, TrainingRun } from '@trifold/catalog'
import { UserFacingError } from '@trifold/model/errors'
import type { Session } from './session.ts'

const FINISHED = new Set<TrainingRun['state']>(['SUCCEEDED', 'FAILED', 'CANCELLED'])

/** A worker whose training has had a heartbeat in this time is busy, and takes the next run later. */
const BUSY = `SELECT EXISTS (
  SELECT FROM training_runs
  WHERE state IN ('RUNNING', 'EVALUATING') AND heartbeat_at > now() - interval '60 seconds'
) AS busy`

export interface FollowOptions {
  /** @param share of the training that is done, from 0 to 1 */
  readonly onProgress: (share: number, note: string) => void
  /** How long a queued run may wait without a worker that could take it; forever by default. */
  readonly noWorkerAfterSeconds?: number
  readonly signal?: AbortSignal
}

/**
 * Waits until a training run has ended. The database notifies of each change; a poll each second covers a lost message.
 *
 * @throws UserFacingError when no worker takes the run in time
 * @throws the reason of the signal; the run goes on
 */
export async function followRun(
  { url, pool, prisma }: Session,
  id: string,
  { onProgress, noWorkerAfterSeconds = Infinity, signal }: FollowOptions,
): Promise<TrainingRun> {
  const { listen, parseEpochs, TRAINING_CHANNEL } = await import('@trifold/catalog')
  let wake: () => void = () => undefined
  const channel = await listen(url, [TRAINING_CHANNEL], () => wake())
  const onAbort = () => wake()
  signal?.addEventListener('abort', onAbort)
  let lastSign = performance.now()
  try {
    for (;;) {
      signal?.throwIfAborted()
      const changed = new Promise<void>((resolve) => {
        wake = resolve
        setTimeout(resolve, 1000)
      })
      const run = await prisma.trainingRun.findUniqueOrThrow({ where: { id } })
      onProgress(run.progress, noteOf(run.state, parseEpochs(run).at(-1)))
      if (FINISHED.has(run.state)) return run
      if (run.state !== 'QUEUED' || (await isBusy(pool))) lastSign = performance.now()
      if (performance.now() - lastSign > noWorkerAfterSeconds * 1000) {
        throw new UserFacingError(
          `No worker has answered within ${noWorkerAfterSeconds} s: start one with \`npm start\`; it takes training run ${id}, ` +
            'which stays in the queue.',
        )
      }
      await changed
    }
  } finally {
    signal?.removeEventListener('abort', onAbort)
    await channel.close()
  }
}

async function isBusy(pool: Session['pool']): Promise<boolean> {
  const { rows } = await pool.query<{ busy: boolean }>(BUSY)
  return rows[0]?.busy ?? false
}

function noteOf(state: TrainingRun['state'], last: EpochRecord | undefined): string {
  if (!last) return state.toLowerCase()
  const { epoch, validNdcg20 } = last
  return `epoch ${epoch}${validNdcg20 === undefined ? '' : `, valid ndcg@20 ${validNdcg20.toFixed(4)}`}`
}
