import { describe, expect, it } from 'vitest'
import { createWorld, type WorldKind } from './world.ts'
import { parseConfig, trainOrSolve } from '@trifold/model/internals'
import { truePartShare, type TruePartShare } from './true-part-share.ts'

const config = parseConfig({
  // The datasets are small. With some seeds, validation noise would stop training before the users' vectors have
  // settled.
  seed: 3,
  epochs: 40,
  patience: 40,
  embeddingSize: 16,
  batchSize: 512,
  learningRate: 0.005,
  bottleneckWeight: 0.003,
  uniqueWeight: 0.5,
  jointWeight: 1,
})

async function measured(kind: WorldKind): Promise<TruePartShare> {
  const world = createWorld({ kind, users: 300, items: 200, seed: 1 })
  const { values } = await truePartShare(world).of(await trainOrSolve(world.dataset, config, {}), world.dataset)
  return values as TruePartShare
}

describe('explanations of synthetic datasets', () => {
  // Four parts: a blind guess puts a quarter on the right one. The goal is 0.9 for all. On datasets this small 0.96,
  // 0.93, 0.95 and 0.92 are reached; the bounds are a little lower (docs/decisions/0044, 0049).
  it.each<[WorldKind, number]>([
    ['unique', 0.9],
    ['copy', 0.9],
    ['xor', 0.9],
    ['shuffled', 0.87],
  ])(
    '%s: most of the size is on the part that drives the shoppers',
    async (kind, atLeast) => {
      const { heldOut } = await measured(kind)
      expect(heldOut.right).toBeGreaterThan(atLeast)
    },
    300_000,
  )

  it('gives no share of the right part if several parts drive a shopper', async () => {
    const { heldOut, warm } = await measured('and')
    expect([heldOut.right, warm.right]).toEqual([null, null])
    expect(Object.keys(heldOut.parts)).toEqual(['image', 'text', 'redundant', 'synergy'])
  }, 300_000)
})
