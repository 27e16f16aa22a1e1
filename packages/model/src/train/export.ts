import type { Forward, ScoreTerm } from '../bases/base.ts'
import { tf } from '../compute/index.ts'
import type { Block, Factors, ScoreBlock, UnimodalDecoder } from '../serve/factors.ts'
import type { Network } from './network.ts'

/**
 * Reduces a network to its factors: the terms of its score for all users and items, at the posterior mean (z = mu), and
 * the uni-modal decoders. With MRdIB these are the decoders of L_U (observational: what information each modality
 * carries), uncalibrated; without it, the joint decoder with the other modalities masked to zero (interventional: what
 * the served function uses).
 */
export async function exportFactors(network: Network): Promise<Factors> {
  const { users, items, modalities } = network.input
  const rows = network.everything()
  const { leaves, leafOf } = network.parameters.lookup(rows)
  const terms: ScoreTerm[] = []
  const alone: Pair[] = []
  tf.tidy(() => {
    const { z } = network.encode(rows.itemRows, leafOf, null)
    terms.push(...network.forward(rows, leafOf, z, 'serve').terms.map(keepPair))
    modalities.forEach((_, m) => {
      if (network.mrdib) {
        alone.push(keepPair({ user: leafOf(network.mrdib.decoders.users[m]), item: z[m] }))
        return
      }
      const masked = z.map((codes, n) => (n === m ? codes : tf.zerosLike(codes)))
      const modal = network.forward(rows, leafOf, masked, 'serve').terms.filter(isModal)
      if (modal.length > 0) alone.push(keepPair(sideBySide(modal)))
    })
  })
  tf.dispose(leaves)
  const blocks: ScoreBlock[] = []
  for (const term of terms) blocks.push({ ...(await download(term)), role: term.role, inScore: term.inScore ?? true })
  const decoders: UnimodalDecoder[] = []
  for (const [m, { name, present }] of modalities.entries()) {
    if (!alone[m]) continue // the base's score has no term of the modality alone
    decoders.push({ ...(await download(alone[m])), modality: name, scale: 1, present })
  }
  return { users, items, blocks, decoders, reading: network.mrdib ? 'observational' : 'interventional' }
}

interface Pair {
  readonly user: tf.Tensor2D
  readonly item: tf.Tensor2D
}

const isModal = ({ role }: ScoreTerm) => role === 'modal'

/** Terms as one: the dot product of concatenated rows is the sum of the dot products. */
function sideBySide(terms: Forward['terms']): Pair {
  if (terms.length === 1) return terms[0]
  return { user: tf.concat(terms.map(({ user }) => user), 1), item: tf.concat(terms.map(({ item }) => item), 1) }
}

/** Clones that outlive the tidy. */
function keepPair<T extends Pair>(pair: T): T {
  return { ...pair, user: tf.keep(pair.user.clone()), item: tf.keep(pair.item.clone()) }
}

async function download({ user, item }: Pair): Promise<Block> {
  // copies: a backend may hand out the very array a table holds, and training goes on
  const values = { user: (await user.data<'float32'>()).slice(), item: (await item.data<'float32'>()).slice() }
  const dimension = user.shape[1]
  tf.dispose([user, item])
  return { dimension, ...values }
}
