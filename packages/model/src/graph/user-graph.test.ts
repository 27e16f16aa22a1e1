import { describe, expect, it } from 'vitest'
import { bipartite } from './bipartite.ts'
import { sharedItemsGraph } from './user-graph.ts'

// users 0 and 1 share items 0 and 1; user 2 has item 1 alone; user 3 items 1, 2 and 3; nobody shares with user 4
const edges = { indptr: Int32Array.of(0, 2, 4, 5, 8, 9), indices: Int32Array.of(0, 1, 0, 1, 1, 1, 2, 3, 4) }
const graphOf = (count: number) => sharedItemsGraph(bipartite(edges, 5), count)
const rowsOf = ({ indptr, indices }: ReturnType<typeof graphOf>) =>
  Array.from({ length: 5 }, (_, row) => [...indices.subarray(indptr[row], indptr[row + 1])])

describe('sharedItemsGraph', () => {
  it('keeps those who share most; of equals those who took less, then the first', () => {
    expect(rowsOf(graphOf(1))).toEqual([[1], [0], [0], [2], []])
    expect(rowsOf(graphOf(2))).toEqual([[1, 2], [0, 2], [0, 1], [0, 2], []])
  })

  it('can keep more than there are', () => {
    expect(rowsOf(graphOf(40))).toEqual([[1, 2, 3], [0, 2, 3], [0, 1, 3], [0, 1, 2], []])
  })

  it('weighs them by a softmax of how many items are shared', () => {
    const { values } = graphOf(2)
    const [two, one] = [Math.exp(2), Math.exp(1)]
    const expected = [two, one, two, one].map((value) => value / (two + one))
    ;[...expected, 0.5, 0.5, 0.5, 0.5].forEach((value, n) => expect(values[n]).toBeCloseTo(value, 6))
  })
})
