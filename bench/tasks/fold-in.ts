import { fit } from '@trifold/model'
import { createLargeWorld } from '@trifold/experiments'
import { selectBackend } from '@trifold/model/internals'
import type { Task } from './task.ts'

const HISTORY = 10

/**
 * The user side of a shopper with ten items, another shopper each time, by a model of VBPR with MRdIB on 7,000 items; of
 * one the model was not trained on, or of one it was, who took ten items since.
 */
export async function foldInTask(known: boolean): Promise<Task> {
  await selectBackend()
  const dataset = createLargeWorld({ interactions: 70_000, dimension: 64 })
  const { model } = await fit(dataset, { base: 'vbpr', mrdib: true, epochs: 1, evaluationUsers: 100 })
  const { indptr, indices } = model.trained
  model.prepareFoldIn()
  let n = 0
  return {
    run() {
      n++
      const user = n % dataset.userIds.length
      const taken = Array.from({ length: HISTORY }, (_, k) => (n * 31 + k * 577) % dataset.itemIds.length)
      if (known) model.foldIn([...indices.subarray(indptr[user], indptr[user + 1]), ...taken], { user })
      else model.foldIn(taken)
      return Promise.resolve(null)
    },
  }
}
