import type { Modality } from '../bases/base.ts'
import type { ModalityFeatures } from '../data/dataset.ts'

/** Length of a feature vector in units of sqrt(dimension): its components then spread by about .3. */
const SCALE = 0.3

/**
 * Features as models read them: every vector divided by its own length, then scaled to 0.3 sqrt(d), so that modalities
 * of any dimension and unit come in alike. An item whose vector is all zeros has nothing to say and counts as missing.
 */
export function prepareFeatures({ name, dimension, values, present }: ModalityFeatures): Modality {
  const prepared = new Float32Array(values.length)
  const kept = present.slice()
  for (let item = 0; item < present.length; item++) {
    if (!present[item]) continue
    const start = item * dimension
    let squares = 0
    for (let d = start; d < start + dimension; d++) squares += values[d] * values[d]
    if (squares === 0) {
      kept[item] = 0
      continue
    }
    const factor = (SCALE * Math.sqrt(dimension)) / Math.sqrt(squares)
    for (let d = start; d < start + dimension; d++) prepared[d] = values[d] * factor
  }
  return { name, dimension, values: prepared, present: kept }
}
