import { setImmediate } from 'node:timers/promises'
import type { FitConfig, FitReport } from '../config/index.ts'
import { carriesMrdib, neighboursNeeded } from '../bases/index.ts'
import { arithmeticOf, selectBackend } from '../compute/index.ts'
import { type Dataset, fingerprint, maskOf, resolveSplit, type Split } from '../data/index.ts'
import { UserFacingError } from '../errors.ts'
import { heldOutUsers, meanMetrics, rankInSlices, validate, valueIndex, VALUES_PER_USER } from '../evaluate/index.ts'
import { modalityNeighbours } from '../graph/index.ts'
import { calibrate, principalCodes, withGraphDecoders } from '../explain/index.ts'
import { type Factors, scorerOf } from '../factors/index.ts'
import { assess } from './assess.ts'
import { Batcher, WholeCatalog } from './batch.ts'
import { Checkpoints } from './checkpoint.ts'
import { Diverged, type FitOptions } from './progress.ts'
import { exportFactors, takeMeanRows } from './export.ts'
import { prepareFeatures, Random } from '../nn/index.ts'
import { Network } from './network.ts'
import { Sampler } from './sampler.ts'
import { NonFiniteTerm, step } from './step.ts'
import { TrainingState } from './training-state.ts'

/** A trained model before it is packed for serving. */
export interface Trained {
  readonly factors: Factors
  readonly report: FitReport
  readonly split: Split
  /** `fingerprint(dataset)` */
  readonly data: string
}

/**
 * Trains to the best validation NDCG@20 and restores the weights of that epoch. With a checkpoint it goes on from where
 * an interrupted run of the same data, configuration and backend was, and comes to the same numbers. Where a term of the
 * loss stops being a number, the run ends with the best epoch so far, and its report says so.
 *
 * @throws UserFacingError where the data set cannot be trained on, a term of the loss stops being a number before an
 *   epoch was finished, or a checkpoint is there that is of another run, truncated or altered
 * @throws the signal's reason within a second of an abort; on the plain cpu backend after the step at hand, which takes
 *   seconds where the base walks on graphs
 */
export async function train(dataset: Dataset, config: FitConfig, options: FitOptions = {}): Promise<Trained> {
  const { onProgress, signal } = options
  signal?.throwIfAborted()
  const backend = await selectBackend(options.backend)
  const data = fingerprint(dataset)
  const checkpoints =
    options.checkpoint && (await Checkpoints.open(options.checkpoint, { config, data, backend: arithmeticOf(backend) }))
  const split = resolveSplit(dataset, config.seed, config.weighting)
  const mask = maskOf(split)
  const { network, sampler, batcher } = await prepare(dataset, config, split, signal)
  const state = new TrainingState(network, sampler.random, config.patience)
  checkpoints?.resume(state)
  const asked = heldOutUsers(split.valid, config.evaluationUsers)
  const isOver = () => state.epoch >= config.epochs || state.stopping.isOver
  let diverged: Diverged | undefined
  try {
    while (!isOver()) {
      const trained = await trainEpoch(network, sampler, batcher, state.epoch + 1, signal)
      const progress = await assess(state, network, { epochs: config.epochs, ...trained }, { split, asked }, signal)
      onProgress?.(progress)
      await checkpoints?.keep(state, isOver())
    }
    await checkpoints?.close()
  } catch (error) {
    await checkpoints?.settle()
    if (!(error instanceof Diverged) || !state.best) throw error
    diverged = error
  }
  if (state.best) network.parameters.restore(state.best)
  // a base that walks on a graph has trained them through their neighbours
  if (dataset.newItems && network.base.reach === 'batch') takeMeanRows(network.parameters, dataset.newItems)
  const exported = await exportFactors(network)
  const rank = async (factors: Factors) => rankInSlices(scorerOf(factors), mask, split.valid, asked, signal)
  const ofGraphs = withGraphDecoders(exported)
  const factors =
    ofGraphs || !config.mrdib
      ? (ofGraphs ?? exported)
      : await calibrate(exported, {
          codes: codesOf(network, new Random(config.seed, 'directions')),
          train: split.train,
          heldOut: split.valid,
          random: new Random(config.seed, 'calibration'),
          ndcg20: async (candidate) => {
            const column = valueIndex('ndcg', '20')
            return (await rank(candidate)).filter((_, n) => n % VALUES_PER_USER === column)
          },
        })
  const scorer = scorerOf(factors)
  const report: FitReport = {
    base: config.base,
    mrdib: config.mrdib,
    seed: config.seed,
    backend: backend.name,
    epochs: state.epoch,
    bestEpoch: state.bestEpoch,
    stopped: diverged ? 'non-finite' : state.stopping.isOver ? 'patience' : 'epochs',
    ...(diverged ? { warning: diverged.keeping(state.bestEpoch) } : {}),
    secondsPerEpoch: state.seconds / state.epoch,
    peakMemoryMiB: state.peakMemoryMiB,
    valid: meanMetrics(await rank(factors)),
    test: await validate(scorer, mask, split.test, heldOutUsers(split.test, config.evaluationUsers), signal),
  }
  return { factors, report, split, data }
}

/** Codes of every modality of a network; of one of which only the graph is known, codes that say nothing. */
function codesOf({ modalities, input }: Network, random: Random) {
  return modalities.map(({ name }) => {
    const feature = input.modalities.find((one) => one.name === name)
    return feature ? principalCodes(feature, random) : { dimension: 1, values: new Float32Array(input.items) }
  })
}

/**
 * What an epoch needs: the network with its first weights, and where its batches come from.
 *
 * @param split the training pairs, and their weights where these count. `[users, items]`
 */
export async function prepare(
  dataset: Dataset,
  config: FitConfig,
  { train: pairs, weights }: Pick<Split, 'train' | 'weights'>,
  signal?: AbortSignal,
) {
  const users = dataset.userIds.length
  const items = dataset.itemIds.length
  if (config.mrdib && !carriesMrdib(config.base)) {
    throw new UserFacingError(`The base ${config.base} reads no modality features, so MRdIB cannot be attached to it.`)
  }
  if (config.mrdib && dataset.modalities.length === 0) {
    throw new UserFacingError(`Data set "${dataset.name}" has no modality features, which MRdIB needs.`)
  }
  const { newItems } = dataset
  if (newItems && pairs.indices.some((item) => newItems[item])) {
    throw new UserFacingError(`Data set "${dataset.name}" marks an item as new that has a training interaction.`)
  }
  const sampler = new Sampler(pairs, items, config.batchSize, new Random(config.seed, 'sampler'), { newItems, weights })
  if (sampler.size === 0) {
    throw new UserFacingError(`Data set "${dataset.name}" has no training interaction to tell from a non-interaction.`)
  }
  const modalities = dataset.modalities.map(prepareFeatures)
  const wanted = neighboursNeeded(config)
  const neighbours = wanted > 0 ? await modalityNeighbours(modalities, dataset.neighbours ?? [], wanted, signal) : []
  const network = new Network(config, { users, items, modalities, neighbours, train: pairs })
  if (newItems) takeMeanRows(network.parameters, newItems)
  const batcher = network.base.reach === 'catalog' ? new WholeCatalog(users, items) : new Batcher(users, items)
  return { network, sampler, batcher }
}

/** One pass over the training pairs; the event loop gets a turn between steps. */
export async function trainEpoch(
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
      throw new Diverged(`in epoch ${epoch}, step ${steps + 1}`, error.message)
    })
    steps++
    loss += result.loss
    for (const [name, value] of Object.entries(result.terms)) {
      sums[name] = (sums[name] ?? 0) + value
    }
    await setImmediate()
  }
  const terms = Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum / steps]))
  return { loss: loss / steps, terms, seconds: (performance.now() - start) / 1000 }
}
