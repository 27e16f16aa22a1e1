import {
  type Base,
  type Batch,
  createBase,
  everyModality,
  hasModalScore,
  pairedOf,
  type ScoreTerm,
} from '../bases/index.ts'
import {
  everyRow,
  type Leaves,
  Parameters,
  penalty,
  presenceOf,
  Random,
  type Rows,
  type Modality,
} from '../nn/index.ts'
import { bprLoss, gatherRows, pairMargins, sumScalars, tensorMemory, tf } from '../compute/index.ts'
import type { Csr } from '../linalg/index.ts'
import type { ItemNeighbours } from '../data/index.ts'
import { type EstimatorStep, Mrdib, objective, type Term, type Terms } from '../mrdib/index.ts'
import type { ItemModality } from '../factors/index.ts'
import type { FitConfig } from '../config/index.ts'

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
  readonly rows: Int32Array
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
          baseIsModal: hasModalScore(config.base),
          weights: {
            bottleneck: config.bottleneckWeight,
            redundancy: config.redundancyWeight,
            unique: config.uniqueWeight,
            joint: config.jointWeight,
          },
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
    const { base, mrdib } = this
    const { itemRows } = base.codes === 'pairs' ? pairedOf(batch) : batch
    const codes = this.encode(itemRows, leafOf, mrdib && this.#noise)
    const { terms, losses } = base.forward(batch, leafOf, codes.z, 'train')
    const own: Record<string, Term> = {}
    for (const [name, value] of Object.entries(losses(batch))) own[name] = { value, weight: 1 }
    const weight = this.#projectionRegularization
    if (base.projects && weight > 0) own.projections = { value: base.projects.norms(leafOf), weight }
    const margins = terms.map((term) => ({ term, margin: marginOf(term, batch) }))
    if (!mrdib) {
      const likelihood = { value: rankingLoss(margins, inScore), weight: 1 }
      // half the squared norm of a row, averaged: what KL(q || N(0, I)) is where the variances are equal
      const features = {
        value: penalty(codes.z.map((rows) => ({ rows, weight: 1 }))),
        weight: this.#featureRegularization,
      }
      return { terms: { ranking: likelihood, features, ...own }, estimators: [] }
    }
    // whatever the base is about, the plug-in is about the batch's pairs
    const pairs = pairedOf(batch)
    const { z, present } = codes.rows === pairs.itemRows ? codes : pick(codes, pairs.itemRows)
    const added = mrdib.terms(leafOf, z)
    margins.push(...added.map((term) => ({ term, margin: marginOf(term, pairs) })))
    const information = mrdib.information(z, present)
    const parts = {
      likelihood: rankingLoss(margins, inScore),
      kl: codes.kl,
      information: information.bounds,
      unique: mrdib.unique(pairs, leafOf, z, present),
      joint: rankingLoss(margins, ({ role }) => role === 'modal'),
    }
    const penalized = penalty(mrdib.penalized(pairs, leafOf, added))
    const regularization = {
      value: own.regularization ? sumScalars([own.regularization.value, penalized]) : penalized,
      weight: 1,
    }
    return {
      terms: { ...objective(parts, mrdib.weights), ...own, regularization },
      estimators: information.steps,
    }
  }

  /**
   * The terms of the score in serving: the base's, and the interaction that MRdIB adds to the joint decoder.
   *
   * @param z codes of all item rows
   * @param heard by default all modalities are; the codes of the others are masked to the prior's mean
   */
  terms(rows: Rows, leafOf: Leaves, z: readonly tf.Tensor2D[], heard = everyModality): ScoreTerm[] {
    const codes = z.map((own, m) => (heard(this.input.modalities[m]!.name) ? own : tf.zerosLike(own)))
    const { terms } = this.base.forward(rows, leafOf, this.base.speaks ? z : codes, 'serve', heard)
    return [...terms, ...(this.mrdib?.terms(leafOf, codes) ?? [])]
  }

  /** @param noise null takes the posterior mean */
  encode(itemRows: Int32Array, leafOf: Leaves, noise: Random | null): Encoded {
    const encoded: Encoded = { rows: itemRows, z: [], kl: [], present: [] }
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
   * The modalities that the score hears, and the items that each can speak of: those with features first, then those of
   * which only a graph is known.
   */
  get modalities(): readonly ItemModality[] {
    const { projects, speaks = [] } = this.base
    if (!projects) return []
    const features = this.input.modalities.map(({ name, present }) => {
      const graph = speaks.find((one) => one.name === name)
      return { name, present: graph ? present.map((has, item) => has | graph.present[item]!) : present }
    })
    return [...features, ...speaks.filter(({ name }) => !features.some((one) => one.name === name))]
  }

  /** All users and items. */
  everything(): Rows {
    return { userRows: everyRow(this.input.users), itemRows: everyRow(this.input.items) }
  }
}

/** A term, and what it adds to the lead of each pair's positive. `[batch]` */
interface Margin {
  readonly term: ScoreTerm
  readonly margin: tf.Tensor1D
}

function marginOf({ user, item, pairs }: ScoreTerm, batch: Batch): tf.Tensor1D {
  return pairMargins(user, item, pairs ?? batch)
}

const inScore = (term: ScoreTerm): boolean => term.inScore !== false

/** -log p(y | .) is the base's ranking loss: BPR on the sum of the terms that count. */
function rankingLoss(margins: readonly Margin[], counts: (term: ScoreTerm) => boolean): tf.Scalar {
  const counted = margins.filter(({ term }) => counts(term)).map(({ margin }) => margin)
  if (counted.length === 0) return tf.scalar(Math.LN2) // a decoder that says nothing: a coin's loss
  return bprLoss(...counted)
}

/** The codes of some items, of codes of all. */
function pick({ z, present }: Encoded, rows: Int32Array): Pick<Encoded, 'z' | 'present'> {
  return { z: z.map((codes) => gatherRows(codes, rows)), present: present.map((has) => presenceOf(rows, has)) }
}

/** Puts the rows of items that have a modality at their places and zeros, the prior's mean, at the others. */
function spread(rows: tf.Tensor2D, present: Uint8Array): tf.Tensor2D {
  if (rows.shape[0] === present.length) return rows
  const [count, width] = rows.shape
  let next = 0
  const places = Int32Array.from(present, (has) => (has ? next++ : count))
  return gatherRows(tf.concat([rows, tf.zeros<tf.Rank.R2>([1, width])], 0), places) // [item rows, width]
}
