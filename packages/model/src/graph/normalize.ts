import type { CsrMatrix } from '../compute/index.ts'

/** D_r^-1/2 W D_c^-1/2 with D_r and D_c the sums of rows and of columns. @param matrix of weights above zero */
export function normalizeByDegrees(matrix: CsrMatrix): CsrMatrix {
  const { rows, columns, offsets, indices, values } = matrix
  const [ofRows, ofColumns] = [new Float64Array(rows), new Float64Array(columns)]
  forEachEntry(matrix, (row, e) => {
    ofRows[row] += values[e]
    ofColumns[indices[e]] += values[e]
  })
  const normalized = new Float32Array(values.length)
  forEachEntry(matrix, (row, e) => {
    normalized[e] = values[e] / Math.sqrt(ofRows[row] * ofColumns[indices[e]])
  })
  return { rows, columns, offsets, indices, values: normalized }
}

function forEachEntry({ rows, offsets }: CsrMatrix, visit: (row: number, entry: number) => void): void {
  for (let row = 0; row < rows; row++) for (let e = offsets[row]; e < offsets[row + 1]; e++) visit(row, e)
}
