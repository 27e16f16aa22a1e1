import { describe, expect, it } from 'vitest'
import { secondOrderEdges } from './interest-graph.ts'

const list = (name: string, indices: number[], cosines: number[]) => ({
  name,
  count: 3,
  indices: Int32Array.from(indices),
  cosines: Float32Array.from(cosines),
})
// item 4 has no picture
const image = list(
  'image',
  [0, 1, 2, 1, 0, 2, 2, 0, 3, 3, 2, -1, -1, -1, -1],
  [1, 0.8, 0.5, 1, 0.8, 0.4, 1, 0.5, 0.3, 1, 0.3, 0, 0, 0, 0],
)
const text = list(
  'text',
  [0, 2, 4, 1, 2, 3, 2, 1, 0, 3, 1, -1, 4, 0, -1],
  [1, 0.6, 0.7, 1, 0.5, 0.2, 1, 0.5, 0.6, 1, 0.2, 0, 1, 0.7, 0],
)

describe('secondOrderEdges', () => {
  it('joins a user of n items to those of the n + 2 pairs most alike in every modality', () => {
    // user 0 has item 0: (0,0) 1, (0,4) 0.7^2 as there is no picture to compare, (0,2) 0.5 * 0.6; (0,1) is in one list.
    // user 1 has items 1 and 4: (1,1) 1, (4,4) 1, (4,0) 0.49, (1,2) 0.4 * 0.5; that is all
    const train = { indptr: Int32Array.of(0, 1, 3), indices: Int32Array.of(0, 1, 4) }
    const { indptr, indices, values } = secondOrderEdges([image, text], train)
    expect([...indptr]).toEqual([0, 3, 7])
    expect([...indices]).toEqual([0, 2, 4, 0, 1, 2, 4])
    const weights = [1, 0.3, 0.49, 0.49, 1, 0.2, 1]
    const users = [1.79, 1.79, 1.79, 2.69, 2.69, 2.69, 2.69]
    const items = [1.49, 0.5, 1.49, 1.49, 1, 0.5, 1.49]
    weights.forEach((weight, n) => expect(values[n]).toBeCloseTo(weight / Math.sqrt(users[n]! * items[n]!), 6))
  })

  it('adds up the pairs of one item, and keeps no more than two beyond the own ones', () => {
    // of pictures alone: (0,0), (1,1), (0,1), (1,0): (0,2) and (1,2) are left out
    const train = { indptr: Int32Array.of(0, 2), indices: Int32Array.of(0, 1) }
    const { indices, values } = secondOrderEdges([image], train)
    expect([...indices]).toEqual([0, 1])
    for (const value of values) expect(value).toBeCloseTo(1.8 / Math.sqrt(3.6 * 1.8), 6)
  })
})
