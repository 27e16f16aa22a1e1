import { describe, expect, it } from 'vitest'
import { createWorld, type WorldKind } from './world.ts'
import { trueParts } from './true-parts.ts'

describe('trueParts', () => {
  const partsOf = (kind: WorldKind) => trueParts(createWorld({ kind, users: 8, items: 20 }).truth)

  it.each<[WorldKind, number, number, number, number]>([
    ['unique', 0.5, 0.5, 0, 0],
    ['copy', 0, 0, 1, 0],
    ['xor', 0, 0, 0, 1],
    ['mixed', 0.25, 0.25, 0.25, 0.25],
    ['shuffled', 1, 0, 0, 0],
    // by hand, for bits x and y and f = xy: m_x = (x - 1/2) / 2, m_y alike, and the interaction (x - 1/2)(y - 1/2).
    // Cell (1, 1): 1/4, 1/4 and synergy 1/4; (1, 0) and (0, 1): sizes 1/4, 1/4 and synergy 1/4; (0, 0): 1/4 said by
    // both alike
    ['and', 0.3, 0.3, 0.1, 0.3],
  ])('%s', (kind, image, text, redundant, synergy) => {
    const parts = partsOf(kind)
    expect(parts.image).toBeCloseTo(image, 9)
    expect(parts.text).toBeCloseTo(text, 9)
    expect(parts.redundant).toBeCloseTo(redundant, 9)
    expect(parts.synergy).toBeCloseTo(synergy, 9)
  })
})
