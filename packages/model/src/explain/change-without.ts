import type { Factors, UserRows } from '../factors/index.ts'

/**
 * What a user's score of an item becomes when one modality is masked to its prior mean, less what it was: by the served
 * function itself, not by what explains it. With three modalities or more, what the remaining ones say only together is
 * taken away too.
 *
 * @param modality place among the modalities
 */
export function changeWithout(
  { blocks, interventional }: Factors,
  user: UserRows,
  item: number,
  modality: number,
): number {
  const said = (places: readonly number[]) =>
    places.reduce((sum, place) => {
      const { dimension, item: values } = blocks[place]!
      const row = user.blocks[place]!
      for (let d = 0; d < dimension; d++) sum += row[d]! * values[item * dimension + d]!
      return sum
    }, 0)
  const others = interventional.alone.filter((_, m) => m !== modality)
  return others.reduce((sum, places) => sum + said(places), 0) - said(interventional.joint)
}
