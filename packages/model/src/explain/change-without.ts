import type { Factors, UserRows } from '../factors/index.ts'

/**
 * The change of a user's score of an item when one modality is masked to its prior mean. It comes from the served
 * function, not from explanations. With three modalities or more, the interaction of the remaining ones is removed too.
 *
 * @param modality index among the modalities
 */
export function changeWithout(
  { blocks, interventional }: Factors,
  user: UserRows,
  item: number,
  modality: number,
): number {
  const sumOf = (indexes: readonly number[]) =>
    indexes.reduce((sum, index) => {
      const { dimension, item: values } = blocks[index]!
      const row = user.blocks[index]!
      for (let d = 0; d < dimension; d++) sum += row[d]! * values[item * dimension + d]!
      return sum
    }, 0)
  const others = interventional.alone.filter((_, m) => m !== modality)
  return others.reduce((sum, indexes) => sum + sumOf(indexes), 0) - sumOf(interventional.joint)
}
