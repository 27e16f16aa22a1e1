import { describe, expect, it } from 'vitest'
import { covariance, invert, variances } from './covariance.ts'

describe('covariance', () => {
  const x = { dimension: 1, values: Float32Array.of(1, 2, 3, 99) }
  const y = { dimension: 2, values: Float32Array.of(2, 0, 4, 1, 6, -1, 5, 5) }

  it('is that of the rows that count', () => {
    const among = Uint8Array.of(1, 1, 1, 0)
    const found = covariance(x, y, among)
    expect(found[0]).toBeCloseTo(4 / 3, 6)
    expect(found[1]).toBeCloseTo(-1 / 3, 6)
    expect([...covariance(x, y, new Uint8Array(4))]).toEqual([0, 0])
  })

  it('gives the variance of what every row says', () => {
    const [variance] = variances({ dimension: 2, values: Float32Array.of(1, 2) }, covariance(y, y))
    const said = [2, 6, 4, 15]
    const mean = said.reduce((a, b) => a + b) / 4
    expect(variance).toBeCloseTo(said.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 4, 5)
  })
})

describe('invert', () => {
  it('gives the inverse', () => {
    const a = Float64Array.of(4, 2, 0.6, 2, 5, 1, 0.6, 1, 3)
    const inverse = invert(a, 3)
    for (let i = 0; i < 3; i++) {
      for (let j = 0; j < 3; j++) {
        const found = [0, 1, 2].reduce((sum, k) => sum + a[i * 3 + k]! * inverse[k * 3 + j]!, 0)
        expect(found).toBeCloseTo(i === j ? 1 : 0, 12)
      }
    }
  })

  it('refuses a matrix that is not positive definite', () => {
    expect(() => invert(Float64Array.of(1, 2, 2, 1), 2)).toThrow('not positive definite')
  })
})
