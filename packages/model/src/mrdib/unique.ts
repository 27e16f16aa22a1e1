import type { Batch } from '../bases/base.ts'
import { xavier, type UniformSource } from '../bases/initialise.ts'
import type { Leaves, Parameter, Parameters } from '../bases/parameters.ts'
import { bprLoss, pairScores, tf } from '../compute/index.ts'

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
      parameters.add(`v ${name}`, 'users', [users, width], xavier(users, width, random), learningRate),
    )
  }

  /**
   * L_U = sum_m E[-log p(y | z_m)], over the pairs whose positive and negative both have the modality.
   *
   * @param z `[item rows, width]` each
   * @param present for each modality 1 where the item row has it
   */
  loss(batch: Batch, leafOf: Leaves, z: readonly tf.Tensor2D[], present: readonly Uint8Array[]): tf.Scalar {
    const losses = this.users.flatMap((user, m) => {
      const { users, positives, negatives } = pairsWith(batch, present[m])
      if (users.length === 0) return []
      const v = leafOf(user) // [user rows, width]
      return [bprLoss(pairScores(v, z[m], users, positives), pairScores(v, z[m], users, negatives))]
    })
    return losses.length > 0 ? (tf.addN(losses) as tf.Scalar) : tf.scalar(0)
  }
}

/** The pairs whose items both are present; the batch itself where all are. */
export function pairsWith(
  { users, positives, negatives }: Pick<Batch, 'users' | 'positives' | 'negatives'>,
  present: Uint8Array,
): Pick<Batch, 'users' | 'positives' | 'negatives'> {
  if (!present.includes(0)) return { users, positives, negatives }
  const kept = everyIndex(users.length).filter((n) => present[positives[n]] && present[negatives[n]])
  const pick = (places: Int32Array) => kept.map((n) => places[n])
  return { users: pick(users), positives: pick(positives), negatives: pick(negatives) }
}

function everyIndex(count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, n) => n)
}
