import { describe, expect, it } from 'vitest'
import { type ModalityFeatures, readFeatureRow, writeHalfRow } from '../data/index.ts'
import { prepareFeatures } from './features.ts'

describe('prepareFeatures', () => {
  const raw = {
    name: 'text',
    dimension: 4,
    values: Float32Array.of(3, 0, 4, 0, 1e-3, 0, 0, 0, 9, 9, 9, 9, 0, 0, 0, 0),
    present: Uint8Array.of(1, 1, 0, 1),
  }

  const normalized = (features: ModalityFeatures, item: number) => {
    const row = new Float32Array(features.dimension)
    readFeatureRow(prepareFeatures(features), item, row)
    return [...row]
  }

  it.each(['single', 'half'])('gives every vector of %s precision the length 0.3 sqrt(d)', (precision) => {
    const features = precision === 'half' ? halved(raw) : raw
    for (const [n, expected] of [0.36, 0, 0.48, 0].entries())
      expect(normalized(features, 0)[n]).toBeCloseTo(expected, 3)
    expect(normalized(features, 1)).toEqual([0.6, 0, 0, 0].map((x) => expect.closeTo(x, 3)))
  })

  it('leaves the table as it is, a missing item out, and takes a zero vector for a missing one', () => {
    const { values, present } = prepareFeatures(raw)
    expect([...present]).toEqual([1, 1, 0, 0])
    expect(values).toBe(raw.values)
    expect([...raw.present]).toEqual([1, 1, 0, 1])
  })
})

function halved(features: ModalityFeatures): ModalityFeatures {
  const { dimension, present } = features
  const values = new Uint16Array(present.length * dimension)
  const scale = Float32Array.from(present, (_, item) => {
    const row = new Float32Array(dimension)
    readFeatureRow(features, item, row)
    return writeHalfRow(row, values, item * dimension)
  })
  return { ...features, values, scale }
}
