import type { ScoreBlock } from '../factors/index.ts'
import type { Baseline, BaselineInput } from './baseline.ts'

export const popularity: Baseline = {
  summary: 'The same list for everyone.',
  defaults: {},
  searchSpace: {},
  solve,
}

/**
 * s(u, i) = log(1 + n_i), with n_i the users who have the item, or the sum of their confidences: the same list for
 * everyone.
 */
function solve({ users, items, train, weights }: BaselineInput): ScoreBlock {
  const counts = new Float64Array(items)
  for (let n = 0; n < train.indices.length; n++) counts[train.indices[n]!]! += weights ? weights[n]! : 1
  return {
    role: 'collaborative',
    inScore: true,
    dimension: 1,
    user: new Float32Array(users).fill(1),
    item: Float32Array.from(counts, Math.log1p),
  }
}
