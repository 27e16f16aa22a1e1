import { fit } from '@trifold/model'
import { createLargeWorld } from '@trifold/experiments'
import { selectBackend } from '@trifold/model/internals'
import type { Task } from './task.ts'

const K = 20

/**
 * A user's list of 20 among 7,000 items from a model of VBPR with MRdIB, the next user each time, with or without the
 * explanation of each entry: the difference is what explaining costs.
 */
export async function recommendTask(explained: boolean): Promise<Task> {
  await selectBackend()
  const dataset = createLargeWorld({ interactions: 70_000, dimension: 64 })
  const { model } = await fit(dataset, { base: 'vbpr', mrdib: true, epochs: 1, evaluationUsers: 100 })
  let user = 0
  return {
    run() {
      user = (user + 1) % dataset.userIds.length
      const list = model.recommend(user, K)
      if (explained)
        model.explain(
          user,
          list.map(({ item }) => item),
        )
      return Promise.resolve(null)
    },
  }
}
