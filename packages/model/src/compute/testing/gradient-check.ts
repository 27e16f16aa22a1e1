import { normals } from './random.ts'
import * as tf from '../tf.ts'

/** A function of tensors under test. */
export interface Case {
  readonly inputs: tf.Tensor[]
  readonly run: (...inputs: tf.Tensor[]) => tf.Tensor
}

/** Value and gradients of a case, as arrays. The gradient is that of a fixed random weighting of the output. */
export async function valueAndGradients({ inputs, run }: Case): Promise<Float32Array[]> {
  const value = run(...inputs)
  const weights = tf.tensor(normals(value.size, 99), value.shape)
  const gradients = tf.grads((...parameters) => tf.sum(tf.mul(run(...parameters), weights)))(inputs)
  return Promise.all([value, ...gradients].map(async (t) => new Float32Array(await t.data())))
}

/**
 * Largest difference between the analytic gradients and central differences, relative to the largest gradient.
 * In float32 with a step of 1e-2, both truncation and rounding stay near 1e-3 for functions of order one.
 */
export async function gradientError(testCase: Case): Promise<number> {
  const STEP = 1e-2
  const { inputs, run } = testCase
  const [value, ...analytic] = await valueAndGradients(testCase)
  const weights = normals(value!.length, 99)
  const weighted = async (changed: number, values: Float32Array): Promise<number> => {
    const parameters = inputs.map((input, i) => (i === changed ? tf.tensor(values, input.shape) : input))
    const output = await run(...parameters).data<'float32'>()
    return output.reduce((sum, y, i) => sum + y * weights[i]!, 0)
  }
  let largest = 0
  let difference = 0
  for (let which = 0; which < inputs.length; which++) {
    const at = new Float32Array(await inputs[which]!.data())
    for (let i = 0; i < at.length; i++) {
      const moved = (by: number) => at.map((x, j) => (j === i ? x + by : x))
      const slope = ((await weighted(which, moved(STEP))) - (await weighted(which, moved(-STEP)))) / (2 * STEP)
      largest = Math.max(largest, Math.abs(slope))
      difference = Math.max(difference, Math.abs(slope - analytic[which]![i]!))
    }
  }
  return difference / Math.max(largest, 1e-3)
}

/** Largest difference of two arrays, relative to the largest absolute value of the expected one. */
export function relativeError(actual: Float32Array, expected: Float32Array): number {
  if (actual.length !== expected.length) return Infinity
  const scale = expected.reduce((max, x) => Math.max(max, Math.abs(x)), 1e-6)
  return actual.reduce((max, x, i) => (x === expected[i] ? max : Math.max(max, Math.abs(x - expected[i]!) / scale)), 0)
}
