import { expect, it } from 'vitest'
import type { Factors } from '@trifold/model/internals'
import { changeWithout, deletion } from './deletion.ts'

/** One user and four items. The image adds 4, 3, 0, 0 to their scores, the text 0, 0, 2, 1. */
const block = (values: readonly number[]) => ({
  dimension: 1,
  user: Float32Array.of(1),
  item: Float32Array.from(values),
  role: 'modal' as const,
  inScore: true,
})
const factors: Factors = {
  users: 1,
  items: 4,
  blocks: [block([4, 3, 0, 0]), block([0, 0, 2, 1])],
  modalities: ['image', 'text'].map((name) => ({ name, present: Uint8Array.of(1, 1, 1, 1) })),
  decoders: [],
  interventional: { joint: [0, 1], alone: [[0], [1]] },
}
const pairs = (...items: number[]) => ({ indptr: Int32Array.of(0, items.length), indices: Int32Array.from(items) })
const split = { train: pairs(), valid: pairs(), test: pairs(0) }

it('counts the ranks that items lose without a modality', () => {
  // Without their image, items 0 and 1 fall by 3 and 2 ranks, below item 3.
  // Without their text, items 2 and 3 fall by 1 and 0.
  const found = deletion({ factors, split }, 'interventional')
  expect(found).toMatchObject({ items: 4, largest: (3 + 2 + 1 + 0) / 4, any: (1.5 + 1 + 0.5 + 0) / 4 })
  expect(found?.correlation).toBeGreaterThan(0.8)
})

it('returns null if masking changes no score', () => {
  const unmasked = { ...factors, interventional: { joint: [], alone: [[], []] } }
  expect(deletion({ factors: unmasked, split }, 'interventional')).toBeNull()
  expect(deletion({ factors, split }, 'observational')).toBeNull() // no decoders
})

it('removes the term of the modality and its interaction with the other', () => {
  const block = (user: number, item: number) => ({
    dimension: 1,
    user: Float32Array.of(user),
    item: Float32Array.of(item),
    role: 'modal' as const,
    inScore: true,
  })
  // ids 7, image 1 * 2, text 1 * 3, together 1 * 5
  const factors: Factors = {
    users: 1,
    items: 1,
    blocks: [{ ...block(1, 7), role: 'collaborative' }, block(1, 2), block(1, 3), block(1, 5)],
    modalities: ['image', 'text'].map((name) => ({ name, present: Uint8Array.of(1) })),
    decoders: [],
    interventional: { joint: [1, 2, 3], alone: [[1], [2]] },
  }
  const user = { blocks: factors.blocks.map(() => Float32Array.of(1)), decoders: [] }
  expect(changeWithout(factors, user, 0, 0)).toBe(-7) // 3 of 10 remain: the text alone
  expect(changeWithout(factors, user, 0, 1)).toBe(-8)
})
