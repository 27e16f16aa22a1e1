import { Matrix } from 'ml-matrix'
import {
  hypothesesOf,
  logEvidence,
  normalizeLogs,
  project,
  solve,
  type Hypothesis,
  type Solved,
  type Statistics,
} from './hypotheses.ts'
import type { PartFeatures } from './parts.ts'

export interface LearnOptions {
  /** Rounds in which every shopper follows exactly one part, so that no part starts out behind. */
  readonly warmRounds: number
  readonly rounds: number
  /** Shoppers that the covariance given beforehand weighs as much as. */
  readonly priorShoppers: number
  readonly signal?: AbortSignal
}

/** The distribution of preferences over shoppers. */
export interface Learned {
  readonly hypotheses: readonly Hypothesis[]
  readonly prior: Float64Array // [hypotheses]
  /** Covariance of w, one a part. `[rank, rank]` each */
  readonly covariances: readonly Matrix[]
  /** Log marginal likelihood of all histories, less that of no preference at all. */
  readonly logEvidence: number
}

/** Below this share of shoppers a hypothesis is given up. */
const RARE = 2e-3
/** A shopper counts for a hypothesis of at least this probability. */
const NEGLIGIBLE = 1e-3

/**
 * Empirical Bayes by expectation maximization over all shoppers: how frequent each set of parts is, and the covariance
 * of every part, that is which of its directions shoppers differ in and how much.
 */
export function learn(parts: readonly PartFeatures[], data: Statistics, options: LearnOptions): Learned {
  const starts = [0]
  for (const { rank } of parts) starts.push(starts.at(-1)! + rank)
  const first = parts.map(({ variances }) => Matrix.diag(Array.from(variances)))
  let covariances: readonly Matrix[] = first
  let hypotheses: readonly Hypothesis[] = parts.map((_, p) => [p])
  let prior: Float64Array = new Float64Array(hypotheses.length).fill(1 / Math.max(1, hypotheses.length))
  let total = 0
  const { warmRounds, rounds, priorShoppers } = options
  for (let round = 0; round <= warmRounds + rounds; round++) {
    options.signal?.throwIfAborted()
    if (round === warmRounds) {
      hypotheses = hypothesesOf(parts.length)
      prior = sparsePrior(hypotheses)
    }
    const solved = hypotheses.map((set) => solve(set, starts, covariances, data.gram))
    const probabilities = new Float64Array(data.sizes.length * hypotheses.length) // [shoppers, hypotheses]
    total = weigh(solved, data, prior, probabilities)
    if (round === warmRounds + rounds) break
    covariances = update(solved, data, probabilities, starts, first, priorShoppers)
    if (round >= warmRounds) ({ hypotheses, prior } = shares(hypotheses, probabilities, data.sizes.length))
  }
  return { hypotheses, prior, covariances, logEvidence: total }
}

/** Half of the shoppers at a size follow each larger one: sparse, until the data say otherwise. */
function sparsePrior(hypotheses: readonly Hypothesis[]): Float64Array {
  const prior = Float64Array.from(hypotheses, (set) => Math.exp(-set.length))
  const sum = prior.reduce((a, b) => a + b, 0)
  return prior.map((value) => value / sum)
}

/** Probabilities of hypotheses for every shopper. @returns the log marginal likelihood */
function weigh(solved: readonly Solved[], data: Statistics, prior: Float64Array, out: Float64Array): number {
  const scratch = new Float64Array(data.width)
  const count = solved.length
  let total = 0
  for (let shopper = 0; shopper < data.sizes.length; shopper++) {
    const logs = out.subarray(shopper * count, (shopper + 1) * count)
    for (let h = 0; h < count; h++) {
      project(solved[h]!, data.sums, shopper * data.width, scratch)
      logs[h] = Math.log(prior[h]!) + logEvidence(solved[h]!, scratch, data.sizes[shopper]!)
    }
    total += normalizeLogs(logs)
  }
  return total
}

/** The expected second moment of w over the shoppers who follow a part, beside that given beforehand. */
function update(
  solved: readonly Solved[],
  data: Statistics,
  probabilities: Float64Array,
  starts: readonly number[],
  first: readonly Matrix[],
  priorShoppers: number,
): Matrix[] {
  const sums = first.map((matrix) => Matrix.mul(matrix, priorShoppers))
  const weights = first.map(() => priorShoppers)
  const projected = new Float64Array(data.width)
  solved.forEach((hypothesis, h) => {
    const k = hypothesis.columns.length
    const { strengths } = hypothesis
    const moments = new Float64Array(k * k)
    let weight = 0
    for (let shopper = 0; shopper < data.sizes.length; shopper++) {
      const probability = probabilities[shopper * solved.length + h]!
      if (probability < NEGLIGIBLE) continue
      weight += probability
      const size = data.sizes[shopper]!
      project(hypothesis, data.sums, shopper * data.width, projected)
      for (let d = 0; d < k; d++) projected[d]! /= 1 + size * strengths[d]!
      for (let d = 0; d < k; d++) {
        const scaled = probability * projected[d]!
        for (let e = 0, at = d * k; e <= d; e++) moments[at + e]! += scaled * projected[e]!
        moments[d * k + d]! += probability / (1 + size * strengths[d]!)
      }
    }
    if (weight === 0 || k === 0) return
    const transform = new Matrix(k, k)
    const moment = new Matrix(k, k)
    for (let d = 0; d < k; d++) {
      for (let e = 0; e < k; e++) {
        transform.set(d, e, hypothesis.transform[d * k + e]!)
        moment.set(d, e, moments[d >= e ? d * k + e : e * k + d]!)
      }
    }
    const expected = transform.mmul(moment).mmul(transform.transpose())
    let at = 0
    for (const p of hypothesis.parts) {
      const rank = starts[p + 1]! - starts[p]!
      sums[p]!.add(expected.subMatrix(at, at + rank - 1, at, at + rank - 1))
      weights[p]! += weight
      at += rank
    }
  })
  return sums.map((sum, p) => sum.div(weights[p]!))
}

/** How frequent hypotheses are; rare ones are given up, but for "none of the parts". */
function shares(hypotheses: readonly Hypothesis[], probabilities: Float64Array, shoppers: number) {
  const count = hypotheses.length
  const sums = new Float64Array(count).fill(1 / count)
  for (let at = 0; at < probabilities.length; at++) sums[at % count]! += probabilities[at]!
  const kept = [...hypotheses.keys()].filter((h) => hypotheses[h]!.length === 0 || sums[h]! >= RARE * shoppers)
  const total = kept.reduce((sum, h) => sum + sums[h]!, 0)
  return { hypotheses: kept.map((h) => hypotheses[h]!), prior: Float64Array.from(kept, (h) => sums[h]! / total) }
}
