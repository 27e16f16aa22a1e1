/** Pairs (row, column) in compressed sparse rows; the columns of a row are distinct and ascending. */
export interface Csr {
  /** Row r owns `indices[indptr[r] .. indptr[r + 1])`. `[rows + 1]` */
  readonly indptr: Uint32Array
  /** `[pairs]` */
  readonly indices: Uint32Array
}

/** The columns of one row, a view and not a copy. */
export function rowOf(matrix: Csr, row: number): Uint32Array {
  return matrix.indices.subarray(matrix.indptr[row], matrix.indptr[row + 1])
}

export function csrRows(matrix: Csr): number {
  return matrix.indptr.length - 1
}

/** Some rows of a matrix, in the order given, as a matrix of their own. */
export function selectRows(matrix: Csr, rows: ArrayLike<number>): Csr {
  const indptr = new Uint32Array(rows.length + 1)
  for (let n = 0; n < rows.length; n++) {
    indptr[n + 1] = indptr[n] + matrix.indptr[rows[n] + 1] - matrix.indptr[rows[n]]
  }
  const indices = new Uint32Array(indptr[rows.length])
  for (let n = 0; n < rows.length; n++) indices.set(rowOf(matrix, rows[n]), indptr[n])
  return { indptr, indices }
}

/** Whether a row holds a column: a binary search, no set per user. */
export function hasPair(matrix: Csr, row: number, column: number): boolean {
  let low = matrix.indptr[row]
  let high = matrix.indptr[row + 1]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (matrix.indices[middle] < column) low = middle + 1
    else high = middle
  }
  return low < matrix.indptr[row + 1] && matrix.indices[low] === column
}
