import { expect, it } from 'vitest'
import type { Factors } from '../factors/index.ts'
import { changeWithout } from './change-without.ts'

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
