import { rowOf, type Csr } from '../data/csr.ts'
import type { ModalityFeatures } from '../data/dataset.ts'
import { readFeatureRow } from '../data/feature-values.ts'
import type { Factors, ScoreBlock } from '../serve/factors.ts'

/**
 * Content-based ranking without training: s(u, i) = sum over modalities of the mean cosine between the item's features
 * and those of the user's items. An item or a user without a modality gets 0 of it.
 *
 * @param train the users' items. `[users, items]`
 * @param centred less what all items share: features that are positive throughout, as those of networks for pictures are,
 *   otherwise make the most typical item the nearest to everyone
 */
export function contentKnn(train: Csr, modalities: readonly ModalityFeatures[], centred: boolean): Factors {
  const users = train.indptr.length - 1
  const blocks = modalities.map((modality): ScoreBlock => {
    const { dimension } = modality
    const item = directions(modality, centred) // [items, dimension]
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
function directions(modality: ModalityFeatures, centred: boolean): Float32Array {
  const { dimension, present } = modality
  const having = Uint32Array.from(present.keys()).filter((item) => present[item])
  const all = new Float32Array(present.length * dimension)
  const rowOf = (item: number) => all.subarray(item * dimension, (item + 1) * dimension)
  const mean = new Float64Array(dimension)
  for (const item of having) {
    readFeatureRow(modality, item, rowOf(item))
    normalize(rowOf(item))
    rowOf(item).forEach((value, d) => (mean[d] += value / having.length))
  }
  if (!centred) return all
  for (const item of having) {
    rowOf(item).forEach((value, d, row) => (row[d] = value - mean[d]))
    normalize(rowOf(item))
  }
  return all
}

function normalize(row: Float32Array): void {
  const length = Math.hypot(...row)
  if (length > 0) for (let d = 0; d < row.length; d++) row[d] /= length
}
