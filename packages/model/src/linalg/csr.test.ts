import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csrFromCoordinates, declareSymmetric, transposeOf, type CsrMatrix } from './csr.ts'

const ROWS = 6
const COLUMNS = 4
const entry = fc.tuple(fc.nat(ROWS - 1), fc.nat(COLUMNS - 1), fc.integer({ min: -9, max: 9 }))
const coordinates = fc.array(entry, { maxLength: 30 })

const build = (entries: [number, number, number][]) =>
  csrFromCoordinates(
    ROWS,
    COLUMNS,
    entries.map(([r]) => r),
    entries.map(([, c]) => c),
    entries.map(([, , v]) => v),
  )

function dense({ rows, columns, indptr, indices, values }: CsrMatrix): number[][] {
  const matrix = Array.from({ length: rows }, () => new Array<number>(columns).fill(0))
  for (let row = 0; row < rows; row++) {
    for (let e = indptr[row]!; e < indptr[row + 1]!; e++) matrix[row]![indices[e]!]! += values[e]!
  }
  return matrix
}

describe('csrFromCoordinates', () => {
  it('holds the sum of the entries at each place', () => {
    fc.assert(
      fc.property(coordinates, (entries) => {
        const expected = Array.from({ length: ROWS }, () => new Array<number>(COLUMNS).fill(0))
        for (const [row, column, value] of entries) expected[row]![column]! += value
        expect(dense(build(entries))).toEqual(expected)
      }),
    )
  })

  it('keeps columns strictly ascending within a row', () => {
    fc.assert(
      fc.property(coordinates, (entries) => {
        const { indptr, indices } = build(entries)
        for (let row = 0; row < ROWS; row++) {
          for (let e = indptr[row]! + 1; e < indptr[row + 1]!; e++) expect(indices[e]).toBeGreaterThan(indices[e - 1]!)
        }
      }),
    )
  })
})

describe('transposeOf', () => {
  it('swaps rows and columns', () => {
    fc.assert(
      fc.property(coordinates, (entries) => {
        const matrix = build(entries)
        const expected = dense(matrix)
        expect(dense(transposeOf(matrix))).toEqual(expected[0]!.map((_, c) => expected.map((row) => row[c])))
      }),
    )
  })

  it('is computed once, and is the matrix itself where it was declared symmetric', () => {
    const matrix = build([[1, 2, 3]])
    expect(transposeOf(matrix)).toBe(transposeOf(matrix))
    const symmetric = csrFromCoordinates(2, 2, [0, 1], [1, 0], [5, 5])
    expect(transposeOf(declareSymmetric(symmetric))).toBe(symmetric)
  })
})
