import { describe, expect, it } from 'vitest'
import { prepareFeatures } from './features.ts'

describe('prepareFeatures', () => {
  const raw = {
    name: 'text',
    dimension: 4,
    values: Float32Array.of(3, 0, 4, 0, 1e-3, 0, 0, 0, 9, 9, 9, 9, 0, 0, 0, 0),
    present: Uint8Array.of(1, 1, 0, 1),
  }

  it('gives every vector the length 0.3 sqrt(d)', () => {
    const { values } = prepareFeatures(raw)
    for (const [n, expected] of [0.36, 0, 0.48, 0, 0.6, 0, 0, 0].entries()) expect(values[n]).toBeCloseTo(expected, 6)
  })

  it('leaves a missing item out and takes a zero vector for a missing one', () => {
    const { values, present } = prepareFeatures(raw)
    expect([...present]).toEqual([1, 1, 0, 0])
    expect([...values.subarray(8)]).toEqual(new Array(8).fill(0))
    expect([...raw.present]).toEqual([1, 1, 0, 1])
  })
})
