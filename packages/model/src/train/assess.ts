import type { Parameters } from '../nn/index.ts'
import { maskOf, type Split } from '../data/index.ts'
import { Diverged, type FitProgress } from './progress.ts'
import { exportScorer } from './export.ts'
import type { Network } from './network.ts'
import type { TrainingState } from './training-state.ts'
import { validate } from '../evaluate/index.ts'

/** What an epoch of training came to, before it is judged. */
type Trained = Pick<FitProgress, 'epochs' | 'loss' | 'terms' | 'seconds'>

/**
 * Judges a trained epoch, which thereby is finished: by its validation NDCG@20, and the weights are kept where it is
 * the best so far. Where nobody can be validated on, the last is kept.
 *
 * @param asked the users to validate on
 * @throws Diverged where the weights are no longer numbers; the state is that of the epoch before
 */
export async function assess(
  state: TrainingState,
  network: Network,
  trained: Trained,
  { split, asked }: { readonly split: Split; readonly asked: Uint32Array },
  signal?: AbortSignal,
): Promise<FitProgress> {
  const epoch = state.epoch + 1
  const diverged = (what: string) => new Diverged(`after epoch ${epoch}`, `the ${what} are not finite numbers`)
  if (!areFinite(network.parameters)) throw diverged('weights')
  let progress: FitProgress = { epoch, ...trained }
  let isBest = true
  if (asked.length > 0) {
    const { stopping } = state
    const scorer = await exportScorer(network, asked)
    if (!isFinite(scorer.items.values)) throw diverged("items' vectors")
    const { recall, ndcg } = await validate(scorer, maskOf(split), split.valid, asked, signal)
    isBest = stopping.offer(ndcg[20])
    const best = { epoch: stopping.bestEpoch, ndcg20: stopping.best }
    progress = { ...progress, valid: { recall20: recall[20], ndcg20: ndcg[20] }, best }
  }
  if (isBest) {
    state.best = network.parameters.snapshot(state.best)
    state.bestEpoch = epoch
  }
  state.epoch = epoch
  state.seconds += trained.seconds
  state.finish(progress)
  return progress
}

const areFinite = ({ all }: Parameters) => all.every(({ table }) => isFinite(table.values))

/** Zero times what is not finite is NaN, and a sum never loses it: no branch a value. */
function isFinite(values: Float32Array): boolean {
  let sum = 0
  for (const value of values) sum += value * 0
  return sum === 0
}
