import { describe, expect, it } from 'vitest'
import { tf } from '../compute/index.ts'
import { transposeOf } from '../linalg/index.ts'
import { bipartite, lightGcn, meanBipartite } from './bipartite.ts'

// user 0 has items 0 and 1, user 1 has item 1, user 2 nothing; item 2 is nobody's
const edges = { indptr: Int32Array.of(0, 2, 3, 3), indices: Int32Array.of(0, 1, 1) }
const half = 1 / Math.sqrt(2)

describe('bipartite', () => {
  it('weighs an edge by the degrees of both ends, and knows its transpose', () => {
    const { toUsers, toItems } = bipartite(edges, 3)
    ;[half, 0.5, half].forEach((value, n) => expect(toUsers.values[n]).toBeCloseTo(value, 6))
    expect([...toItems.indptr]).toEqual([0, 1, 3, 3])
    expect(transposeOf(toUsers)).toBe(toItems)
    expect(transposeOf(toItems)).toBe(toUsers)
  })
})

describe('meanBipartite', () => {
  it('has every node hear the mean of its neighbours', () => {
    const { toUsers, toItems } = meanBipartite(edges, 3)
    expect([...toUsers.values]).toEqual([0.5, 0.5, 1])
    expect([...toItems.indptr]).toEqual([0, 1, 3, 3])
    expect([...toItems.values]).toEqual([1, 0.5, 0.5])
  })

  it('leaves out items that users cannot hear', () => {
    const { toUsers, toItems } = meanBipartite(edges, 3, Uint8Array.of(0, 1, 1))
    expect([[...toUsers.indptr], [...toUsers.indices], [...toUsers.values]]).toEqual([
      [0, 1, 2, 2],
      [1, 1],
      [1, 1],
    ])
    expect([...toItems.values]).toEqual([1, 0.5, 0.5])
  })
})

describe('lightGcn', () => {
  it('is the mean over layers of what neighbours pass on', () => {
    const start = { users: tf.tensor2d([[1], [2], [3]]), items: tf.tensor2d([[4], [8], [16]]) }
    const { users, items } = lightGcn(bipartite(edges, 3), start, 1)
    const expected = [
      [1, half * 4 + 0.5 * 8],
      [2, half * 8],
      [3, 0],
    ].map(([own, heard]) => (own! + heard!) / 2)
    users.dataSync().forEach((value, n) => expect(value).toBeCloseTo(expected[n]!, 5))
    const ofItems = [
      [4, half * 1],
      [8, 0.5 * 1 + half * 2],
      [16, 0],
    ].map(([own, heard]) => (own! + heard!) / 2)
    items.dataSync().forEach((value, n) => expect(value).toBeCloseTo(ofItems[n]!, 5))
  })

  it('leaves embeddings alone without layers', () => {
    const start = { users: tf.zeros<tf.Rank.R2>([3, 1]), items: tf.zeros<tf.Rank.R2>([3, 1]) }
    expect(lightGcn(bipartite(edges, 3), start, 0).users).toBe(start.users)
  })
})
