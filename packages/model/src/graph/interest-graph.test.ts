import { describe, expect, it } from 'vitest'
import type { CsrMatrix } from '../linalg/index.ts'
import { interestGraphs } from './interest-graph.ts'

const list = (name: string, indices: number[], cosines: number[]) => ({
  name,
  count: 2,
  indices: Int32Array.from(indices),
  cosines: Float32Array.from(cosines),
})
const dense = ({ rows, columns, indptr, indices, values }: CsrMatrix) =>
  Array.from({ length: rows }, (_, row) => {
    const cells = new Array<number>(columns).fill(0)
    for (let e = indptr[row]!; e < indptr[row + 1]!; e++) cells[indices[e]!] = values[e]!
    return cells
  })

// user 0 has items 0 and 1, user 1 has item 1; nobody has item 2, and nothing resembles item 3, which has no picture
const train = { indptr: Int32Array.of(0, 2, 3), indices: Int32Array.of(0, 1, 1) }
const image = list('image', [0, 1, 1, 2, 2, 1, -1, -1], [1, 0.5, 1, 0.8, 1, 0.8, 0, 0])

describe('interestGraphs', () => {
  it('joins items to what the users who have them are closest to, as often as that happens', () => {
    // sums of user 0: item 0 1, item 1 1.5, item 2 0.8; of user 1: item 1 1, item 2 0.8. Two candidates of each:
    // user 0 {1, 0}, user 1 {1, 2}. So (0,0) 1, (0,1) 0.5, (1,1) 1 twice, (1,2) 0.8 once.
    const weights = [
      [1, 0.5, 0, 0],
      [0.5, 2, 0.8, 0],
      [0, 0.8, 0, 0],
      [0, 0, 0, 0],
    ]
    const sums = [1.5, 3.3, 0.8]
    const [graph] = interestGraphs([image], train, 2)
    dense(graph!).forEach((row, i) =>
      row.forEach((value, j) =>
        expect(value).toBeCloseTo(weights[i]![j]! && weights[i]![j] / Math.sqrt(sums[i]! * sums[j]!), 6),
      ),
    )
  })

  it('lets every modality name candidates for all', () => {
    // of words, user 1 is closest to items 3 and 1; of pictures to 1: now 3 is a candidate for both, and listed in one
    const text = list('text', [0, -1, 1, 3, 2, -1, 3, -1], [1, 0, 0.6, 0.7, 1, 0, 1, 0])
    const [ofImage, ofText] = interestGraphs(
      [image, text],
      { indptr: Int32Array.of(0, 1), indices: Int32Array.of(1) },
      1,
    )
    expect(dense(ofImage!)[1]).toEqual([0, 1, 0, 0]) // the candidate of pictures itself
    // (1,1) 0.6 as pictures named item 1, (1,3) 0.7
    const [own, other] = [0.6 / 1.3, 0.7 / Math.sqrt(1.3 * 0.7)]
    dense(ofText!)[1]!.forEach((value, n) => expect(value).toBeCloseTo([0, own, 0, other][n]!, 6))
    dense(ofText!)[3]!.forEach((value, n) => expect(value).toBeCloseTo([0, other, 0, 0][n]!, 6))
  })
})
