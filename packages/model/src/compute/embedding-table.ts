import { hostEngine } from '../core/index.ts'
import { tensorMemory } from './memory.ts'
import * as tf from './tf.ts'

/**
 * Embeddings held by the host, outside the tape. A step looks up its *distinct* rows as a leaf tensor, takes the
 * gradient of that leaf, and `RowAdam` changes only these rows, in place: the cost follows the batch, not the table.
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
    // a core with memory of its own would first copy the table
    if (engine?.inPlace) engine.call('gatherRows', [rows.length, dimension], values, rows, copy)
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
    // neighbours at once: a table used whole is one copy. A view for each lone row would be garbage by the thousand.
    if (i - start > 1) copy.set(values.subarray(from, from + length), to)
    else for (let j = 0; j < length; j++) copy[to + j] = values[from + j]!
    to += length
  }
}

/**
 * The distinct values of `ids` in ascending order, and for each id its position among them. In time and memory linear in the
 * largest id: for places in tables that a step is about anyhow.
 */
export function distinct(ids: Int32Array): { rows: Int32Array; positions: Int32Array } {
  const place = new Int32Array(ids.reduce((largest, id) => Math.max(largest, id), -1) + 1).fill(-1)
  for (const id of ids) place[id] = 0
  const rows = new Int32Array(Math.min(ids.length, place.length))
  let count = 0
  for (let id = 0; id < place.length; id++) {
    if (place[id]! < 0) continue
    place[id] = count
    rows[count++] = id
  }
  return { rows: rows.slice(0, count), positions: ids.map((id) => place[id]!) }
}
