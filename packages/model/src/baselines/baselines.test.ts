import { describe, expect, it } from 'vitest'
import type { Csr } from '../linalg/index.ts'
import type { ItemNeighbours } from '../data/index.ts'
import { solveBaseline } from './registry.ts'
import { pairWeights, type BaselineInput, type BaselineSettings } from './baseline.ts'

/** Items 0 and 1 go together, 2 and 3 do not; item 4 is nobody's. */
const train: Csr = { indptr: Int32Array.of(0, 2, 4, 7), indices: Int32Array.of(0, 1, 0, 2, 0, 1, 3) }
const ITEMS = 5
const input = (settings: Partial<BaselineSettings> = {}, graphs: ItemNeighbours[] = []): BaselineInput => ({
  users: 3,
  items: ITEMS,
  train,
  graphs: () => Promise.resolve(graphs),
  settings: { neighbours: 10, shrinkage: 0, regularization: 1, graphWeight: 0, ...settings },
})

const matrixOf = (values: ArrayLike<number>) =>
  Array.from({ length: ITEMS }, (_, row) => Array.from(values).slice(row * ITEMS, (row + 1) * ITEMS))

describe('popularity', () => {
  it('is log(1 + number of users) for everyone', async () => {
    const { blocks, decoders } = await solveBaseline('popularity', input())
    expect([...(blocks[0]!.user as Float32Array)]).toEqual([1, 1, 1])
    expect([...blocks[0]!.item]).toEqual([4, 3, 2, 2, 1].map((n) => Math.fround(Math.log(n))))
    expect(decoders).toEqual([])
  })
})

describe('item-knn', () => {
  it('sums cosine similarities to the items of the history', async () => {
    const { blocks } = await solveBaseline('item-knn', input())
    expect(blocks[0]!.user).toBe(train)
    const rows = matrixOf(blocks[0]!.item)
    expect(rows[0]![1]).toBeCloseTo(2 / Math.sqrt(6), 6)
    expect(rows[1]![0]).toBeCloseTo(2 / Math.sqrt(6), 6)
    expect(rows[3]![1]).toBeCloseTo(1 / Math.sqrt(2), 6)
    expect(rows[2]).toEqual([Math.fround(1 / Math.sqrt(3)), 0, 0, 0, 0])
    expect(rows.map((row, item) => row[item])).toEqual([0, 0, 0, 0, 0])
    expect(rows[4]).toEqual([0, 0, 0, 0, 0])
  })

  it('keeps the nearest only, the lower item first, and shrinks rare pairs', async () => {
    const one = matrixOf((await solveBaseline('item-knn', input({ neighbours: 1 }))).blocks[0]!.item)
    expect(one.map((row) => row.filter((weight) => weight !== 0).length)).toEqual([1, 1, 1, 1, 0])
    expect(one[3]![1]).toBeGreaterThan(0) // 1 / sqrt(2) beats 1 / sqrt(3)
    const shrunk = matrixOf((await solveBaseline('item-knn', input({ shrinkage: 3 }))).blocks[0]!.item)
    expect(shrunk[3]![1]).toBeCloseTo(1 / (Math.sqrt(2) + 3), 6)
  })
})

describe('ease', () => {
  it('is the ridge regression of every item on the others', async () => {
    const { blocks } = await solveBaseline('ease', input({ regularization: 2 }))
    const b = matrixOf(blocks[0]!.item) // [item, history item]
    const x = [
      [1, 1, 0, 0, 0],
      [1, 0, 1, 0, 0],
      [1, 1, 0, 1, 0],
    ]
    expect(b.map((row, item) => row[item])).toEqual([0, 0, 0, 0, 0])
    // at the least squares, every weight's gradient is zero: x_j . (X b_i - x_i) + lambda b_ij = 0 for j other than i
    for (let i = 0; i < ITEMS; i++) {
      const residuals = x.map((row) => row.reduce((sum, value, j) => sum + value * b[i]![j]!, 0) - row[i]!)
      for (let j = 0; j < ITEMS; j++) {
        if (j === i) continue
        const slope = x.reduce((sum, row, user) => sum + row[j]! * residuals[user]!, 0) + 2 * b[i]![j]!
        expect(slope).toBeCloseTo(0, 5)
      }
    }
  })

  it('lets neighbour graphs speak for items that nobody has', async () => {
    // item 4 looks like item 3; places without a neighbour hold -1
    const indices = Int32Array.of(0, -1, 1, -1, 2, -1, 3, 4, 4, 3)
    const cosines = Float32Array.of(1, 0, 1, 0, 1, 0, 1, 0.5, 1, 0.5)
    const graph = { name: 'text', count: 2, indices, cosines }
    const [without, given] = [
      await solveBaseline('ease', input()),
      await solveBaseline('ease', input({ graphWeight: 1 }, [graph])),
    ]
    expect(matrixOf(without.blocks[0]!.item)[4]).toEqual([0, 0, 0, 0, 0])
    const [, , , third, fourth] = matrixOf(given.blocks[0]!.item)
    expect(fourth![3]).toBeGreaterThan(0.1)
    expect(third![4]).toBeGreaterThan(0.1)
  })

  it('says so when the regularization is too small', async () => {
    await expect(solveBaseline('ease', input({ regularization: 0 }))).rejects.toThrow(
      'The regularization 0 is too small for ease on this data.',
    )
  })

  it('stops when aborted', async () => {
    const signal = AbortSignal.abort(new Error('enough'))
    await expect(solveBaseline('ease', { ...input(), signal })).rejects.toThrow('enough')
    await expect(solveBaseline('item-knn', { ...input(), signal })).rejects.toThrow('enough')
  })
})

describe('confidence', () => {
  // 4 or 1: the square roots are whole
  const weights = Float32Array.of(4, 1, 1, 1, 4, 4, 1)
  const rated = { ...input(), weights }

  it('sums in popularity', async () => {
    const { blocks } = await solveBaseline('popularity', rated)
    expect([...blocks[0]!.item]).toEqual([10, 6, 2, 2, 1].map((n) => Math.fround(Math.log(n))))
  })

  it('weighs co-counts in item-knn, and leaves the history as it is', async () => {
    const { blocks } = await solveBaseline('item-knn', rated)
    expect(blocks[0]!.user).toBe(train)
    const rows = matrixOf(blocks[0]!.item)
    expect(rows[0]![1]).toBeCloseTo((2 * 1 + 2 * 2) / Math.sqrt(9 * 5), 6)
    expect(rows[1]![0]).toBeCloseTo((2 * 1 + 2 * 2) / Math.sqrt(9 * 5), 6)
    expect(rows[3]![1]).toBeCloseTo(2 / Math.sqrt(1 * 5), 6)
    expect(rows[2]![0]).toBeCloseTo(1 / Math.sqrt(1 * 9), 6)
  })

  it('weighs the regression of ease', async () => {
    const { blocks } = await solveBaseline('ease', { ...rated, settings: { ...input().settings, regularization: 2 } })
    const b = matrixOf(blocks[0]!.item)
    const x = [
      [2, 1, 0, 0, 0],
      [1, 0, 1, 0, 0],
      [2, 2, 0, 1, 0],
    ]
    for (let i = 0; i < ITEMS; i++) {
      const residuals = x.map((row) => row.reduce((sum, value, j) => sum + value * b[i]![j]!, 0) - row[i]!)
      for (let j = 0; j < ITEMS; j++) {
        if (j === i) continue
        const slope = x.reduce((sum, row, user) => sum + row[j]! * residuals[user]!, 0) + 2 * b[i]![j]!
        expect(slope).toBeCloseTo(0, 5)
      }
    }
  })

  it.each(['popularity', 'item-knn', 'ease'] as const)('of 1 each gives %s the very same numbers', async (name) => {
    const ones = await solveBaseline(name, { ...input(), weights: new Float32Array(7).fill(1) })
    expect(ones.blocks[0]!.item).toEqual((await solveBaseline(name, input())).blocks[0]!.item)
  })
})

describe('pairWeights', () => {
  it('refuses more items than it can keep pairs of, with the room it would take', () => {
    expect(() => pairWeights('ease', 50_000)).toThrow(
      'ease keeps a weight for every pair of items: 50,000 items would need 9.3 GiB; at most 32,768 items are taken.',
    )
  })
})
