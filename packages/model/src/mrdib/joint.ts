import type { UniformSource } from '../data/index.ts'
import type { ScoreTerm } from '../bases/index.ts'
import { type Leaves, type Parameter, type Parameters, xavier } from '../nn/index.ts'
import { tf } from '../compute/index.ts'

/**
 * The interaction that lets synergy exist: a sum over modalities alone has none (model.md section 5). Low-rank and
 * bilinear, over the pairs of modalities:
 *
 *     g(u, i) = <b_u, sum_{m < n} (A_m z_m) * (A_n z_n)>
 *
 * It is zero wherever one of the two is missing, as nothing can be said together by one.
 */
export class Interaction {
  readonly #users: Parameter // [users, rank]
  readonly #maps: readonly Parameter[] // [width, rank] each

  constructor(
    parameters: Parameters,
    modalities: readonly { readonly name: string }[],
    { users, width, rank }: { readonly users: number; readonly width: number; readonly rank: number },
    random: UniformSource,
    learningRate: number,
  ) {
    this.#users = parameters.add('b_u', 'paired users', [users, rank], xavier(users, rank, random), learningRate)
    this.#maps = modalities.map(({ name }) =>
      parameters.add(`A ${name}`, 'whole', [width, rank], xavier(width, rank, random), learningRate),
    )
  }

  /** @param z `[item rows, width]` each */
  term(leafOf: Leaves, z: readonly tf.Tensor2D[]): ScoreTerm {
    const mapped = this.#maps.map((map, m) => tf.matMul(z[m]!, leafOf(map))) // [item rows, rank]
    const products = mapped.flatMap((a, m) => mapped.slice(m + 1).map((b) => tf.mul(a, b) as tf.Tensor2D))
    return { role: 'modal', user: leafOf(this.#users), item: products.reduce((a, b) => tf.add(a, b)) }
  }
}

/**
 * The joint decoder of a base whose score has no modal term of its own, because its features reach the score through a
 * graph: f_vt(u, i) = <theta_u, sum_m z_m(i)>, modalities only, no ids (model.md section 5).
 */
export class JointDecoder {
  readonly #theta: Parameter // [users, width]

  constructor(
    parameters: Parameters,
    [users, width]: readonly [users: number, width: number],
    random: UniformSource,
    learningRate: number,
  ) {
    this.#theta = parameters.add('theta', 'paired users', [users, width], xavier(users, width, random), learningRate)
  }

  /** @param z `[item rows, width]` each */
  term(leafOf: Leaves, z: readonly tf.Tensor2D[]): ScoreTerm {
    return { role: 'modal', user: leafOf(this.#theta), item: z.reduce((a, b) => tf.add(a, b)) }
  }
}
