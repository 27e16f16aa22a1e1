import { everyModality, type Heard, type ScoreTerm } from '../bases/base.ts'
import type { Factors } from '../serve/factors.ts'
import { itemVectors, selectVectors, sides, userVectors, type Scorer } from '../serve/score-vectors.ts'
import type { Network } from './network.ts'
import { readInSlices } from './read-in-slices.ts'
import { splitTerms } from './split-terms.ts'

/**
 * Reduces a network to its factors: the terms of its score for all users and items, at the posterior mean (z = mu), read
 * once with all modalities, once with each alone and once with none: the others' codes are masked to the prior's mean, and
 * their graphs of similar items taken away. They have no observational decoders yet: these are read off the calibrated
 * joint decoder (`calibrate`).
 */
export async function exportFactors(network: Network): Promise<Factors> {
  const { users, items } = network.input
  const { modalities } = network
  let terms: readonly ScoreTerm[] = []
  const read = await readInSlices(network, network.everything(), (rows, leafOf) => {
    const { z } = network.encode(rows.itemRows, leafOf, null)
    const termsOf = (heard: Heard) => network.terms(rows, leafOf, z, heard)
    terms = termsOf(everyModality)
    const alone = modalities.flatMap(({ name }) => termsOf((other) => other === name))
    return [...terms, ...(modalities.length > 0 ? termsOf(() => false) : terms), ...alone]
  })
  const under = (mask: number, term: number) => read[mask * terms.length + term]
  const split = splitTerms(
    terms.map(({ role, inScore = true }, n) => {
      const alone = modalities.map((_, m) => under(2 + m, n))
      return { role, inScore, all: under(0, n), none: under(1, n), alone }
    }),
    modalities.map(({ name }) => name),
  )
  const named = modalities.map(({ name, present }) => ({ name, present }))
  return { users, items, modalities: named, decoders: [], ...split }
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
    return network.terms(slice, leafOf, z).filter(({ inScore }) => inScore !== false)
  })
  const side = { users: users.length, items: network.input.items, modalities: [], decoders: [] }
  const interventional = { joint: [], alone: [] }
  const factors: Factors = {
    ...side,
    interventional,
    blocks: blocks.map((block) => ({ ...block, role: 'modal', inScore: true })),
  }
  // side by side, and the blocks let go: item vectors are large
  const [vectors, items] = [userVectors(factors, Uint32Array.from(users.keys())), itemVectors(factors)]
  const place = new Map(Array.from(users, (user, n) => [user, n]))
  const placesOf = (some: ArrayLike<number>) => Array.from(some, (user) => place.get(user) as number)
  return { items, sidesOf: (some) => sides(selectVectors(vectors, placesOf(some)), items) }
}
