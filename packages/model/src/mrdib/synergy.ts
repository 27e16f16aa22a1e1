import type { ScoreTerm } from '../bases/base.ts'
import { xavier, type UniformSource } from '../bases/initialize.ts'
import type { Leaves, Parameter, Parameters } from '../bases/parameters.ts'
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
    const mapped = this.#maps.map((map, m) => tf.matMul(z[m], leafOf(map))) // [item rows, rank]
    const products = mapped.flatMap((a, m) => mapped.slice(m + 1).map((b) => tf.mul(a, b) as tf.Tensor2D))
    return { role: 'modal', user: leafOf(this.#users), item: products.reduce((a, b) => tf.add(a, b)) }
  }
}
