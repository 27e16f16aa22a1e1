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
    for (let n = 0; n < 100_000; n++) counts[random.below(10)]!++
    const chiSquare = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)
    expect(chiSquare).toBeLessThan(27.9) // 9 degrees of freedom, p = .001
  })

  it('shuffles into a permutation', () => {
    expect([...new Random(3).permutation(50)].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, n) => n))
    expect([...new Random(3).permutation(50)]).not.toEqual([...new Random(4).permutation(50)])
  })

  it('draws other normals with each call, the same from the same state', () => {
    const draw = (random: Random) => [...random.normals(5)]
    const random = new Random(11)
    const [first, second] = [draw(random), draw(random)]
    expect(second).not.toEqual(first)
    const again = new Random(11)
    expect(draw(again)).toEqual(first)
    const kept = again.state()
    expect(draw(again)).toEqual(second)
    again.restore(kept)
    expect(draw(again)).toEqual(second)
  })
})
