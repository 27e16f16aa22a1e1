import { Matrix, SingularValueDecomposition } from 'ml-matrix'
import { expect, it } from 'vitest'
import { toSparseRows } from './terms.ts'
import { truncatedSvd } from './truncated-svd.ts'

/** A sparse matrix of few strong directions and some noise. */
function sample(rows: number, columns: number, rank = columns): number[][] {
  let state = 1
  const random = () => ((state = (state * 16807) % 2147483647) / 2147483647) * 2 - 1
  const right = Array.from({ length: rank }, (_, k) => Array.from({ length: columns }, () => (random() * 10) / (k + 1)))
  return Array.from({ length: rows }, () => {
    const row = new Array<number>(columns).fill(0)
    for (const vector of right) {
      const weight = random()
      vector.forEach((value, i) => (row[i]! += weight * value))
    }
    return row
  })
}

const sparse = (dense: number[][]) => toSparseRows(dense.map((row) => row.map((value, column) => [column, value])))

it('finds the directions that a full decomposition finds', async () => {
  const dense = sample(120, 40)
  const { components, found } = await truncatedSvd(sparse(dense), 40, 6)
  const exact = new SingularValueDecomposition(new Matrix(dense)).rightSingularVectors
  expect(found).toBe(6)
  for (let k = 0; k < 6; k++) {
    let dot = 0
    for (let i = 0; i < 40; i++) dot += components[i * 6 + k]! * exact.get(i, k)
    expect(Math.abs(dot)).toBeGreaterThan(0.9999)
  }
})

it('finds no more directions than there are', async () => {
  const { components, found } = await truncatedSvd(sparse(sample(50, 30, 4)), 30, 10)
  expect(found).toBe(4)
  expect(components).toHaveLength(120)
})

it('gives the same numbers again, and stops when told', async () => {
  const matrix = sparse(sample(60, 30))
  expect(await truncatedSvd(matrix, 30, 5)).toEqual(await truncatedSvd(matrix, 30, 5))
  await expect(truncatedSvd(matrix, 30, 5, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough')
})
