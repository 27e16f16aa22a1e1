import type { Batch, ScoreTerm } from '../bases/index.ts'
import type { Leaves, Parameters, Penalized, Modality } from '../nn/index.ts'
import type { tf } from '../compute/index.ts'
import { Encoder, type Compressed } from './bottleneck.ts'
import { Interaction, JointDecoder } from './joint.ts'
import type { Weights } from './objective.ts'
import type { EstimatorStep, InformationEstimator } from './estimator.ts'
import type { PermutationSource } from './mine.ts'
import type { RedundancyEstimator } from './names.ts'
import { codePair, createEstimator } from './redundant.ts'
import { UniqueDecoders } from './unique.ts'

export interface MrdibInput {
  readonly users: number
  readonly modalities: readonly Modality[]
  /** Width of the base's projected features. */
  readonly width: number
  readonly interactionRank: number
  /** Whether the base's own score has modal terms; else MRdIB brings a joint decoder beside it. */
  readonly baseIsModal: boolean
  readonly weights: Weights
  readonly redundancyEstimator: RedundancyEstimator
  /** L2 penalty on the users' and items' vectors of the interaction, and on the users' of the uni-modal decoders. */
  readonly modalRegularization: number
  readonly learningRate: number
  readonly parameters: Parameters
  readonly random: PermutationSource
}

/** What the modalities' codes share, and how the estimators are to move to see it better. */
export interface Information {
  /** Estimates of I(Z_m; Z_n), in nats; none for a pair that no two items of the batch have. */
  readonly bounds: readonly tf.Scalar[]
  readonly steps: readonly EstimatorStep[]
}

/** The plug-in: all that MRdIB adds to a base. It needs to know where the projected features are, and no more. */
export class Mrdib {
  readonly weights: Weights
  readonly encoders: readonly Encoder[]
  readonly decoders: UniqueDecoders
  /** Absent with one modality: there is nothing to interact with. */
  readonly interaction: Interaction | null
  readonly #joint: JointDecoder | null
  readonly #pairs: readonly { readonly estimator: InformationEstimator; readonly a: number; readonly b: number }[]
  readonly #regularization: number

  constructor(input: MrdibInput) {
    const { users, modalities, width, interactionRank: rank, weights, learningRate, parameters, random } = input
    this.weights = weights
    this.#regularization = input.modalRegularization
    this.encoders = modalities.map(({ name }) => new Encoder(parameters, name, width, learningRate))
    this.decoders = new UniqueDecoders(parameters, modalities, [users, width], random, learningRate)
    this.#joint = input.baseIsModal ? null : new JointDecoder(parameters, [users, width], random, learningRate)
    this.interaction =
      modalities.length > 1 && rank > 0
        ? new Interaction(parameters, modalities, { users, width, rank }, random, learningRate)
        : null
    this.#pairs =
      weights.redundancy > 0
        ? pairsOf(modalities.length).map(([a, b]) => ({
            estimator: createEstimator(input.redundancyEstimator, width, random, learningRate),
            a,
            b,
          }))
        : []
  }

  compress(modality: number, h: tf.Tensor2D, leafOf: Leaves, noise: Float32Array | null): Compressed {
    return this.encoders[modality]!.compress(h, leafOf, noise)
  }

  /** What the plug-in adds to the joint decoder f_vt: served with a base that has modal terms, else beside it. */
  terms(leafOf: Leaves, z: readonly tf.Tensor2D[]): ScoreTerm[] {
    const parts = [this.#joint, this.interaction].flatMap((part) => (part ? [part.term(leafOf, z)] : []))
    return this.#joint ? parts.map((term) => ({ ...term, inScore: false })) : parts
  }

  unique(batch: Batch, leafOf: Leaves, z: readonly tf.Tensor2D[], present: readonly Uint8Array[]): tf.Scalar {
    return this.decoders.loss(batch, leafOf, z, present)
  }

  /**
   * The plug-in's own vectors, which are kept small. The decoders' weigh as little as their loss does, so that each of them
   * is a ranking loss with the same penalty whatever alpha3 is.
   *
   * @param terms what `terms` gave
   */
  penalized({ users, positives, negatives }: Batch, leafOf: Leaves, terms: readonly ScoreTerm[]): Penalized[] {
    const weight = this.#regularization
    const interaction = terms.flatMap(({ user, item }) => [
      { rows: user, at: [users], weight },
      { rows: item, at: [positives, negatives], weight },
    ])
    const decoders = this.decoders.users.map((v) => ({
      rows: leafOf(v),
      at: [users],
      weight: this.weights.unique * weight,
    }))
    return [...interaction, ...decoders]
  }

  /** One a pair of modalities. */
  get estimators(): readonly InformationEstimator[] {
    return this.#pairs.map(({ estimator }) => estimator)
  }

  /** L_R over the codes of unique items, a term a pair of modalities that two of them both have. */
  information(z: readonly tf.Tensor2D[], present: readonly Uint8Array[]): Information {
    const estimates = this.#pairs.flatMap(({ estimator, a, b }) => {
      const codes = codePair([z[a]!, z[b]!], [present[a]!, present[b]!])
      return codes ? estimator.estimate(codes) : []
    })
    return { bounds: estimates.map(({ bound }) => bound), steps: estimates.map(({ step }) => step) }
  }
}

function pairsOf(count: number): [number, number][] {
  return Array.from({ length: count }, (_, a) => a).flatMap((a) =>
    Array.from({ length: count - a - 1 }, (_, n): [number, number] => [a, a + 1 + n]),
  )
}
