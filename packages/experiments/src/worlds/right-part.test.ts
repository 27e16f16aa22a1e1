import { describe, expect, it } from 'vitest'
import { createWorld, type WorldKind } from './world.ts'
import { parseConfig, trainOrSolve } from '@trifold/model/internals'
import { rightPart, type RightPart } from './right-part.ts'

const config = parseConfig({
  // the worlds are so small that with some seeds the noise of validation ends training before users' vectors have settled
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

async function measured(kind: WorldKind): Promise<RightPart> {
  const world = createWorld({ kind, users: 300, items: 200, seed: 1 })
  const { values } = await rightPart(world).of(await trainOrSolve(world.dataset, config, {}), world.dataset)
  return values as RightPart
}

describe('explanations of worlds whose truth is known', () => {
  // four parts: blind guessing puts a quarter on the right one. The goal is 0.9 for all; the bounds leave room below what
  // is reached on worlds this small (0.96, 0.93, 0.95, 0.92), so that nothing gets worse unseen (docs/decisions/0044, 0049)
  it.each<[WorldKind, number]>([
    ['unique', 0.9],
    ['copy', 0.9],
    ['xor', 0.9],
    ['shuffled', 0.87],
  ])(
    '%s: most of the evidence is in the part that drives the shoppers',
    async (kind, atLeast) => {
      const { heldOut } = await measured(kind)
      expect(heldOut.right).toBeGreaterThan(atLeast)
    },
    300_000,
  )

  it('says nothing of the right part where several drive a shopper', async () => {
    const { heldOut, warm } = await measured('and')
    expect([heldOut.right, warm.right]).toEqual([null, null])
    expect(Object.keys(heldOut.parts)).toEqual(['image', 'text', 'redundant', 'synergy'])
  }, 300_000)
})
