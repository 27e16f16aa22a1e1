import type { Engine } from '../../core/abi.ts'
import { isFrozen } from '../../core/frozen.ts'
import type { Exclusions, TopK, TopKQuery } from '../score-top-k.ts'
import { narrowItems } from './narrow-items.ts'

/** Users up to which each has the items read through for itself; more share them in a product of matrices. */
const FEW = 4

/** Exact search on the core; see `scoreTopK`. */
export function scoreTopKOn(engine: Engine, { users, items, dimension, k, exclude, allow }: TopKQuery): TopK {
  const batch = users.length / dimension
  const ids = new Int32Array(batch * k)
  const scores = new Float32Array(batch * k)
  const { offsets, ids: excluded } = exclude ? ascending(exclude, batch) : { offsets: null, ids: null }
  const sizes = [batch, items.length / dimension, dimension, k]
  const arrays = [users, items, offsets, excluded, ids, scores, allow ?? null]
  if (batch <= FEW && isFrozen(items)) {
    const { words, steps, slacks } = narrowItems(items, dimension)
    engine.call('narrowTopK', sizes, ...arrays, words, steps, slacks)
  } else {
    engine.call('topK', sizes, ...arrays)
  }
  return { ids, scores }
}

/** The kernel looks exclusions up by bisection: they must ascend within each user's list. */
function ascending({ offsets, ids }: Exclusions, batch: number): { offsets: Int32Array; ids: Int32Array } {
  const starts = new Int32Array(batch + 1)
  for (let b = 0; b <= batch; b++) starts[b] = offsets[b] - offsets[0]
  const sorted = new Int32Array(starts[batch])
  for (let b = 0; b < batch; b++) {
    let inOrder = true
    for (let e = starts[b]; e < starts[b + 1]; e++) {
      sorted[e] = ids[e + offsets[0]]
      if (inOrder && e > starts[b] && sorted[e] < sorted[e - 1]) inOrder = false
    }
    if (!inOrder) sorted.subarray(starts[b], starts[b + 1]).sort()
  }
  return { offsets: starts, ids: sorted }
}
