import * as tf from '@tensorflow/tfjs-core'

/** Gradients by input name (or position, for operations on a list); a function runs only if its input needs one. */
export type Gradients = Record<string, () => tf.Tensor> | (() => tf.Tensor)[]

/** Attributes as the gradients here read them. */
export interface Attributes {
  readonly axis: number | number[] | null
  readonly alpha: number
  readonly begin: number[]
  readonly clipValueMin: number
  readonly clipValueMax: number
  readonly perm: number[]
  readonly reps: number[]
  readonly transposeA: boolean
  readonly transposeB: boolean
}

/** The gradient of one plain operation: `saved` holds the inputs named in `save`, then the output if asked for. */
export interface PlainGradient {
  readonly kernel: string
  /** Inputs kept for the backward pass; `all` for operations on a list of inputs. */
  readonly save?: readonly string[] | 'all'
  readonly saveOutput?: boolean
  readonly gradient: (dy: tf.Tensor, saved: tf.Tensor[], attributes: Attributes) => Gradients
}

/** Registers one gradient with the engine. */
export function register({ kernel, save, saveOutput, gradient }: PlainGradient): void {
  tf.registerGradient({
    kernelName: kernel,
    ...(save === 'all' ? { saveAllInputs: true } : { inputsToSave: [...(save ?? [])] }),
    ...(saveOutput ? { outputsToSave: [true] } : {}),
    gradFunc: (dy, saved, attributes) =>
      ({ ...gradient(dy as tf.Tensor, saved, attributes as unknown as Attributes) }) as Record<string, () => tf.Tensor>,
  })
}
