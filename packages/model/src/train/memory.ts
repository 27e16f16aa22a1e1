import { totalmem } from 'node:os'
import type { Dataset } from '../data/index.ts'
import { UserFacingError } from '../errors.ts'
import type { FitConfig } from '../config/index.ts'

const FLOAT = 4
/** Of a weight: itself, Adam's two moments, and the best epoch's. */
const COPIES = 4
const GIB = 2 ** 30

/**
 * What training takes whatever the base, in bytes. It takes more (batches, the base's own tables), and never less: so what
 * is refused by this is certain to fail.
 */
export interface LeastMemory {
  readonly features: number
  /** As they came, and once more by user for the split. */
  readonly interactions: number
  /** A vector of `embeddingSize` for every user and item, with all that is kept of a weight. */
  readonly weights: number
  /** The vectors of the model that is handed out. */
  readonly model: number
}

export function leastMemory({ userIds, itemIds, modalities, interactions }: Dataset, config: FitConfig): LeastMemory {
  const { embeddingSize } = config
  const { users, items, weights, times, split } = interactions
  const vectors = (userIds.length + itemIds.length) * embeddingSize * FLOAT
  return {
    features: sum(modalities.map(({ values }) => values.byteLength)),
    interactions: sum([users, items, weights, times, split, items].map((column) => column?.byteLength ?? 0)),
    weights: COPIES * vectors,
    model: vectors,
  }
}

/** Bytes that this process could have if it were alone: the machine's, or what its container allows. */
export function machineMemory(): number {
  // a container without a limit says so by a number beyond any machine
  const allowed = process.constrainedMemory()
  return allowed > 0 ? Math.min(allowed, totalmem()) : totalmem()
}

/**
 * Refuses what is certain to fail, before it makes the machine slow or is killed without a word.
 *
 * @param have bytes there are
 * @throws UserFacingError saying what is needed against what there is
 */
export function refuseTooLarge(dataset: Dataset, config: FitConfig, have = machineMemory()): void {
  const need = leastMemory(dataset, config)
  if (sum(Object.values(need)) <= have) return
  throw new UserFacingError(
    `T${needed(dataset, config)}, and there are ${inGib(have)}; a smaller embeddingSize takes less.`,
  )
}

/** The sentence for an allocation that failed; any other error as it was. */
export function explainOutOfMemory(error: unknown, dataset: Dataset, config: FitConfig): unknown {
  if (!isOutOfMemory(error)) return error
  const used = process.memoryUsage.rss()
  return new UserFacingError(
    `There was not enough memory: t${needed(dataset, config)}, and this process had ${inGib(used)} of the ` +
      `machine's ${inGib(machineMemory())} when it asked for more in vain.`,
    { cause: error },
  )
}

/** What V8 throws for an array it finds no room for, and how the core stops in WebAssembly when its 4 GiB are full. */
function isOutOfMemory(error: unknown): boolean {
  if (error instanceof RangeError)
    return /allocation failed|invalid (typed )?array( buffer)? length/i.test(error.message)
  return error instanceof Error && error.name === 'RuntimeError' && /unreachable/.test(error.message)
}

function needed(dataset: Dataset, config: FitConfig): string {
  const need = leastMemory(dataset, config)
  const { features, interactions, weights, model } = need
  const parts = [
    `features ${inGib(features)}`,
    `interactions ${inGib(interactions)}`,
    `weights with Adam's moments and the best epoch's ${inGib(weights)}`,
    `the model ${inGib(model)}`,
  ]
  return `raining on "${dataset.name}" takes at least ${inGib(sum(Object.values(need)))} (${parts.join(', ')})`
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
const inGib = (bytes: number) => `${(bytes / GIB).toFixed(1)} GiB`
