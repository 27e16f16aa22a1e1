import type { ScoreTerm } from '../bases/base.ts'
import type { Leaves, Rows } from '../bases/parameters.ts'
import { tf } from '../compute/index.ts'
import type { Factors, ScoreBlock, UnimodalDecoder } from '../serve/factors.ts'
import { itemVectors, selectVectors, sides, userVectors, type Scorer } from '../serve/score-vectors.ts'
import type { Network } from './network.ts'
import { readInSlices, type Pair } from './read-in-slices.ts'

/**
 * Reduces a network to its factors: the terms of its score for all users and items, at the posterior mean (z = mu), and
 * the uni-modal decoders. With MRdIB these are the decoders of L_U (observational: what information each modality
 * carries), uncalibrated; without it, the joint decoder with the other modalities masked to zero (interventional: what
 * the served function uses).
 */
export async function exportFactors(network: Network): Promise<Factors> {
  const { users, items, modalities } = network.input
  let terms: readonly ScoreTerm[] = []
  const read = await readInSlices(network, network.everything(), (rows, leafOf) => {
    const { z } = network.encode(rows.itemRows, leafOf, null)
    terms = network.forward(rows, leafOf, z, 'serve').terms
    return [...terms, ...modalities.flatMap((_, m) => alone(network, m, z, rows, leafOf) ?? [])]
  })
  const blocks: ScoreBlock[] = terms.map(({ role, inScore = true }, n) => ({ ...read[n], role, inScore }))
  // none where the base's score has no term of the modalities
  const decoders: UnimodalDecoder[] = read.slice(terms.length).map((block, m) => {
    const { name, present } = modalities[m]
    return { ...block, modality: name, scale: 1, present }
  })
  return { users, items, blocks, decoders, reading: network.mrdib ? 'observational' : 'interventional' }
}

/**
 * What a validation needs of a network and no more: the score's vectors of all items and of the users it asks about.
 *
 * @param users model indexes
 */
export async function exportScorer(network: Network, users: Uint32Array): Promise<Scorer> {
  const rows = { ...network.everything(), userRows: Int32Array.from(users) }
  const blocks = await readInSlices(network, rows, (slice, leafOf) => {
    const { z } = network.encode(slice.itemRows, leafOf, null)
    return network.forward(slice, leafOf, z, 'serve').terms.filter(({ inScore }) => inScore !== false)
  })
  const side = { users: users.length, items: network.input.items, decoders: [], reading: 'observational' } as const
  const factors: Factors = { ...side, blocks: blocks.map((block) => ({ ...block, role: 'modal', inScore: true })) }
  // side by side, and the blocks let go: item vectors are large
  const [vectors, items] = [userVectors(factors, Uint32Array.from(users.keys())), itemVectors(factors)]
  const place = new Map(Array.from(users, (user, n) => [user, n]))
  const placesOf = (some: ArrayLike<number>) => Array.from(some, (user) => place.get(user) as number)
  return { items, sidesOf: (some) => sides(selectVectors(vectors, placesOf(some)), items) }
}

/** f_m of a modality; undefined where no term of the score is about the modalities. */
function alone(network: Network, m: number, z: readonly tf.Tensor2D[], rows: Rows, leafOf: Leaves): Pair | undefined {
  if (network.mrdib) return { user: leafOf(network.mrdib.decoders.users[m]), item: z[m] }
  const masked = z.map((codes, n) => (n === m ? codes : tf.zerosLike(codes)))
  const modal = network.forward(rows, leafOf, masked, 'serve').terms.filter(({ role }) => role === 'modal')
  return modal.length > 0 ? sideBySide(modal) : undefined
}

/** Terms as one: the dot product of concatenated rows is the sum of the dot products. */
function sideBySide(terms: readonly Pair[]): Pair {
  if (terms.length === 1) return terms[0]
  return { user: tf.concat(terms.map(({ user }) => user), 1), item: tf.concat(terms.map(({ item }) => item), 1) }
}
