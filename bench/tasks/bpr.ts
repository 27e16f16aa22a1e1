import { fitConfigSchema, type Dataset } from '@trifold/model'
import { selectBackend } from '@trifold/model/internals'
import { prepare, trainEpoch } from '@trifold/model/internals'
import { RATINGS, readIntegers } from '../inputs.ts'
import type { Task } from './task.ts'

/** One epoch of BPR-MF as `fit` runs it: sampling, batches, forward, backward and Adam. */
export async function bprTask(inputs: string): Promise<Task> {
  await selectBackend()
  const users = Uint32Array.from(await readIntegers(inputs, 'rating-users.i32'))
  const items = Uint32Array.from(await readIntegers(inputs, 'rating-items.i32'))
  const ids = (count: number) => Array.from({ length: count }, (_, n) => String(n))
  const dataset: Dataset = {
    name: 'ratings',
    userIds: ids(RATINGS.users),
    itemIds: ids(RATINGS.items),
    interactions: { users, items },
    modalities: [],
  }
  const indptr = new Int32Array(RATINGS.users + 1)
  for (const user of users) indptr[user + 1]!++
  for (let user = 0; user < RATINGS.users; user++) indptr[user + 1]! += indptr[user]!
  const config = fitConfigSchema.parse({ base: 'bpr', embeddingSize: RATINGS.dimension })
  const { network, sampler, batcher } = await prepare(dataset, config, {
    train: { indptr, indices: Int32Array.from(items) }, // sorted by user and item
  })
  let epoch = 0
  return {
    async run() {
      await trainEpoch(network, sampler, batcher, ++epoch)
      return null
    },
  }
}
