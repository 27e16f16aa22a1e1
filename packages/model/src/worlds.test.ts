import { describe, expect, it } from 'vitest'
import { createWorld, type Taste, type WorldKind } from './data/world.ts'
import { fit } from './index.ts'

/** Which part of an explanation a taste should come out in. */
const PART_OF: Record<Exclude<Taste['part'], 'and'>, 'image' | 'text' | 'redundant' | 'synergy'> = {
  image: 'image',
  text: 'text',
  shared: 'redundant',
  synergy: 'synergy',
}

/**
 * Share of the absolute mass of all modality parts that lies on the part that truly drives each user, over items that
 * occur in no training interaction (model.md section 5, acceptance 5).
 */
async function massOnTheRightPart(kind: WorldKind): Promise<number> {
  const { dataset, truth } = createWorld({ kind, users: 300, items: 200, seed: 1 })
  const { model } = await fit(dataset, {
    seed: 1,
    epochs: 40,
    patience: 40,
    embeddingSize: 16,
    batchSize: 512,
    learningRate: 0.005,
    bottleneckWeight: 0.003,
    uniqueWeight: 0.5,
    jointWeight: 1,
  })
  const unseen = truth.heldOut.flatMap((heldOut, item) => (heldOut ? [item] : []))
  let right = 0
  let all = 0
  truth.tastes.forEach((taste, user) => {
    if (taste.part === 'and') return
    for (const { unique, redundant, synergy } of model.explain(user, unseen)) {
      const parts = { image: unique.image, text: unique.text, redundant, synergy }
      right += Math.abs(parts[PART_OF[taste.part]])
      for (const part of Object.values(parts)) all += Math.abs(part)
    }
  })
  return right / all
}

describe('explanations of worlds whose truth is known', () => {
  // four parts: blind guessing puts a quarter on the right one. The goal is 0.9 for all three; the bounds leave room
  // below what is reached on worlds this small (0.89, 0.92, 0.96), so that nothing gets worse unseen (docs/decisions/0044)
  it.each<[WorldKind, number]>([
    ['unique', 0.82],
    ['copy', 0.86],
    ['xor', 0.9],
  ])('%s: most of the evidence is in the part that drives the shoppers', async (kind, atLeast) => {
    expect(await massOnTheRightPart(kind)).toBeGreaterThan(atLeast)
  }, 300_000)
})
