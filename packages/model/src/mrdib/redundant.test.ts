import { describe, expect, it } from 'vitest'
import { tf } from '../compute/index.ts'
import { codePair } from './redundant.ts'

describe('codePair', () => {
  const codes = tf.tensor2d([[1], [2], [3], [4]])

  it('takes the items that have both modalities', () => {
    const pair = codePair([codes, tf.neg(codes)], [Uint8Array.of(1, 1, 0, 1), Uint8Array.of(0, 1, 1, 1)])
    expect([...(pair?.a.dataSync() ?? [])]).toEqual([2, 4])
    expect([...(pair?.b.dataSync() ?? [])]).toEqual([-2, -4])
  })

  it('is null where one item, or none, has both', () => {
    expect(codePair([codes, codes], [Uint8Array.of(1, 1, 0, 0), Uint8Array.of(0, 1, 1, 1)])).toBeNull()
  })
})
