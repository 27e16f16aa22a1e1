import { describe, expect, it } from 'vitest'
import { csrRows, hasPair, rowOf, selectRows } from '../linalg/index.ts'
import type { Dataset, Interactions } from './dataset.ts'
import { maskOf, resolveSplit, type Split } from './split.ts'

function dataset(users: number, items: number, rows: readonly (readonly number[])[], keys: readonly string[]): Dataset {
  const column = (n: number) => rows.map((row) => row[n])
  const interactions: Interactions = {
    users: Uint32Array.from(column(0)),
    items: Uint32Array.from(column(1)),
    times: keys.includes('time') ? Float64Array.from(column(2)) : undefined,
    split: keys.includes('split') ? Uint8Array.from(column(2)) : undefined,
  }
  const ids = (count: number) => Array.from({ length: count }, (_, n) => `${n}`)
  return { name: 'toy', userIds: ids(users), itemIds: ids(items), interactions, modalities: [] }
}

type Part = 'train' | 'valid' | 'test'

function lists(split: Split): Record<Part, number[][]> {
  const list = (part: Part) => Array.from({ length: csrRows(split[part]) }, (_, row) => [...rowOf(split[part], row)])
  return { train: list('train'), valid: list('valid'), test: list('test') }
}

describe('resolveSplit', () => {
  it('follows labels, sorts rows and collapses repeats to the earliest part', () => {
    const rows = [
      [1, 4, 0],
      [0, 3, 2],
      [0, 1, 0],
      [0, 1, 0],
      [0, 2, 1],
      [1, 4, 2],
      [1, 0, 2],
      [1, 0, 1],
      [0, 0, 0],
    ]
    expect(lists(resolveSplit(dataset(3, 5, rows, ['split']), 1))).toEqual({
      train: [[0, 1], [4], []],
      valid: [[2], [0], []],
      test: [[3], [], []],
    })
  })

  it('cuts at global times when enough users stay evaluable, each pair at its first occurrence', () => {
    const rows: number[][] = []
    for (let user = 0; user < 40; user++) {
      for (let n = 0; n < 10; n++) rows.push([user, n, n * 1000 + user])
      rows.push([user, 0, 1e9]) // a late repeat must not move item 0 out of train
    }
    rows.push([40, 3, 9500]) // first seen after the cut: not the model's to serve
    const split = lists(resolveSplit(dataset(41, 10, rows, ['time']), 1))
    expect(split.train[0]).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    expect(split.valid[0]).toEqual([8])
    expect(split.test[0]).toEqual([9])
    expect([split.train[40], split.valid[40], split.test[40]]).toEqual([[], [], []])
  })

  it('leaves out a seeded part of each user when one time stamp covers all', () => {
    const rows = Array.from({ length: 40 * 10 }, (_, n) => [Math.floor(n / 10), n % 10, 5])
    const timed = dataset(40, 10, rows, ['time'])
    const untimed = dataset(40, 10, rows, [])
    const split = lists(resolveSplit(timed, 7))
    expect(split).toEqual(lists(resolveSplit(untimed, 7)))
    expect(split).not.toEqual(lists(resolveSplit(untimed, 8)))
    for (let user = 0; user < 40; user++) {
      expect([split.train[user]!.length, split.valid[user]!.length, split.test[user]!.length]).toEqual([8, 1, 1])
      expect([...split.train[user]!, ...split.valid[user]!, ...split.test[user]!].sort()).toEqual([...Array(10).keys()])
    }
  })

  it('keeps users with fewer than three pairs in train and does not let one user move another', () => {
    const few = [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
      [1, 2],
    ]
    const more = [...few, [2, 0], [2, 1], [2, 3]]
    const a = lists(resolveSplit(dataset(3, 4, few, []), 3))
    const b = lists(resolveSplit(dataset(3, 4, more, []), 3))
    expect(a.train[0]).toEqual([0, 1])
    expect([a.train[1]!.length, a.valid[1]!.length, a.test[1]!.length]).toEqual([1, 1, 1])
    expect(b.train[1]).toEqual(a.train[1])
  })

  it('takes an empty data set', () => {
    expect(lists(resolveSplit(dataset(1, 0, [], []), 1))).toEqual({ train: [[]], valid: [[]], test: [[]] })
  })
})

describe('Csr', () => {
  const matrix = { indptr: Int32Array.of(0, 2, 2, 5), indices: Int32Array.of(1, 7, 0, 3, 9) }
  it('finds pairs by binary search', () => {
    const found = [1, 7, 0, 9].map((column) => hasPair(matrix, 0, column))
    expect(found).toEqual([true, true, false, false])
    expect(hasPair(matrix, 1, 0)).toBe(false)
    expect([0, 3, 9, 4].map((column) => hasPair(matrix, 2, column))).toEqual([true, true, true, false])
  })
  it('selects rows in the order given', () => {
    expect(selectRows(matrix, [2, 1, 0])).toEqual({
      indptr: Int32Array.of(0, 3, 3, 5),
      indices: Int32Array.of(0, 3, 9, 1, 7),
    })
  })
})

describe('interaction weights', () => {
  /** user, item, label, weight */
  const weighted = (rows: readonly (readonly number[])[], { labelled = true } = {}): Dataset => {
    const made = dataset(2, 5, rows, labelled ? ['split'] : [])
    return {
      ...made,
      interactions: { ...made.interactions, weights: Float32Array.from(rows, (row) => row[3]!) },
    }
  }
  const rows = [
    [0, 0, 0, 4],
    [0, 1, 0, 0], // seen in training, disliked
    [0, 2, 1, 0], // seen in validation only: training cannot know it
    [0, 3, 1, 2],
    [1, 0, 0, 1],
    [1, 0, 0, 7], // the largest weight of a pair counts
    [1, 0, 1, 30], // but not what comes after training
    [1, 1, 0, 0],
    [1, 1, 2, 5], // disliked first, and liked in test: held out, so not masked
    [1, 2, 0, 1],
  ]

  it('makes no positive of weight 0, and masks what training has seen', () => {
    const split = resolveSplit(weighted(rows), 1)
    expect(lists(split)).toEqual({ train: [[0], [0, 2]], valid: [[3], []], test: [[], [1]] })
    const mask = maskOf(split)
    expect([0, 1].map((user) => [...rowOf(mask, user)])).toEqual([
      [0, 1],
      [0, 2],
    ])
    expect(split.weights).toBeUndefined()
  })

  it('gives each training pair its weight, of mean 1, where confidence is asked for', () => {
    const { weights } = resolveSplit(weighted(rows), 1, 'confidence')
    expect([...weights!]).toEqual([4, 7, 1].map((weight) => weight / 4))
  })

  it('changes nothing where all weights are equal', () => {
    const equal = weighted(rows.map(([user, item, label]) => [user!, item!, label!, 3]))
    const plain = resolveSplit(dataset(2, 5, rows, ['split']), 1)
    expect(resolveSplit(equal, 1, 'confidence')).toEqual(plain)
    expect(maskOf(plain)).toBe(plain.train)
  })

  it('masks every seen pair that is not held out where nothing tells the time', () => {
    const split = resolveSplit(weighted(rows.slice(0, 4), { labelled: false }), 1, 'confidence')
    expect(lists(split)).toEqual({ train: [[0, 3], []], valid: [[], []], test: [[], []] })
    expect([...rowOf(maskOf(split), 0)]).toEqual([0, 1, 2, 3])
    expect(split.weights).toEqual(Float32Array.of(4 / 3, 2 / 3))
  })

  it('masks only what was seen before the cut in time', () => {
    const many: number[][] = []
    for (let n = 0; n < 1000; n++) many.push([n % 50, Math.floor(n / 50), n, 1])
    many.push([0, 21, 10, 0], [1, 21, 950, 0])
    const made = dataset(50, 22, many, ['time'])
    const weights = Float32Array.from(many, (row) => row[3]!)
    const split = resolveSplit({ ...made, interactions: { ...made.interactions, weights } }, 1)
    expect(split.test.indices.length).toBeGreaterThan(0)
    expect([...rowOf(maskOf(split), 0)]).toContain(21)
    expect([...rowOf(maskOf(split), 1)]).not.toContain(21)
  })
})
