/** A sparse matrix in compressed rows (CSR); the columns of a row are distinct and ascending. */
export interface Csr {
  /** Row r owns `indices[indptr[r] .. indptr[r + 1])`. `[rows + 1]` */
  readonly indptr: Int32Array
  /** Columns. `[entries]` */
  readonly indices: Int32Array
  /** Absent where every entry is 1. `[entries]` */
  readonly values?: Float32Array
}

/** A matrix that knows its size and has a value for each entry. */
export interface CsrMatrix extends Csr {
  readonly rows: number
  readonly columns: number
  readonly values: Float32Array
}

/** The columns of one row, a view and not a copy. */
export function rowOf(matrix: Csr, row: number): Int32Array {
  return matrix.indices.subarray(matrix.indptr[row], matrix.indptr[row + 1])
}

export function csrRows(matrix: Csr): number {
  return matrix.indptr.length - 1
}

/** Some rows of a matrix, in the order given, as a matrix of their own. */
export function selectRows(matrix: Csr, rows: ArrayLike<number>): Csr {
  const indptr = new Int32Array(rows.length + 1)
  for (let n = 0; n < rows.length; n++) {
    indptr[n + 1] = indptr[n]! + matrix.indptr[rows[n]! + 1]! - matrix.indptr[rows[n]!]!
  }
  const indices = new Int32Array(indptr[rows.length]!)
  for (let n = 0; n < rows.length; n++) indices.set(rowOf(matrix, rows[n]!), indptr[n])
  return { indptr, indices }
}

/** Whether a row holds a column: a binary search, no set per user. */
export function hasPair(matrix: Csr, row: number, column: number): boolean {
  let low = matrix.indptr[row]!
  let high = matrix.indptr[row + 1]!
  while (low < high) {
    const middle = (low + high) >>> 1
    if (matrix.indices[middle]! < column) low = middle + 1
    else high = middle
  }
  return low < matrix.indptr[row + 1]! && matrix.indices[low] === column
}

/** Builds compressed rows from coordinates, by counting; duplicates add up. */
export function csrFromCoordinates(
  rows: number,
  columns: number,
  rowOf: ArrayLike<number>,
  columnOf: ArrayLike<number>,
  valueOf: ArrayLike<number>,
): CsrMatrix {
  // two stable counting sorts (columns, then rows) leave the columns ascending within each row
  const byColumn = order(columns, columnOf, null)
  const sorted = order(rows, rowOf, byColumn)
  const indptr = new Int32Array(rows + 1)
  const indices = new Int32Array(rowOf.length)
  const values = new Float32Array(rowOf.length)
  let entries = 0
  let previousRow = -1
  for (const at of sorted) {
    const row = rowOf[at]!
    if (row === previousRow && indices[entries - 1] === columnOf[at]) {
      values[entries - 1]! += valueOf[at]!
      continue
    }
    indices[entries] = columnOf[at]!
    values[entries] = valueOf[at]!
    entries++
    indptr[row + 1] = entries
    previousRow = row
  }
  for (let row = 0; row < rows; row++) indptr[row + 1] = Math.max(indptr[row + 1]!, indptr[row]!)
  return { rows, columns, indptr, indices: indices.slice(0, entries), values: values.slice(0, entries) }
}

const transposes = new WeakMap<CsrMatrix, CsrMatrix>()

/** The transpose, computed once per matrix; a symmetric matrix may be declared its own with `declareSymmetric`. */
export function transposeOf(matrix: CsrMatrix): CsrMatrix {
  const known = transposes.get(matrix)
  if (known) return known
  const rowOf = new Int32Array(matrix.indices.length)
  for (let row = 0; row < matrix.rows; row++) rowOf.fill(row, matrix.indptr[row], matrix.indptr[row + 1])
  const transposed = csrFromCoordinates(matrix.columns, matrix.rows, matrix.indices, rowOf, matrix.values)
  transposes.set(matrix, transposed)
  return transposed
}

/** Says that two matrices are each other's transpose, so that neither is built for the backward pass. */
export function declareTransposes(matrix: CsrMatrix, transposed: CsrMatrix): void {
  transposes.set(matrix, transposed)
  transposes.set(transposed, matrix)
}

/** Says that a matrix is its own transpose (a normalized adjacency), so that none is built for the backward pass. */
export function declareSymmetric(matrix: CsrMatrix): CsrMatrix {
  transposes.set(matrix, matrix)
  return matrix
}

/** Positions in ascending, stable order of their key, starting from the order given. */
function order(keys: number, keyOf: ArrayLike<number>, start: Int32Array | null): Int32Array {
  const next = new Int32Array(keys + 1)
  for (let i = 0; i < keyOf.length; i++) next[keyOf[i]! + 1]!++
  for (let key = 0; key < keys; key++) next[key + 1]! += next[key]!
  const sorted = new Int32Array(keyOf.length)
  for (let i = 0; i < keyOf.length; i++) {
    const at = start ? start[i]! : i
    sorted[next[keyOf[at]!]!++] = at
  }
  return sorted
}
