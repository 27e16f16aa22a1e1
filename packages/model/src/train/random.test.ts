import { describe, expect, it } from 'vitest'
import { Random } from './random.ts'

describe('Random', () => {
  it('gives the same stream for the same seeds and another for any other', () => {
    const draw = (...seeds: (number | string)[]) => {
      const random = new Random(...seeds)
      return Array.from({ length: 4 }, () => random.bits())
    }
    expect(draw(1, 'noise')).toEqual(draw(1, 'noise'))
    const streams = [draw(1, 'noise'), draw(2, 'noise'), draw(1, 'order'), draw('ab', 'c'), draw('a', 'bc'), draw(0)]
    expect(new Set(streams.map(String)).size).toBe(streams.length)
  })

  it('fills its range evenly', () => {
    const random = new Random(7)
    const counts = new Array<number>(10).fill(0)
    for (let n = 0; n < 100_000; n++) counts[random.below(10)]++
    const chiSquare = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)
    expect(chiSquare).toBeLessThan(27.9) // 9 degrees of freedom, p = .001
  })

  it('shuffles into a permutation', () => {
    expect([...new Random(3).permutation(50)].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, n) => n))
    expect([...new Random(3).permutation(50)]).not.toEqual([...new Random(4).permutation(50)])
  })

  it('draws normals with the moments and tails of N(0, 1)', () => {
    const values = new Random(11).normals(400_000)
    const moment = (power: number) => values.reduce((sum, x) => sum + x ** power, 0) / values.length
    expect(moment(1)).toBeCloseTo(0, 1.9)
    expect(moment(2)).toBeCloseTo(1, 1.9)
    expect(Math.abs(moment(3))).toBeLessThan(0.03)
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.06)
    const beyond = (limit: number) => values.filter((x) => Math.abs(x) > limit).length / values.length
    expect(Math.abs(beyond(1) - 0.3173)).toBeLessThan(0.004)
    expect(Math.abs(beyond(2) - 0.0455)).toBeLessThan(0.0015)
    expect(Math.abs(beyond(3.4426) - 0.000576)).toBeLessThan(0.00016) // the tail has a sampler of its own
  })
})
