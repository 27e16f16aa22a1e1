import { describe, expect, it } from 'vitest'
import { logPopularity } from './initialize.ts'

const train = { indptr: Int32Array.of(0, 2, 3), indices: Int32Array.of(0, 2, 2) }

describe('logPopularity', () => {
  it('starts an item at the log of how often it occurs, an average one at zero', () => {
    const bias = logPopularity(train, 3)
    expect(bias[0]).toBeCloseTo(0, 6)
    expect(bias[1]).toBeCloseTo(-Math.LN2, 6) // never seen
    expect(bias[2]).toBeCloseTo(Math.log(1.5), 6)
  })
})
