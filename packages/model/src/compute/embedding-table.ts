import { GATHER_ROWS, hostEngine } from '../core/index.ts'
import { tensorMemory } from './memory.ts'
import * as tf from './tf.ts'

/**
 * Embeddings held by the host, outside the tape. A step looks up its *distinct* rows as a leaf tensor and takes the
 * gradient of that leaf. `RowAdam` then updates only these rows, in position. So the cost depends on the batch and not on the
 * table.
 */
export class EmbeddingTable {
  readonly values: Float32Array // [rows, dimension]

  /** @param init initial values `[rows, dimension]`; kept, not copied */
  constructor(
    readonly rows: number,
    readonly dimension: number,
    init: Float32Array,
  ) {
    if (init.length !== rows * dimension) {
      throw new RangeError(`a table of ${rows} x ${dimension} needs ${rows * dimension} values, not ${init.length}`)
    }
    this.values = init
  }

  /** A copy of the given rows as a leaf tensor. `[rows.length, dimension]` */
  lookup(rows: Int32Array): tf.Tensor2D {
    const { values, dimension } = this
    for (let i = 0; i < rows.length; i++) {
      if (!(rows[i]! >= 0 && rows[i]! < this.rows)) {
        throw new RangeError(`row ${rows[i]} is outside a table of ${this.rows} rows`)
      }
    }
    const copy = tensorMemory(rows.length * dimension)
    const engine = hostEngine()
    // WebAssembly has memory of its own: it would first copy the whole table
    if (engine?.inPlace) engine.call(GATHER_ROWS, [rows.length, dimension], values, rows, copy)
    else copyRows(values, rows, dimension, copy)
    return tf.tensor2d(copy, [rows.length, dimension])
  }
}

function copyRows(values: Float32Array, rows: Int32Array, dimension: number, copy: Float32Array): void {
  let to = 0
  for (let i = 0; i < rows.length;) {
    const start = i++
    while (i < rows.length && rows[i] === rows[i - 1]! + 1) i++
    const from = rows[start]! * dimension
    const length = (i - start) * dimension
    // Adjacent rows are copied at once, so a whole table is one copy. Views of single rows would be thousands of objects.
    if (i - start > 1) copy.set(values.subarray(from, from + length), to)
    else for (let j = 0; j < length; j++) copy[to + j] = values[from + j]!
    to += length
  }
}

/**
 * The distinct values of `ids` in ascending order, and for each id its position among them. Time and memory are linear in
 * the largest id, so use it for row indexes of tables.
 */
export function distinct(ids: Int32Array): { rows: Int32Array; positions: Int32Array } {
  const position = new Int32Array(ids.reduce((largest, id) => Math.max(largest, id), -1) + 1).fill(-1)
  for (const id of ids) position[id] = 0
  const rows = new Int32Array(Math.min(ids.length, position.length))
  let count = 0
  for (let id = 0; id < position.length; id++) {
    if (position[id]! < 0) continue
    position[id] = count
    rows[count++] = id
  }
  return { rows: rows.slice(0, count), positions: ids.map((id) => position[id]!) }
}
