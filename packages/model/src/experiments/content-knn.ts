import { rowOf, type Csr } from '../data/csr.ts'
import type { ModalityFeatures } from '../data/dataset.ts'
import { readFeatureRow } from '../data/feature-values.ts'
import type { Factors, ScoreBlock } from '../serve/factors.ts'

/**
 * Content-based ranking without training: s(u, i) = sum over modalities of the mean cosine between the item's features
 * and those of the user's items. An item or a user without a modality gets 0 of it.
 *
 * @param train the users' items. `[users, items]`
 */
export function contentKnn(train: Csr, modalities: readonly ModalityFeatures[]): Factors {
  const users = train.indptr.length - 1
  const blocks = modalities.map((modality): ScoreBlock => {
    const { dimension } = modality
    const item = directions(modality) // [items, dimension]
    const user = new Float32Array(users * dimension) // the mean of the user's items
    for (let u = 0; u < users; u++) {
      const known = rowOf(train, u).filter((i) => modality.present[i])
      for (const i of known) {
        for (let d = 0; d < dimension; d++) user[u * dimension + d] += item[i * dimension + d] / known.length
      }
    }
    return { role: 'modal', inScore: true, dimension, user, item }
  })
  const items = modalities[0].present.length
  return { users, items, blocks, modalities: [], decoders: [], interventional: { joint: [], alone: [] } }
}

/** Every row divided by its length; zeros where the modality is missing. `[items, dimension]` */
function directions(modality: ModalityFeatures): Float32Array {
  const { dimension, present } = modality
  const all = new Float32Array(present.length * dimension)
  present.forEach((has, item) => {
    if (!has) return
    const row = all.subarray(item * dimension, (item + 1) * dimension)
    readFeatureRow(modality, item, row)
    const length = Math.hypot(...row)
    if (length > 0) for (let d = 0; d < dimension; d++) row[d] /= length
  })
  return all
}
