import { everyRow } from '../nn/index.ts'
import { gatherRows, type tf } from '../compute/index.ts'
import { Club } from './club.ts'
import type { CodePair, InformationEstimator } from './estimator.ts'
import { Critic, type PermutationSource } from './mine.ts'
import type { RedundancyEstimator } from './names.ts'

/** What estimates L_R for one pair of modalities whose codes are `width` wide. */
export function createEstimator(
  name: RedundancyEstimator,
  width: number,
  random: PermutationSource,
  learningRate: number,
): InformationEstimator {
  return name === 'club' ? new Club(width, random, learningRate) : new Critic(width, random, learningRate)
}

/**
 * The codes of two modalities for the items that have both; null where fewer than two do, as one says nothing of a
 * dependence.
 *
 * @param z `[item rows, width]` each
 * @param present for each modality 1 where the item row has it
 */
export function codePair(
  z: readonly [a: tf.Tensor2D, b: tf.Tensor2D],
  present: readonly [a: Uint8Array, b: Uint8Array],
): CodePair | null {
  const all = !present[0].includes(0) && !present[1].includes(0)
  const rows = everyRow(present[0].length)
  const both = all ? rows : rows.filter((row) => present[0][row] && present[1][row])
  if (both.length < 2) return null
  const [a, b] = z.map((codes) => (all ? codes : gatherRows(codes, both)))
  return { a: a!, b: b! }
}
