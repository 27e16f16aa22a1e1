import type { ScoreTerm } from '../bases/base.ts'
import { xavier, type UniformSource } from '../bases/initialize.ts'
import type { Leaves, Parameter, Parameters } from '../bases/parameters.ts'
import { tf } from '../compute/index.ts'

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
