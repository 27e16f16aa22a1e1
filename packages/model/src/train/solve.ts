import { selectBackend } from '../compute/index.ts'
import type { Csr } from '../linalg/index.ts'
import { type Dataset, fingerprint, maskOf, resolveSplit } from '../data/index.ts'
import { UserFacingError } from '../errors.ts'
import { heldOutUsers, validate } from '../evaluate/index.ts'
import { modalityNeighbours } from '../graph/index.ts'
import { type BaselineName, solveBaseline } from '../baselines/index.ts'
import { scorerOf } from '../factors/index.ts'
import type { FitConfig } from '../config/index.ts'
import type { FitOptions } from './progress.ts'
import type { Trained } from './train.ts'

/**
 * Works a reference out on the training pairs and evaluates it as a trained model is. The report counts it as one epoch.
 *
 * @throws UserFacingError where MRdIB is asked for too, or the data set is too large for the reference
 */
export async function solve(
  dataset: Dataset,
  config: FitConfig & { readonly base: BaselineName },
  { onSolving, signal, backend: wanted }: FitOptions = {},
): Promise<Trained> {
  signal?.throwIfAborted()
  if (config.mrdib) {
    throw new UserFacingError(
      `The reference ${config.base} is a formula of ids alone, so MRdIB cannot be attached to it.`,
    )
  }
  const backend = await selectBackend(wanted)
  const split = resolveSplit(dataset, config.seed, config.weighting)
  if (split.train.indices.length === 0) {
    throw new UserFacingError(`Data set "${dataset.name}" has no training interaction.`)
  }
  const start = performance.now()
  const factors = await solveBaseline(config.base, {
    users: dataset.userIds.length,
    items: dataset.itemIds.length,
    train: split.train,
    weights: split.weights,
    graphs: () => modalityNeighbours(dataset.modalities, dataset.neighbours ?? [], config.neighbours, signal),
    settings: config,
    onProgress: onSolving,
    signal,
  })
  const seconds = (performance.now() - start) / 1000
  const scorer = scorerOf(factors)
  const evaluate = (heldOut: Csr) =>
    validate(scorer, maskOf(split), heldOut, heldOutUsers(heldOut, config.evaluationUsers), signal)
  return {
    factors,
    split,
    data: fingerprint(dataset),
    report: {
      base: config.base,
      mrdib: false,
      seed: config.seed,
      backend: backend.name,
      epochs: 1,
      bestEpoch: 1,
      stopped: 'epochs',
      secondsPerEpoch: seconds,
      peakMemoryMiB: Math.round(process.resourceUsage().maxRSS / 1024),
      valid: await evaluate(split.valid),
      test: await evaluate(split.test),
    },
  }
}
