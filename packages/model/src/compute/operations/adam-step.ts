import { engineInUse, kernel } from '../../core/index.ts'
import { checkRows, operation } from '../operation.ts'

const ADAM = kernel('adam', 9, ['in', 'in', 'inout', 'inout', 'inout'])

/** One in-place Adam update of the given rows of a table held by the host. */
export interface AdamStep {
  readonly values: Float32Array // [rows, dimension]
  readonly first: Float32Array // [rows, dimension]
  readonly second: Float32Array // [rows, dimension]
  readonly dimension: number
  /** Distinct rows to update; null for all. */
  readonly rows: Int32Array | null
  readonly gradient: Float32Array // [rows.length, dimension]
  /** learningRate / (1 - beta1^t) */
  readonly stepSize: number
  /** 1 / sqrt(1 - beta2^t) */
  readonly secondScale: number
  readonly beta1: number
  readonly beta2: number
  readonly epsilon: number
}

const op = operation({ name: 'adamStep', reference: adamStepReference, core: adamStepCore })

/** Applies one Adam update, in place. It works on the host's arrays and is not on the tape. */
export function adamStep(step: AdamStep): void {
  op.run(step)
}

/** The update in plain TypeScript. The kernel must equal it. */
export function adamStepReference(step: AdamStep): void {
  const { values, first, second, dimension, rows, gradient, stepSize, secondScale, beta1, beta2, epsilon } = step
  const count = gradient.length / dimension
  for (let i = 0; i < count; i++) {
    let at = (rows === null ? i : rows[i]!) * dimension
    for (let j = i * dimension; j < (i + 1) * dimension; j++, at++) {
      const g = gradient[j]!
      first[at] = beta1 * first[at]! + (1 - beta1) * g
      second[at] = beta2 * second[at]! + (1 - beta2) * g * g
      values[at]! -= (stepSize * first[at]!) / (Math.sqrt(second[at]!) * secondScale + epsilon)
    }
  }
}

/** A core with memory of its own would copy three whole tables, so there few rows take the reference body. */
function adamStepCore(step: AdamStep): void {
  const { values, first, second, dimension, rows, gradient, stepSize, secondScale, beta1, beta2, epsilon } = step
  if (rows) checkRows(rows, values.length / dimension, 'Adam')
  if (!engineInUse().inPlace && gradient.length < values.length / 2) return adamStepReference(step)
  const count = gradient.length / dimension
  const scalars = [count, dimension, stepSize, secondScale, beta1, beta2, epsilon]
  engineInUse().call(ADAM, scalars, rows, gradient, values, first, second)
}
