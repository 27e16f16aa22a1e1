import { FEATURE_SPREAD, type Modality } from '../bases/base.ts'
import type { ModalityFeatures } from '../data/dataset.ts'
import { readFeatureRow } from '../data/feature-values.ts'

/**
 * Features as models read them: every vector divided by its own length, then scaled to 0.3 sqrt(d), so that modalities
 * of any dimension and unit come in alike. The table stays as it is, whatever its precision; only the rows' factors are
 * made anew. An item whose vector is all zeros has nothing to say and counts as missing.
 */
export function prepareFeatures({ name, dimension, values, present }: ModalityFeatures): Modality {
  const kept = present.slice()
  const scale = new Float32Array(present.length)
  const row = new Float32Array(dimension)
  for (let item = 0; item < present.length; item++) {
    if (!present[item]) continue
    readFeatureRow({ values, dimension }, item, row) // without a factor: the length takes it out again
    let squares = 0
    for (let d = 0; d < dimension; d++) squares += row[d] * row[d]
    if (squares === 0) kept[item] = 0
    else scale[item] = (FEATURE_SPREAD * Math.sqrt(dimension)) / Math.sqrt(squares)
  }
  return { name, dimension, values, scale, present: kept }
}
