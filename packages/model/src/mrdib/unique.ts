import type { UniformSource } from '../data/index.ts'
import type { Batch } from '../bases/index.ts'
import { type Leaves, pairsLoss, type Parameter, type Parameters, xavier } from '../nn/index.ts'
import { sumScalars, type tf } from '../compute/index.ts'

/**
 * The uni-modal decoders p(y | z_m) of L_U: f_m(u, i) = <v_u^m, z_m(i)>, with user vectors of their own for each
 * modality and no item ids, so that each says what its modality alone carries.
 */
export class UniqueDecoders {
  readonly users: readonly Parameter[] // [users, width] each

  constructor(
    parameters: Parameters,
    modalities: readonly { readonly name: string }[],
    [users, width]: readonly [users: number, width: number],
    random: UniformSource,
    learningRate: number,
  ) {
    this.users = modalities.map(({ name }) =>
      parameters.add(`v ${name}`, 'paired users', [users, width], xavier(users, width, random), learningRate),
    )
  }

  /**
   * L_U = sum_m E[-log p(y | z_m)], over the pairs whose positive and negative both have the modality.
   *
   * @param z `[item rows, width]` each
   * @param present for each modality 1 where the item row has it
   */
  loss(batch: Batch, leafOf: Leaves, z: readonly tf.Tensor2D[], present: readonly Uint8Array[]): tf.Scalar {
    const losses = this.users.flatMap((user, m) => pairsLoss(leafOf(user), z[m]!, batch, present[m]!) ?? [])
    return sumScalars(losses)
  }
}
