import { describe, expect, it } from 'vitest'
import { covariance } from '../linalg/index.ts'
import { Random } from '../nn/index.ts'
import { principalCodes } from './principal-codes.ts'

const ITEMS = 300
const DIMENSION = 60

/** Rows along two directions, of standard deviations 3 and 1, beside noise of 0.01; the first item has no features. */
function features() {
  const random = new Random(3)
  const [a, b] = [random.normals(ITEMS), random.normals(ITEMS)]
  const noise = random.normals(ITEMS * DIMENSION)
  const values = noise.map((x, at) => {
    const [item, d] = [Math.floor(at / DIMENSION), at % DIMENSION]
    return 5 + 0.01 * x + (d === 7 ? 3 * a[item]! : d === 31 ? b[item]! : 0)
  })
  return { dimension: DIMENSION, values, present: Uint8Array.from({ length: ITEMS }, (_, item) => +(item > 0)), a, b }
}

describe('principalCodes', () => {
  const { a, b, ...table } = features()
  const codes = principalCodes(table, new Random(1))

  it('keeps the strongest directions and their variance, and centres', () => {
    expect(codes.dimension).toBe(32)
    const spread = covariance(codes, codes, table.present)
    const trace = Array.from({ length: 32 }, (_, d) => spread[d * 33]).reduce((sum, x) => sum! + x!)
    const variance = (x: Float32Array) => {
      const rows = x.subarray(1)
      const mean = rows.reduce((sum, value) => sum + value, 0) / rows.length
      return rows.reduce((sum, value) => sum + (value - mean) ** 2, 0) / rows.length
    }
    expect(trace).toBeCloseTo(9 * variance(a) + variance(b), 1)
    for (let d = 0; d < 32; d++) {
      let sum = 0
      for (let item = 1; item < ITEMS; item++) sum += codes.values[item * 32 + d]!
      expect(sum / ITEMS).toBeCloseTo(0, 3)
    }
  })

  it('gives zeros to an item without features', () => {
    expect([...codes.values.subarray(0, 32)]).toEqual(new Array(32).fill(0))
  })

  it('is the same for the same draws, and no wider than the items there are', () => {
    expect(principalCodes(table, new Random(1))).toEqual(codes)
    const few = { ...table, present: table.present.map((_, item) => +(item < 4)) }
    expect(principalCodes(few, new Random(1)).dimension).toBe(3)
  })
})
