import { projectRows, tf } from '../compute/index.ts'
import type { Csr } from '../data/csr.ts'
import type { Base, BaseInput, Batch, Forward, Modality, ScoreTerm } from './base.ts'
import { xavier } from './initialise.ts'
import type { Leaves, Parameter, Rows } from './parameters.ts'
import { squaredNorm } from './penalty.ts'

/**
 * VBPR (He and McAuley, AAAI 2016) with one Linear a modality, so that each can carry a bottleneck:
 *
 *     s(u, i) = b_i + <p_u, q_i> + <theta_u, sum_m W_m x_m(i)>
 */
export class Vbpr implements Base {
  readonly reach = 'batch'
  readonly width: number
  readonly #input: BaseInput
  readonly #p: Parameter // [users, width]
  readonly #theta: Parameter // [users, width]
  readonly #q: Parameter // [items, width]
  readonly #b: Parameter // [items, 1]
  readonly #w: readonly { feature: Modality; weight: Parameter; bias: Parameter }[]

  constructor(input: BaseInput) {
    const { users, items, embeddingSize: width, parameters, random, learningRate } = input
    this.#input = input
    this.width = width
    this.#p = parameters.add('p', 'users', [users, width], xavier(users, width, random), learningRate)
    this.#theta = parameters.add('theta', 'users', [users, width], xavier(users, width, random), learningRate)
    this.#q = parameters.add('q', 'items', [items, width], xavier(items, width, random), learningRate)
    this.#b = parameters.add('b', 'items', [items, 1], logPopularity(input.train, items), learningRate)
    this.#w = input.modalities.map((feature) => ({
      feature,
      weight: parameters.add(
        `W ${feature.name}`,
        'whole',
        [feature.dimension, width],
        xavier(feature.dimension, width, random),
        learningRate,
      ),
      bias: parameters.add(`c ${feature.name}`, 'whole', [1, width], new Float32Array(width), learningRate),
    }))
  }

  project(modality: number, rows: Int32Array, leafOf: Leaves): tf.Tensor2D {
    const { feature, weight, bias } = this.#w[modality]
    return projectRows(feature, rows, leafOf(weight), tf.reshape(leafOf(bias), [this.width])) // [rows, width]
  }

  forward(rows: Rows, leafOf: Leaves, z: readonly tf.Tensor2D[]): Forward {
    const p = leafOf(this.#p)
    const q = leafOf(this.#q)
    const one = tf.ones<tf.Rank.R2>([rows.userRows.length, 1])
    const ids: ScoreTerm[] = [
      { role: 'collaborative', user: one, item: leafOf(this.#b) },
      { role: 'collaborative', user: p, item: q },
    ]
    const theta = leafOf(this.#theta)
    return {
      terms: z.length > 0 ? [...ids, { role: 'modal', user: theta, item: sum(z) }] : ids,
      losses: (batch) => this.#penalty(batch, { p, q, theta }),
    }
  }

  #penalty({ users, positives, negatives }: Batch, { p, q, theta }: Record<'p' | 'q' | 'theta', tf.Tensor2D>) {
    const { regularization, modalRegularization } = this.#input
    const ids = tf.add(squaredNorm(p, users), squaredNorm(q, positives, negatives))
    const modal = squaredNorm(theta, users)
    return { regularization: tf.add(tf.mul(regularization, ids), tf.mul(modalRegularization, modal)) as tf.Scalar }
  }
}

const sum = (tensors: readonly tf.Tensor2D[]) => tensors.reduce((a, b) => tf.add(a, b))

/**
 * The bias that BPR against uniform negatives would reach by itself, were there no other term: the log density ratio
 * log n_i, up to a constant. Starting there leaves the factors to learn what popularity does not say, instead of
 * growing it one small step at a time while they over-fit. The counts are smoothed by as much as the mean, which leaves
 * their order alone and a new item within a nat of an average one, so that its modalities can still lift it.
 */
export function logPopularity(train: Csr, items: number): Float32Array {
  const counts = new Float32Array(items)
  for (const item of train.indices) counts[item]++
  const mean = train.indices.length / items
  return counts.map((count) => Math.log((count + mean) / (2 * mean)))
}
