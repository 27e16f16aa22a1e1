import type { Reference } from './baseline.ts'

/** s(u, i) = log(1 + n_i), with n_i the users who have the item: the same list for everyone. */
export const popularity: Reference = ({ users, items, train }) => {
  const counts = new Float64Array(items)
  for (const item of train.indices) counts[item]++
  return {
    role: 'collaborative',
    inScore: true,
    dimension: 1,
    user: new Float32Array(users).fill(1),
    item: Float32Array.from(counts, Math.log1p),
  }
}
