import { describe, expect, it } from 'vitest'
import { tf } from '../compute/index.ts'
import { pairsLoss, pairsWith } from './losses.ts'

const batch = { users: Int32Array.of(0, 1, 1), positives: Int32Array.of(0, 2, 1), negatives: Int32Array.of(1, 0, 0) }

describe('pairsLoss', () => {
  const user = tf.tensor2d([[1], [2]])
  const item = tf.tensor2d([[0.5], [0.25], [-1]])

  it('is BPR over the pairs that can be compared', () => {
    const found = pairsLoss(user, item, batch, Uint8Array.of(1, 1, 0))?.dataSync()[0]
    const bpr = (margin: number) => Math.log(1 + Math.exp(-margin))
    expect(found).toBeCloseTo((bpr(0.25) + bpr(-0.5)) / 2, 5)
  })

  it('is nothing where no pair can be', () => {
    expect(pairsLoss(user, item, batch, Uint8Array.of(0, 1, 0))).toBeNull()
  })
})

describe('pairsWith', () => {
  it('keeps the pairs whose items both are present', () => {
    const { users, positives, negatives } = pairsWith(batch, Uint8Array.of(1, 0, 1))
    expect([[...users], [...positives], [...negatives]]).toEqual([[1], [2], [0]])
  })
})
