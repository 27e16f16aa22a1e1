import {
  type Csr,
  type Factors,
  type ModalityFeatures,
  rowOf,
  type ScoreBlock,
  toUnitLength,
  unitRows,
} from '@trifold/model/internals'

/**
 * Content-based ranking without training: s(u, i) = sum over modalities of the mean cosine between the item's features
 * and those of the user's items. An item or a user without a modality gets 0 from it.
 *
 * @param train the users' items. `[users, items]`
 * @param centred subtracts the mean direction. Image networks give positive features only; without centring, the most
 *   typical item is then the nearest to everyone
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
        for (let d = 0; d < dimension; d++) user[u * dimension + d]! += item[i * dimension + d]! / known.length
      }
    }
    return { role: 'modal', inScore: true, dimension, user, item }
  })
  const items = modalities[0]!.present.length
  return { users, items, blocks, modalities: [], decoders: [], interventional: { joint: [], alone: [] } }
}

/**
 * The directions of all items, centred ones about their mean; zeros where the modality is missing. `[items, dimension]`
 */
function directions(modality: ModalityFeatures, centred: boolean): Float32Array {
  const { dimension, present } = modality
  const all = unitRows(modality)
  if (!centred) return all
  const having = Uint32Array.from(present.keys()).filter((item) => present[item])
  const rows = Array.from(having, (item) => all.subarray(item * dimension, (item + 1) * dimension))
  const mean = new Float64Array(dimension)
  for (const row of rows) row.forEach((value, d) => (mean[d]! += value / rows.length))
  for (const row of rows) {
    row.forEach((value, d) => (row[d] = value - mean[d]!))
    toUnitLength(row)
  }
  return all
}
