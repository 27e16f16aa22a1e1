import { setImmediate } from 'node:timers/promises'
import type { FitReport } from '../artifact/manifest.ts'
import { MODAL_BASES } from '../bases/names.ts'
import { selectBackend } from '../compute/index.ts'
import type { Csr } from '../data/csr.ts'
import type { Dataset } from '../data/dataset.ts'
import { resolveSplit, type Split } from '../data/split.ts'
import { UserFacingError } from '../errors.ts'
import { heldOutUsers } from '../evaluate/evaluate.ts'
import { calibrate } from '../mrdib/calibration.ts'
import type { Factors } from '../serve/factors.ts'
import { scorerOf } from '../serve/score-vectors.ts'
import { Batcher, WholeCatalogue } from './batch.ts'
import type { FitConfig } from './config.ts'
import { EarlyStopping } from './early-stopping.ts'
import { exportFactors, exportScorer } from './export.ts'
import { prepareFeatures } from './features.ts'
import { Network } from './network.ts'
import { Random } from './random.ts'
import type { FitOptions } from './progress.ts'
import { Sampler } from './sampler.ts'
import { NonFiniteTerm, step } from './step.ts'
import { validate } from './validate.ts'

/** A trained model before it is packed for serving. */
export interface Trained {
  readonly factors: Factors
  readonly report: FitReport
  readonly split: Split
}

/**
 * Trains to the best validation NDCG@20 and restores the weights of that epoch.
 *
 * @throws UserFacingError where the data set cannot be trained on, or a term of the loss stops being a number
 * @throws the signal's reason within a second of an abort
 */
export async function train(dataset: Dataset, config: FitConfig, options: FitOptions = {}): Promise<Trained> {
  const { onProgress, signal } = options
  signal?.throwIfAborted()
  const backend = await selectBackend(options.backend)
  const split = resolveSplit(dataset, config.seed)
  const { network, sampler, batcher } = prepare(dataset, config, split.train)
  const stopping = new EarlyStopping(config.patience)
  const asked = heldOutUsers(split.valid, config.evaluationUsers)
  let best: readonly Float32Array[] | null = null
  let epoch = 0
  let seconds = 0
  while (epoch < config.epochs && !stopping.isOver) {
    epoch++
    const trained = await trainEpoch(network, sampler, batcher, epoch, signal)
    seconds += trained.seconds
    const progress = { epoch, epochs: config.epochs, ...trained }
    if (asked.length === 0) {
      onProgress?.(progress)
      continue
    }
    const { recall, ndcg } = await validate(await exportScorer(network, asked), split.train, split.valid, asked, signal)
    if (stopping.offer(ndcg[20])) best = network.parameters.snapshot(best)
    onProgress?.({
      ...progress,
      valid: { recall20: recall[20], ndcg20: ndcg[20] },
      best: { epoch: stopping.bestEpoch, ndcg20: stopping.best },
    })
  }
  if (best) network.parameters.restore(best)
  const factors = calibrate(
    await exportFactors(network),
    split.train,
    split.valid,
    new Random(config.seed, 'calibration'),
  )
  const scorer = scorerOf(factors)
  const report: FitReport = {
    base: config.base,
    mrdib: config.mrdib,
    seed: config.seed,
    backend: backend.name,
    epochs: epoch,
    bestEpoch: asked.length > 0 ? stopping.bestEpoch : epoch,
    secondsPerEpoch: seconds / epoch,
    peakMemoryMiB: Math.round(process.resourceUsage().maxRSS / 1024),
    valid: await validate(scorer, split.train, split.valid, asked, signal),
    test: await validate(scorer, split.train, split.test, heldOutUsers(split.test, config.evaluationUsers), signal),
  }
  return { factors, report, split }
}

function prepare(dataset: Dataset, config: FitConfig, pairs: Csr) {
  const users = dataset.userIds.length
  const items = dataset.itemIds.length
  if (config.mrdib && !MODAL_BASES.has(config.base)) {
    throw new UserFacingError(`The base ${config.base} reads no modality features, so MRdIB cannot be attached to it.`)
  }
  if (config.mrdib && dataset.modalities.length === 0) {
    throw new UserFacingError(`Data set "${dataset.name}" has no modality features, which MRdIB needs.`)
  }
  const sampler = new Sampler(pairs, items, config.batchSize, new Random(config.seed, 'sampler'))
  if (sampler.size === 0) {
    throw new UserFacingError(`Data set "${dataset.name}" has no training interaction to tell from a non-interaction.`)
  }
  const modalities = dataset.modalities.map(prepareFeatures)
  const network = new Network(config, { users, items, modalities, neighbours: dataset.neighbours, train: pairs })
  const batcher = network.base.reach === 'catalogue' ? new WholeCatalogue(users, items) : new Batcher(users, items)
  return { network, sampler, batcher }
}

/** One pass over the training pairs; the event loop gets a turn between steps. */
async function trainEpoch(
  network: Network,
  sampler: Sampler,
  batcher: Pick<Batcher, 'of'>,
  epoch: number,
  signal?: AbortSignal,
) {
  const start = performance.now()
  network.beginEpoch()
  const sums: Record<string, number> = {}
  let loss = 0
  let steps = 0
  for (const triples of sampler.epoch()) {
    signal?.throwIfAborted()
    const result = await step(network, batcher.of(triples)).catch((error: unknown) => {
      if (!(error instanceof NonFiniteTerm)) throw error
      throw new UserFacingError(
        `Training stopped in epoch ${epoch}, step ${steps + 1}: ${error.message}; a smaller learning rate may help.`,
      )
    })
    steps++
    loss += result.loss
    for (const [name, value] of Object.entries(result.terms)) sums[name] = (sums[name] ?? 0) + value
    await setImmediate()
  }
  const terms = Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum / steps]))
  return { loss: loss / steps, terms, seconds: (performance.now() - start) / 1000 }
}
