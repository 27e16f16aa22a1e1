import { describe, expect, it } from 'vitest'
import { normal, seededRandom } from '../data/index.ts'
import { pairedBootstrap } from './bootstrap.ts'
import type { UserMetrics } from './evaluate.ts'
import { valueIndex, VALUES_PER_USER } from './metrics.ts'

function users(recalls: readonly number[]): UserMetrics {
  const values = new Float64Array(recalls.length * VALUES_PER_USER)
  recalls.forEach((recall, n) => (values[n * VALUES_PER_USER + valueIndex('recall', '20')] = recall))
  return { users: Uint32Array.from(recalls.keys()), values }
}

describe('pairedBootstrap', () => {
  const random = seededRandom(11)
  const base = Array.from({ length: 400 }, () => random())

  it('sees a small constant gain that the spread between users would hide', () => {
    const gain = pairedBootstrap(users(base.map((x) => x + 0.01)), users(base), 'recall', '20')
    expect(gain.difference).toBeCloseTo(0.01, 10)
    expect(gain.interval[0]).toBeCloseTo(0.01, 10)
    expect(gain.share).toBe(0)
    expect(gain.relative).toBeCloseTo(0.01 / (base.reduce((a, b) => a + b) / base.length), 10)
  })

  it('has the width that the normal approximation gives', () => {
    const differences = base.map(() => normal(random) * 0.1)
    const gain = pairedBootstrap(users(base.map((x, n) => x + differences[n]!)), users(base), 'recall', '20')
    const width = gain.interval[1] - gain.interval[0]
    expect(width).toBeGreaterThan((2 * 1.96 * 0.1 * 0.85) / Math.sqrt(400))
    expect(width).toBeLessThan((2 * 1.96 * 0.1 * 1.15) / Math.sqrt(400))
    expect(gain.interval[0]).toBeLessThan(gain.difference)
    expect(gain.interval[1]).toBeGreaterThan(gain.difference)
  })

  it('is decided by its seed and refuses other users', () => {
    const better = users(base.map((x) => x + normal(random)))
    const seeded = (seed: number) => pairedBootstrap(better, users(base), 'recall', '20', { seed })
    expect(seeded(5)).toEqual(seeded(5))
    expect(seeded(5).interval).not.toEqual(seeded(6).interval)
    expect(() => pairedBootstrap(users(base.slice(1)), users(base), 'recall', '20')).toThrow(RangeError)
    expect(() => pairedBootstrap(users([]), users([]), 'recall', '20')).toThrow(RangeError)
  })
})
