import type { AdamStep } from './kernels.ts'

/** Settings of Adam (Kingma and Ba, ICLR 2015); the defaults are the paper's. */
export interface AdamOptions {
  readonly learningRate: number
  readonly beta1?: number
  readonly beta2?: number
  readonly epsilon?: number
}

/** Running moments and step count, as plain arrays for a checkpoint. */
export interface AdamState {
  readonly step: number
  readonly first: Float32Array
  readonly second: Float32Array
}

/** The bias corrections of step `t` (from 1), folded into two factors. */
export function corrections(t: number, options: Required<AdamOptions>): Pick<AdamStep, 'stepSize' | 'secondScale'> {
  return {
    stepSize: options.learningRate / (1 - options.beta1 ** t),
    secondScale: 1 / Math.sqrt(1 - options.beta2 ** t),
  }
}

/** Fills in the paper's constants. */
export function withDefaults({ learningRate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }: AdamOptions) {
  return { learningRate, beta1, beta2, epsilon }
}

/** The update in plain TypeScript: what every kernel of it must equal. */
export function adamStepReference(step: AdamStep): void {
  const { values, first, second, dimension, rows, gradient, stepSize, secondScale, beta1, beta2, epsilon } = step
  const count = gradient.length / dimension
  for (let i = 0; i < count; i++) {
    let at = (rows === null ? i : rows[i]) * dimension
    for (let j = i * dimension; j < (i + 1) * dimension; j++, at++) {
      const g = gradient[j]
      first[at] = beta1 * first[at] + (1 - beta1) * g
      second[at] = beta2 * second[at] + (1 - beta2) * g * g
      values[at] -= (stepSize * first[at]) / (Math.sqrt(second[at]) * secondScale + epsilon)
    }
  }
}
