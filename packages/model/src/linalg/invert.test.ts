import { describe, expect, it } from 'vitest'
import { seededRandom } from '../data/index.ts'
import { useNoEngine } from '../core/index.ts'
import { invertInPlace, NotPositiveDefinite } from './invert.ts'

/** X^T X + ridge I of a random X: symmetric positive definite. */
function gram(n: number, ridge: number): Float32Array {
  const random = seededRandom(n)
  const x = Float64Array.from({ length: 2 * n * n }, () => random() - 0.5)
  const g = new Float32Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let sum = i === j ? ridge : 0
      for (let r = 0; r < 2 * n; r++) sum += x[r * n + i]! * x[r * n + j]!
      g[i * n + j] = sum
    }
  }
  return g
}

function distanceFromIdentity(a: Float32Array, b: Float32Array, n: number): number {
  let worst = 0
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0
      for (let k = 0; k < n; k++) sum += a[i * n + k]! * b[k * n + j]!
      worst = Math.max(worst, Math.abs(sum - (i === j ? 1 : 0)))
    }
  }
  return worst
}

describe('invertInPlace', () => {
  it.each([
    [1, 4],
    [7, 3],
    [12, 4],
    [50, 64],
    [130, 32],
  ])('inverts %i rows by blocks of %i', async (n, block) => {
    const matrix = gram(n, 1)
    const inverse = await invertInPlace(matrix.slice(), n, { block })
    expect(distanceFromIdentity(matrix, inverse, n)).toBeLessThan(2e-5)
    for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) expect(inverse[i * n + j]).toBe(inverse[j * n + i])
  })

  it('is right to hand-computed numbers, and reads the lower triangle only', async () => {
    const inverse = await invertInPlace(Float32Array.of(4, 99, 2, 3), 2, { block: 1 })
    // [[4, 2], [2, 3]]^-1 = [[3, -2], [-2, 4]] / 8
    expect([...inverse]).toEqual([0.375, -0.25, -0.25, 0.5])
  })

  it('says how far it is, up to the end', async () => {
    const shares: number[] = []
    await invertInPlace(gram(10, 1), 10, { block: 4, onProgress: (share) => shares.push(share) })
    expect(shares).toEqual([0.4, 0.8, 1])
  })

  it('refuses a matrix that is not positive definite, in whatever block it shows', async () => {
    await expect(invertInPlace(Float32Array.of(1, 2, 2, 1), 2, { block: 1 })).rejects.toThrow(NotPositiveDefinite)
    await expect(invertInPlace(Float32Array.of(1, 2, 2, 1), 2)).rejects.toThrow(NotPositiveDefinite)
    await expect(invertInPlace(Float32Array.of(Number.NaN), 1)).rejects.toThrow(NotPositiveDefinite)
    await expect(invertInPlace(new Float32Array(5), 2)).rejects.toThrow(RangeError)
  })

  it('stops when aborted', async () => {
    const controller = new AbortController()
    const onProgress = () => controller.abort(new Error('enough'))
    const run = invertInPlace(gram(12, 1), 12, { block: 4, onProgress, signal: controller.signal })
    await expect(run).rejects.toThrow('enough')
  })

  it('gives the same in plain TypeScript', async () => {
    const matrix = gram(40, 1)
    const onCore = await invertInPlace(matrix.slice(), 40, { block: 16 })
    useNoEngine()
    const plain = await invertInPlace(matrix.slice(), 40, { block: 16 })
    plain.forEach((value, n) => expect(value).toBeCloseTo(onCore[n]!, 5))
  })
})
