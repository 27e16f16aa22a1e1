import type { Csr } from '../data/csr.ts'

/** Best `k` items of each user, best first, ties by lower id; `-1` where fewer are left after `exclude`. */
export function scoreTopK(
  users: Float32Array, // [batch, dimension]
  items: Float32Array, // [items, dimension]
  dimension: number,
  k: number,
  exclude?: Csr,
): { ids: Int32Array; scores: Float32Array } {
  const batch = users.length / dimension
  const count = items.length / dimension
  const ids = new Int32Array(batch * k).fill(-1)
  const scores = new Float32Array(batch * k).fill(-Infinity)
  for (let user = 0; user < batch; user++) {
    const vector = users.subarray(user * dimension, (user + 1) * dimension)
    const base = user * k
    let skip = exclude ? exclude.indptr[user] : 0
    const skipEnd = exclude ? exclude.indptr[user + 1] : 0
    for (let item = 0; item < count; item++) {
      if (skip < skipEnd && exclude?.indices[skip] === item) {
        skip++
        continue
      }
      let score = 0
      for (let d = 0, at = item * dimension; d < dimension; d++, at++) score += vector[d] * items[at]
      if (ids[base + k - 1] >= 0 && Math.fround(score) <= scores[base + k - 1]) continue
      let slot = k - 1
      score = Math.fround(score)
      while (slot > 0 && (ids[base + slot - 1] < 0 || scores[base + slot - 1] < score)) {
        ids[base + slot] = ids[base + slot - 1]
        scores[base + slot] = scores[base + slot - 1]
        slot--
      }
      ids[base + slot] = item
      scores[base + slot] = score
    }
  }
  return { ids, scores }
}
