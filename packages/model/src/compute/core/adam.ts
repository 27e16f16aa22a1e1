import { engineInUse } from '../../core/index.ts'
import { checkRows } from './arrays.ts'
import { adamStepReference } from '../adam.ts'
import type { AdamStep } from '../kernels.ts'

/** `adamStepReference` on the core; itself where a core with memory of its own would copy three tables for a few rows. */
export function adamKernel(step: AdamStep): void {
  const { values, first, second, dimension, rows, gradient, stepSize, secondScale, beta1, beta2, epsilon } = step
  if (rows) checkRows(rows, values.length / dimension, 'Adam')
  if (!engineInUse().inPlace && gradient.length < values.length / 2) return adamStepReference(step)
  const count = gradient.length / dimension
  const scalars = [count, dimension, stepSize, secondScale, beta1, beta2, epsilon]
  engineInUse().call('adam', scalars, rows, gradient, values, first, second)
}
