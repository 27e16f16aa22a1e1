import type { ModalityFeatures } from '../data/index.ts'
import { coordinatesOf, leading, type Coordinates } from './coordinates.ts'
import { popularityOf, sampleShoppers, statisticsOf, type Histories } from './histories.ts'
import { learn, type Learned, type LearnOptions } from './learn.ts'
import { partsOf, sideBySide, type PartFeatures, type PartKind } from './parts.ts'
import type { Preferences } from './posterior.ts'
import type { AdditiveSettings } from './settings.ts'
import { sharedDirections, type SharedDirections } from './shared-directions.ts'
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

/** Strengths (1 + canonical correlation) from which a significant direction is shared, and any direction is tried. */
const [BEYOND_DOUBT, WORTH_TRYING] = [1.5, 1.6]
/** Larger numbers that are tried after the best one so far. */
const PATIENCE = 2
/** Numbers of shared directions are compared after so many rounds. */
const TRIAL = { warmRounds: 8, rounds: 4 }

/**
 * Works out the parts of a shop's preferences. Two things are chosen by marginal likelihood: whether modalities are
 * described by all of their leading components or only by those that stand out of the noise, and how many directions they
 * share.
 */
export function solveParts(
  modalities: readonly ModalityFeatures[],
  histories: Histories,
  items: number,
  settings: AdditiveSettings,
  signal?: AbortSignal,
): SolvedParts {
  const popularity = popularityOf(histories, items)
  const shoppers = sampleShoppers(histories, settings.mostShoppers)
  const attempt = ({ coordinates, shared }: Description, count: number, options: LearnOptions) => {
    const parts = coordinates.length > 0 ? partsOf(coordinates, shared, count, popularity, settings) : []
    const width = parts.reduce((sum, { rank }) => sum + rank, 0)
    const data = statisticsOf(histories, shoppers, sideBySide(parts, items), width, popularity)
    return { parts, learned: learn(parts, data, options) }
  }
  const candidates = descriptionsOf(modalities, items, settings).map((description) => {
    const evidence = (count: number) =>
      attempt(description, count, { ...settings, ...TRIAL, signal }).learned.logEvidence
    return { description, ...bestCount(description.shared, evidence, settings.sharedDirections) }
  })
  const found = candidates.map((one) =>
    candidates.length === 1
      ? 0
      : (one.found ?? attempt(one.description, one.count, { ...settings, ...TRIAL, signal }).learned.logEvidence),
  )
  const { description, count } = candidates[found.indexOf(Math.max(...found))]!
  const { parts, learned } = attempt(description, count, { ...settings, signal })
  return {
    ...inOwnAxes(parts, learned, popularity, settings.leastVariance),
    popularity,
    sharedDirections: count,
    logEvidence: learned.logEvidence,
  }
}

/** Modalities in few numbers an item, and what they share. */
interface Description {
  readonly coordinates: readonly Coordinates[]
  readonly shared: SharedDirections
}

function descriptionsOf(
  modalities: readonly ModalityFeatures[],
  items: number,
  settings: AdditiveSettings,
): Description[] {
  const most = Math.max(2, Math.min(settings.mostComponents, Math.floor(settings.componentsPerItem * items)))
  const all = modalities.map((modality) => coordinatesOf(modality, most)).filter(({ rank }) => rank > 0)
  const above = all.map((one) => leading(one, Math.max(1, one.standingOut)))
  const differ = above.some(({ rank }, m) => rank < all[m]!.rank)
  return (differ ? [above, all] : [all]).map((coordinates) => ({ coordinates, shared: sharedDirections(coordinates) }))
}

/**
 * The number of shared directions with the most evidence: those beyond doubt, and of the others as many as pay.
 *
 * @returns the evidence too, where it had to be compared
 */
function bestCount(
  { strengths, significant }: SharedDirections,
  evidence: (count: number) => number,
  given?: number,
): { readonly count: number; readonly found?: number } {
  if (given !== undefined) return { count: given }
  let sure = 0
  while (sure < significant && strengths[sure]! >= BEYOND_DOUBT) sure++
  const isCandidate = (count: number) =>
    count <= significant || (count <= strengths.length && strengths[count - 1]! >= WORTH_TRYING)
  if (!isCandidate(sure + 1)) return { count: sure }
  let [count, found] = [sure, evidence(sure)]
  for (let next = sure + 1; isCandidate(next) && next <= count + PATIENCE; next++) {
    const better = evidence(next)
    if (better > found) [count, found] = [next, better]
  }
  return { count, found }
}

/** Turns the features of every part to the axes of its covariance and drops those along which shoppers do not differ. */
function inOwnAxes(parts: readonly PartFeatures[], learned: Learned, popularity: Float64Array, least: number) {
  const turned = parts.map((part, p) => {
    const { values, vectors } = eigenOf(learned.covariances[p]!)
    const total = values.reduce((sum, value) => sum + Math.max(0, value), 0)
    const kept = values.filter((value) => value > least * total)
    const rank = Math.max(1, kept.length)
    return {
      ...part,
      rank,
      variances: values.slice(0, rank),
      values: timesMatrix(part.values, vectors.subMatrix(0, part.rank - 1, 0, rank - 1)),
    }
  })
  const all = Float32Array.from(sideBySide(turned, popularity.length))
  const width = turned.reduce((sum, { rank }) => sum + rank, 0)
  const rounded = Float64Array.from(all)
  const preferences: Preferences = {
    ranks: turned.map(({ rank }) => rank),
    variances: Float64Array.from(
      turned.flatMap(({ variances }) => Array.from(variances, (value) => Math.max(0, value))),
    ),
    gram: toRows(weightedCross(rounded, width, rounded, width, popularity)),
    hypotheses: learned.hypotheses,
    prior: learned.prior,
  }
  return {
    parts: turned.map(({ kind, modalities, rank }): Part => ({ kind, modalities, rank })),
    features: all,
    preferences,
  }
}
