import type { ModalityFeatures } from '../data/dataset.ts'
import { coordinatesOf } from './coordinates.ts'
import { popularityOf, sampleShoppers, statisticsOf, type Histories } from './histories.ts'
import { learn, type Learned, type LearnOptions } from './learn.ts'
import { partsOf, sideBySide, type PartFeatures, type PartKind } from './parts.ts'
import type { Preferences } from './posterior.ts'
import type { AdditiveSettings } from './settings.ts'
import { sharedDirections } from './shared-directions.ts'
import { eigenOf, timesMatrix, toRows, weightedCross } from './symmetric.ts'

/** A part as a model holds it. */
export interface Part {
  readonly kind: PartKind
  readonly modalities: readonly string[]
  readonly rank: number
}

/** The parts that a model knows of, the features of items in each, and how shoppers' preferences are distributed. */
export interface SolvedParts {
  readonly parts: readonly Part[]
  /** Features of all parts side by side. `[items, width]` */
  readonly features: Float32Array
  readonly preferences: Preferences
  readonly popularity: Float64Array // [items]
  readonly sharedDirections: number
  readonly logEvidence: number
}

/** A further shared direction is tried where its canonical correlation is at least this. */
const WORTH_TRYING = 1.5
/** Numbers of shared directions are compared on so many shoppers and rounds. */
const TRIAL = { shoppers: 1000, warmRounds: 5, rounds: 4 }

/**
 * Works out the parts of a shop's preferences. The number of shared directions is the one with the largest marginal
 * likelihood, from the number that no permutation of the items reaches on.
 */
export function solveParts(
  modalities: readonly ModalityFeatures[],
  histories: Histories,
  items: number,
  settings: AdditiveSettings,
  signal?: AbortSignal,
): SolvedParts {
  const popularity = popularityOf(histories, items)
  const most = Math.max(2, Math.min(settings.mostComponents, Math.floor(settings.componentsPerItem * items)))
  const coordinates = modalities.map((modality) => coordinatesOf(modality, most)).filter(({ rank }) => rank > 0)
  const attempt = (count: number, shoppers: number, options: LearnOptions) => {
    const parts = coordinates.length > 0 ? partsOf(coordinates, shared, count, popularity, settings) : []
    const features = sideBySide(parts, items)
    const width = parts.reduce((sum, { rank }) => sum + rank, 0)
    const sample = sampleShoppers(histories, shoppers)
    return { count, parts, features, learned: learn(parts, statisticsOf(histories, sample, features, width, popularity), options) }
  }
  const shared = sharedDirections(coordinates)
  const trial = (count: number) => attempt(count, TRIAL.shoppers, { ...settings, ...TRIAL, signal }).learned.logEvidence
  const count = coordinates.length > 1 ? bestCount(shared.significant, shared.strengths, trial) : 0
  const { parts, features, learned } = attempt(count, settings.mostShoppers, { ...settings, signal })
  return { ...inOwnAxes(parts, features, learned, popularity, settings.leastVariance), popularity, sharedDirections: count, logEvidence: learned.logEvidence }
}

function bestCount(first: number, strengths: Float64Array, evidence: (count: number) => number): number {
  const worthTrying = (count: number) => count <= strengths.length && strengths[count - 1] >= WORTH_TRYING
  if (!worthTrying(first + 1)) return first
  let [best, found] = [first, evidence(first)]
  for (let count = first + 1; worthTrying(count) && count <= best + 2; count++) {
    const next = evidence(count)
    if (next > found) [best, found] = [count, next]
  }
  return best
}

/** Turns the features of every part to the axes of its covariance and drops those along which shoppers do not differ. */
function inOwnAxes(parts: readonly PartFeatures[], features: Float64Array, learned: Learned, popularity: Float64Array, least: number) {
  const turned = parts.map((part, p) => {
    const { values, vectors } = eigenOf(learned.covariances[p])
    const total = values.reduce((sum, value) => sum + Math.max(0, value), 0)
    const kept = values.filter((value) => value > least * total)
    const rank = Math.max(1, kept.length)
    return { ...part, rank, variances: values.slice(0, rank), values: timesMatrix(part.values, vectors.subMatrix(0, part.rank - 1, 0, rank - 1)) }
  })
  const all = Float32Array.from(sideBySide(turned, popularity.length))
  const width = turned.reduce((sum, { rank }) => sum + rank, 0)
  const rounded = Float64Array.from(all)
  const preferences: Preferences = {
    ranks: turned.map(({ rank }) => rank),
    variances: Float64Array.from(turned.flatMap(({ variances }) => Array.from(variances, (value) => Math.max(0, value)))),
    gram: toRows(weightedCross(rounded, width, rounded, width, popularity)),
    hypotheses: learned.hypotheses,
    prior: learned.prior,
  }
  return { parts: turned.map(({ kind, modalities, rank }): Part => ({ kind, modalities, rank })), features: all, preferences }
}
