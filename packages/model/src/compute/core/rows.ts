import { engineInUse } from '../../core/index.ts'
import { allocate } from '../memory.ts'
import { checkRows, matrixOf, read } from './arrays.ts'
import { SMALLEST_NORM } from '../normalize-rows.ts'
import type * as tf from '../tf.ts'
import type { Differentiable, Save } from '../kernels.ts'

/** table[rows]; the gradient adds up per table row */
export function gatherRows(table: tf.Tensor2D, rows: Int32Array): Differentiable<tf.Tensor2D> {
  const [size, dimension] = table.shape
  checkRows(rows, size, 'gatherRows')
  const out = allocate(rows.length * dimension)
  engineInUse().call('gatherRows', [rows.length, dimension], read(table), rows, out)
  return {
    value: matrixOf(out, rows.length, dimension),
    gradient: (dy) => {
      const sums = allocate(size * dimension)
      engineInUse().call('scatterAdd', [rows.length, dimension, size], read(dy), rows, sums)
      return [matrixOf(sums, size, dimension)]
    },
  }
}

/** x / |x| by rows */
export function normalizeRows(x: tf.Tensor2D, save: Save): Differentiable<tf.Tensor2D> {
  const [rows, columns] = x.shape
  const y = allocate(x.size)
  const norms = allocate(rows)
  engineInUse().call('normalizeRows', [rows, columns, SMALLEST_NORM], read(x), y, norms)
  const value = matrixOf(y, rows, columns)
  save([value])
  return {
    value,
    gradient: (dy, [y]) => {
      const dx = allocate(y!.size)
      engineInUse().call('normalizeRowsGradient', [rows, columns], read(y!), norms, read(dy), dx)
      return [matrixOf(dx, rows, columns)]
    },
  }
}
