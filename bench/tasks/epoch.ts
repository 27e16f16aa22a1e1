import { fitConfigSchema } from '@trifold/model'
import { createLargeWorld } from '@trifold/experiments'
import { resolveSplit } from '@trifold/model/data'
import { selectBackend } from '@trifold/model/internals'
import { prepare, trainEpoch } from '@trifold/model/internals'
import type { Task } from './task.ts'

/** Of TikTok's size: some 59,000 training pairs, which are 29 steps, and two modalities of 128-d. */
const WORLD = { interactions: 74_000, dimension: 128 } as const

/** One epoch of VBPR as `fit` runs it, alone or with MRdIB: what the plug-in costs. */
export async function epochTask(mrdib: boolean): Promise<Task> {
  await selectBackend()
  const dataset = createLargeWorld(WORLD)
  const config = fitConfigSchema.parse({ base: 'vbpr', mrdib })
  const { network, sampler, batcher } = await prepare(dataset, config, resolveSplit(dataset, config.seed))
  let epoch = 0
  return {
    async run() {
      const { loss } = await trainEpoch(network, sampler, batcher, ++epoch)
      return loss
    },
  }
}
