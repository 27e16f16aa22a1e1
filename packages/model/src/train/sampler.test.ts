import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasPair, type Csr } from '../linalg/index.ts'
import { Random } from '../nn/index.ts'
import { Sampler } from './sampler.ts'

function matrix(rows: readonly (readonly number[])[]): Csr {
  const indptr = new Int32Array(rows.length + 1)
  rows.forEach((row, n) => (indptr[n + 1] = indptr[n]! + row.length))
  return { indptr, indices: Int32Array.from(rows.flat()) }
}

describe('Sampler', () => {
  it('goes through every pair once an epoch, in another order each time', () => {
    const train = matrix([[0, 2, 4], [1], [], [0, 1, 2, 3]])
    const sampler = new Sampler(train, 6, 3, new Random(1))
    const pairs = () =>
      [...sampler.epoch()].flatMap(({ users, positives }) => [...users].map((user, n) => `${user}-${positives[n]}`))
    const first = pairs()
    expect([...first].sort()).toEqual(['0-0', '0-2', '0-4', '1-1', '3-0', '3-1', '3-2', '3-3'])
    expect(pairs()).not.toEqual(first)
    expect([...sampler.epoch()].map(({ users }) => users.length)).toEqual([3, 3, 2])
  })

  it('never gives a positive as a negative', () => {
    const rows = fc.array(fc.uniqueArray(fc.nat(19), { maxLength: 20 }), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(rows, fc.nat(), (lists, seed) => {
        const train = matrix(lists.map((list) => [...list].sort((a, b) => a - b)))
        const sampler = new Sampler(train, 20, 4, new Random(seed))
        for (const { users, negatives } of sampler.epoch()) {
          users.forEach((user, n) => {
            expect(negatives[n]).toBeGreaterThanOrEqual(0)
            expect(negatives[n]).toBeLessThan(20)
            expect(hasPair(train, user, negatives[n]!)).toBe(false)
          })
        }
      }),
    )
  })

  it('draws every other item equally often', () => {
    const sampler = new Sampler(matrix([[0, 3, 4, 9]]), 10, 8, new Random(5))
    const counts = new Array<number>(10).fill(0)
    for (let n = 0; n < 60_000; n++) counts[sampler.negativeOf(0)]!++
    for (const item of [1, 2, 5, 6, 7, 8]) expect(Math.abs(counts[item]! - 10_000)).toBeLessThan(400)
    expect(counts[0]! + counts[3]! + counts[4]! + counts[9]!).toBe(0)
  })

  it('never draws a new item, and each other one equally often', () => {
    const sampler = new Sampler(matrix([[1, 5]]), 7, 8, new Random(5), { newItems: Uint8Array.of(1, 0, 0, 1, 0, 0, 1) })
    const counts = new Array<number>(7).fill(0)
    for (let n = 0; n < 20_000; n++) counts[sampler.negativeOf(0)]!++
    expect(counts.map((count) => Math.round(count / 1000))).toEqual([0, 0, 10, 0, 10, 0, 0])
    expect([...sampler.epoch()].flatMap(({ positives }) => [...positives]).sort()).toEqual([1, 5])
    expect(() => new Sampler(matrix([[0]]), 1, 8, new Random(5), { newItems: Uint8Array.of(1) })).toThrow(
      'A new item is in',
    )
  })

  it('leaves out a user who has everything', () => {
    const sampler = new Sampler(matrix([[0, 1, 2], [1]]), 3, 8, new Random(1))
    expect(sampler.size).toBe(1)
    expect([...sampler.epoch()].map(({ users }) => [...users])).toEqual([[1]])
  })

  it('draws positives in proportion to their weights, as many as there are pairs', () => {
    const train = matrix([[0, 1], [2], [3]])
    const weights = Float32Array.of(2, 0.5, 1, 0.5)
    const sampler = new Sampler(train, 6, 3, new Random(2), { weights })
    const counts = [0, 0, 0, 0]
    const epochs = 400
    for (let epoch = 0; epoch < epochs; epoch++) {
      const positives = [...sampler.epoch()].flatMap((triples) => [...triples.positives])
      expect(positives).toHaveLength(4)
      expect(positives.filter((item) => item === 0)).toHaveLength(2) // a whole number: exactly that often
      for (const item of positives) counts[item]!++
    }
    counts.forEach((count, item) => expect(Math.abs(count / epochs - weights[item]!)).toBeLessThan(0.08))
  })

  it('leaves out the weight of a pair without a negative', () => {
    const sampler = new Sampler(matrix([[0, 1, 2], [1]]), 3, 8, new Random(1), { weights: Float32Array.of(9, 9, 9, 1) })
    expect([...sampler.epoch()].flatMap(({ users }) => [...users])).toEqual([1])
  })
})
