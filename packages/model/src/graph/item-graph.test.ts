import { describe, expect, it } from 'vitest'
import { csrFromCoordinates } from '../linalg/index.ts'
import { blendGraphs, graphWeights, itemGraph, lift, normalizeByDegrees, weightedSum } from './item-graph.ts'
import { normals } from '../compute/testing/random.ts'
import { nearestItems, neighboursAmong, truncateNeighbours } from './nearest-items.ts'

const a = csrFromCoordinates(2, 3, [0, 1, 1], [0, 1, 2], [1, 3, 1])
const b = csrFromCoordinates(2, 3, [0, 1], [2, 1], [4, 8])

describe('weightedSum', () => {
  it('adds graphs up edge by edge', () => {
    const { indptr, indices, values } = weightedSum([a, b], [1, 0.5])
    expect([[...indptr], [...indices], [...values]]).toEqual([
      [0, 2, 4],
      [0, 2, 1, 2],
      [1, 2, 7, 1],
    ])
  })
})

describe('normalizeByDegrees', () => {
  it('divides by the roots of row and column sums', () => {
    const { values } = normalizeByDegrees(a)
    ;[1, 3 / Math.sqrt(4 * 3), 1 / Math.sqrt(4 * 1)].forEach((value, n) => expect(values[n]).toBeCloseTo(value, 6))
  })
})

const vectors = {
  name: 'image',
  dimension: 2,
  values: Float32Array.of(1, 0, 2, 0.2, 0, 3, 9, 9), // item 3 has no image: what stands there is never read
  present: Uint8Array.of(1, 1, 1, 0),
}

describe('nearestItems', () => {
  it('finds the nearest by cosine, itself first, among the items that have the modality', async () => {
    const { indices, cosines } = await nearestItems(vectors, 2)
    expect([...indices]).toEqual([0, 1, 1, 0, 2, 1, -1, -1])
    expect(cosines[0]).toBeCloseTo(1, 6)
    expect(cosines[1]).toBeCloseTo(2 / Math.hypot(2, 0.2), 6)
  })

  it('can ask for more neighbours than there are', async () => {
    expect([...(await nearestItems(vectors, 4)).indices.subarray(0, 4)]).toEqual([0, 1, 2, -1])
  })
})

describe('nearestItems among many', () => {
  const [items, dimension] = [3000, 40]
  const many = {
    name: 'image',
    dimension,
    values: normals(items * dimension, 1),
    present: new Uint8Array(items).fill(1),
  }

  it('finds in slices what it finds in one', async () => {
    const { indices } = await nearestItems(many, 5)
    const of = (item: number) => Array.from(many.values.subarray(item * dimension, (item + 1) * dimension))
    const cosine = (a: number[], b: number[]) =>
      a.reduce((sum, x, d) => sum + x * b[d]!, 0) / Math.hypot(...a) / Math.hypot(...b)
    for (const item of [0, 15, 16, 47, 48, 495, 496, 2999]) {
      const all = Array.from({ length: items }, (_, other) => other).sort(
        (a, b) => cosine(of(b), of(item)) - cosine(of(a), of(item)),
      )
      expect([...indices.subarray(item * 5, item * 5 + 5)]).toEqual(all.slice(0, 5))
    }
  })

  it('gives way between slices, and stops there', async () => {
    const controller = new AbortController()
    setImmediate(() => controller.abort(new Error('enough')))
    await expect(nearestItems(many, 5, controller.signal)).rejects.toThrow('enough')
  })
})

describe('truncateNeighbours', () => {
  it('keeps the first of each item', async () => {
    expect([...truncateNeighbours(await nearestItems(vectors, 2), 1).indices]).toEqual([0, 1, 2, -1])
  })
})

describe('neighboursAmong', () => {
  it('leaves items without the modality neither neighbours nor anybody they are the neighbour of', () => {
    const graph = {
      name: 'a',
      count: 2,
      indices: Int32Array.of(0, 1, 1, 0, 2, 1),
      cosines: new Float32Array(6).fill(1),
    }
    expect([...neighboursAmong(graph, Uint8Array.of(1, 0, 1)).indices]).toEqual([0, -1, -1, -1, 2, -1])
  })
})

const neighbours = (indices: number[], cosines = indices.map(() => 1)) => ({
  name: 'a',
  count: 2,
  indices: Int32Array.from(indices),
  cosines: Float32Array.from(cosines),
})

describe('itemGraph', () => {
  it('divides an edge by the root of both ends own row sums', () => {
    // item 0: itself and 1; item 1: itself only
    const binary = itemGraph(neighbours([0, 1, 1, -1]), 'binary')
    expect([...binary.indices]).toEqual([0, 1, 1])
    ;[1 / 2, 1 / Math.sqrt(2), 1].forEach((value, n) => expect(binary.values[n]).toBeCloseTo(value, 6))
    const cosine = itemGraph(neighbours([0, 1, 1, -1], [1, 0.5, 1, 0]), 'cosine')
    ;[1 / 1.5, 0.5 / Math.sqrt(1.5), 1].forEach((value, n) => expect(cosine.values[n]).toBeCloseTo(value, 6))
  })
})

describe('blendGraphs', () => {
  it('adds graphs up by weight, in full where an item is in one only', () => {
    const a = itemGraph(neighbours([0, -1, 1, -1]), 'binary')
    const b = itemGraph(neighbours([0, -1, -1, -1]), 'binary')
    const { indices, values } = blendGraphs([a, b], [0.25, 0.75])
    expect([...indices]).toEqual([0, 1])
    expect([...values]).toEqual([1, 1])
  })
})

describe('blendGraphs of some', () => {
  // a: item 0 is like 1; b: item 0 is like 2
  const graph = (...indices: number[]) => itemGraph(neighbours(indices), 'binary')
  const graphs = [graph(0, 1, 1, -1, 2, -1), graph(0, 2, 1, -1, 2, -1)]
  const rowOf = (heard: (graph: number) => boolean) => {
    const { indptr, indices, values } = blendGraphs(graphs, [0.25, 0.75], heard)
    return Array.from(indices.subarray(0, indptr[1]), (item, e) => [item, values[e]])
  }

  it('removes the edges of the others, keeps the weight of what is left and what an item is to itself', () => {
    const edge = Math.SQRT1_2
    expect(rowOf(() => true)).toEqual([
      [0, 0.5],
      [1, Math.fround(0.25 * edge)],
      [2, Math.fround(0.75 * edge)],
    ])
    expect(rowOf((m) => m === 0)).toEqual([
      [0, 0.5],
      [1, Math.fround(0.25 * edge)],
    ])
    expect(rowOf((m) => m === 1)).toEqual([
      [0, 0.5],
      [2, Math.fround(0.75 * edge)],
    ])
    expect(rowOf(() => false)).toEqual([[0, 0.5]])
  })
})

describe('graphWeights', () => {
  // users 0 and 1 have items 0 and 1, user 2 has 2 and 3
  const train = { indptr: Int32Array.of(0, 2, 4, 6), indices: Int32Array.of(0, 1, 0, 1, 2, 3) }
  const good = neighbours([0, 1, 1, 0, 2, 3, 3, 2])
  const bad = neighbours([0, 2, 1, 3, 2, 0, 3, 1])

  it('counts how much more often than by chance neighbours are had together', () => {
    // six ordered pairs found; by chance each of six has one other item, which is the neighbour with its popularity
    const chance = 2 * (1 / 3) * 2 + 2 * (1 / 6) * 1
    expect(lift(good, train)).toBeCloseTo(6 / chance, 6)
    expect(lift(bad, train)).toBe(0)
  })

  it('gives the graph that says nothing no weight, and equal weights where none does', () => {
    expect(graphWeights([good, bad], train)).toEqual([1, 0])
    expect(graphWeights([bad, bad], train)).toEqual([0.5, 0.5])
  })
})
