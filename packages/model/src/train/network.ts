import { createBase } from '../bases/index.ts'
import { MODAL_SCORES } from '../bases/names.ts'
import { everyModality, type Base, type Batch, type Forward, type ForwardMode, type Modality, type ScoreTerm } from '../bases/base.ts'
import { everyRow, Parameters, type Idle, type Leaves, type Rows } from '../bases/parameters.ts'
import { penalty } from '../bases/penalty.ts'
import { bprLoss, distinct, gatherRows, pairMargins, sumScalars, tensorMemory, tf } from '../compute/index.ts'
import type { Csr } from '../data/csr.ts'
import type { ItemNeighbours } from '../data/dataset.ts'
import type { EstimatorStep } from '../mrdib/estimator.ts'
import { Mrdib } from '../mrdib/mrdib.ts'
import { objective, type Term, type Terms } from '../mrdib/objective.ts'
import type { ItemModality } from '../serve/factors.ts'
import type { FitConfig } from './config.ts'
import { Random } from './random.ts'

export interface NetworkInput {
  readonly users: number
  readonly items: number
  readonly modalities: readonly Modality[]
  readonly neighbours?: readonly ItemNeighbours[]
  /** `[users, items]` */
  readonly train: Csr
}

/** The representation of each modality for some items. */
interface Encoded {
  readonly z: tf.Tensor2D[] // [item rows, width] each; zero where the item lacks the modality
  readonly kl: tf.Scalar[]
  readonly present: Uint8Array[] // [item rows] each
}

/** What one batch gives: the loss, term by term, and how the estimators of L_R are to move next. */
export interface BatchLoss {
  readonly terms: Terms
  readonly estimators: readonly EstimatorStep[]
}

/** A base, with or without MRdIB between its projected features and its score. */
export class Network {
  readonly parameters = new Parameters()
  readonly base: Base
  readonly mrdib: Mrdib | null
  readonly input: NetworkInput
  /** Steps taken so far, which decides whether the next one reckons with the lazy terms; a checkpoint keeps it. */
  taken = 0
  /** What the base draws before each epoch. */
  readonly #epochs: Random
  readonly #noise: Random
  /** The streams that training draws from, by name: a checkpoint keeps where they stand. */
  readonly streams: Readonly<Record<string, Random>>
  /** The base's own penalty on projected features; with MRdIB the bottleneck bounds them. */
  readonly #featureRegularization: number
  readonly #projectionRegularization: number

  constructor(config: FitConfig, input: NetworkInput) {
    const { users, modalities } = input
    const random = new Random(config.seed, 'weights')
    const parameters = this.parameters
    this.input = input
    this.#featureRegularization = config.featureRegularization
    this.#projectionRegularization = config.projectionRegularization
    this.#noise = new Random(config.seed, 'noise')
    this.#epochs = new Random(config.seed, 'epochs')
    const plugIn = new Random(config.seed, 'plug-in')
    this.streams = { noise: this.#noise, epochs: this.#epochs, plugIn }
    this.base = createBase(config.base, { ...input, neighbours: input.neighbours ?? [], config, parameters, random })
    this.mrdib = config.mrdib
      ? new Mrdib({
          users,
          modalities,
          width: this.base.width,
          interactionRank: config.interactionRank,
          baseIsModal: MODAL_SCORES.has(config.base),
          weights: {
            bottleneck: config.bottleneckWeight,
            redundancy: config.redundancyWeight,
            unique: config.uniqueWeight,
            joint: config.jointWeight,
          },
          regularizeEvery: config.regularizeEvery,
          redundancyEstimator: config.redundancyEstimator,
          modalRegularization: config.modalRegularization,
          learningRate: config.learningRate,
          parameters,
          random: plugIn,
        })
      : null
  }

  /** The loss of a batch on its leaves. */
  loss(batch: Batch, leafOf: Leaves): BatchLoss {
    const { z, kl, present } = this.encode(batch.itemRows, leafOf, this.mrdib && this.#noise)
    const { terms, losses } = this.forward(batch, leafOf, z, 'train')
    const own: Record<string, Term> = {}
    for (const [name, value] of Object.entries(losses(batch))) own[name] = { value, weight: 1 }
    const { projects } = this.base
    const weight = this.#projectionRegularization
    if (projects && weight > 0) own.projections = { value: projects.norms(leafOf), weight }
    const margins = terms.map((term) => ({ term, margin: marginOf(term, batch) }))
    const lossOf = (counts: (term: ScoreTerm) => boolean) =>
      rankingLoss(margins.filter(({ term }) => counts(term)).map(({ margin }) => margin))
    const likelihood = lossOf(({ inScore }) => inScore !== false)
    if (!this.mrdib) {
      // half the squared norm of a row, averaged: what KL(q || N(0, I)) is where the variances are equal
      const features = { value: penalty(z.map((rows) => ({ rows, weight: 1 }))), weight: this.#featureRegularization }
      return { terms: { ranking: { value: likelihood, weight: 1 }, features, ...own }, estimators: [] }
    }
    const { mrdib } = this
    const steps = mrdib.lazySteps(this.taken)
    const information = steps > 0 ? mrdib.information(...this.#amongDistinct(batch, z, present)) : null
    const parts = {
      likelihood,
      kl,
      lazy: information && { information: information.bounds, unique: mrdib.unique(batch, leafOf, z, present), steps },
      joint: lossOf(({ role }) => role === 'modal'),
    }
    return { terms: { ...objective(parts, mrdib.weights), ...own }, estimators: information?.steps ?? [] }
  }

  /** The parameters that the next step leaves alone. */
  get idle(): Idle {
    return new Set(this.mrdib?.lazySteps(this.taken) === 0 ? this.mrdib.decoders.users : [])
  }

  /**
   * The terms of the score: the base's, and the interaction that MRdIB adds to the joint decoder.
   *
   * @param heard by default all modalities are; the codes of the others are masked to the prior's mean
   */
  forward(rows: Rows | Batch, leafOf: Leaves, z: readonly tf.Tensor2D[], mode: ForwardMode, heard = everyModality): Forward {
    const codes = z.map((own, m) => (heard(this.input.modalities[m].name) ? own : tf.zerosLike(own)))
    const base = this.base.forward(rows, leafOf, this.base.speaks ? z : codes, mode, heard)
    const { mrdib } = this
    if (!mrdib) return base
    const added = mrdib.terms(leafOf, codes)
    return {
      terms: [...base.terms, ...added],
      losses: (batch) => {
        const own = base.losses(batch)
        const ofPlugIn = penalty(mrdib.penalised(batch, leafOf, added, mrdib.lazySteps(this.taken)))
        return { ...own, regularization: own.regularization ? sumScalars([own.regularization, ofPlugIn]) : ofPlugIn }
      },
    }
  }

  /** @param noise null takes the posterior mean */
  encode(itemRows: Int32Array, leafOf: Leaves, noise: Random | null): Encoded {
    const encoded: Encoded = { z: [], kl: [], present: [] }
    const { projects } = this.base
    if (!projects) return encoded
    this.input.modalities.forEach((modality, m) => {
      const present = presenceOf(itemRows, modality.present)
      const rows = present.includes(0) ? itemRows.filter((_, n) => present[n]) : itemRows
      encoded.present.push(present)
      if (rows.length === 0) {
        encoded.z.push(tf.zeros([itemRows.length, this.base.width]))
        return
      }
      const h = projects.project(m, rows, leafOf) // [rows, width]
      if (!this.mrdib) {
        encoded.z.push(spread(h, present))
        return
      }
      const { z, kl } = this.mrdib.compress(m, h, leafOf, noise && noise.normals(h.size, tensorMemory(h.size)))
      encoded.z.push(spread(z, present))
      encoded.kl.push(kl)
    })
    return encoded
  }

  /** Draws anew what the base draws for each epoch. */
  beginEpoch(): void {
    this.base.beginEpoch?.(this.#epochs)
  }

  /**
   * The codes of the batch's distinct items, which is what the estimators of L_R compare. A base that propagates over the whole
   * catalogue has codes of every item at hand.
   */
  #amongDistinct(
    { positives, negatives }: Batch,
    z: readonly tf.Tensor2D[],
    present: readonly Uint8Array[],
  ): [z: readonly tf.Tensor2D[], present: readonly Uint8Array[]] {
    if (this.base.reach === 'batch' || this.mrdib?.weights.redundancy === 0) return [z, present]
    const both = new Int32Array(positives.length + negatives.length)
    both.set(positives)
    both.set(negatives, positives.length)
    const { rows } = distinct(both)
    return [z.map((codes) => gatherRows(codes, rows)), present.map((has) => presenceOf(rows, has))]
  }

  /**
   * The modalities that the score hears, and the items that each can speak of: those with features first, then those of
   * which only a graph is known.
   */
  get modalities(): readonly ItemModality[] {
    const { projects, speaks = [] } = this.base
    if (!projects) return []
    const features = this.input.modalities.map(({ name, present }) => {
      const graph = speaks.find((one) => one.name === name)
      return { name, present: graph ? present.map((has, item) => has | graph.present[item]) : present }
    })
    return [...features, ...speaks.filter(({ name }) => !features.some((one) => one.name === name))]
  }

  /** All users and items. */
  everything(): Rows {
    return { userRows: everyRow(this.input.users), itemRows: everyRow(this.input.items) }
  }
}

/** What a term adds to the lead of each pair's positive. `[batch]` */
function marginOf({ user, item, pairs }: ScoreTerm, batch: Batch): tf.Tensor1D {
  return pairMargins(user, item, pairs ?? batch)
}

/** -log p(y | .) is the base's ranking loss: BPR on the sum of the terms, whose margins these are. `[batch]` each */
function rankingLoss(margins: readonly tf.Tensor1D[]): tf.Scalar {
  if (margins.length === 0) return tf.scalar(Math.LN2) // a decoder that says nothing: a coin's loss
  return bprLoss(...margins)
}

/** For each row 1 where the item, of all, has the modality. */
function presenceOf(rows: Int32Array, has: Uint8Array): Uint8Array {
  const present = new Uint8Array(rows.length)
  for (let n = 0; n < rows.length; n++) present[n] = has[rows[n]]
  return present
}

/** Puts the rows of items that have a modality at their places and zeros, the prior's mean, at the others. */
function spread(rows: tf.Tensor2D, present: Uint8Array): tf.Tensor2D {
  if (rows.shape[0] === present.length) return rows
  const [count, width] = rows.shape
  let next = 0
  const places = Int32Array.from(present, (has) => (has ? next++ : count))
  return gatherRows(tf.concat([rows, tf.zeros<tf.Rank.R2>([1, width])], 0), places) // [item rows, width]
}
