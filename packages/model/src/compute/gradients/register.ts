import * as tf from '@tensorflow/tfjs-core'

/** Gradients by input name, or by index for operations on a list. A function runs only if its input needs a gradient. */
export type Gradients = Record<string, () => tf.Tensor> | (() => tf.Tensor)[]

/** The attributes of operations that gradients read. */
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

/** The gradient of one plain operation. `saved` holds the inputs named in `save`, then the output if `saveOutput`. */
export interface PlainGradient {
  readonly kernel: string
  /** Inputs saved for the backward pass; `all` for operations on a list of inputs. */
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

/** Sums a gradient over the axes along which an operand of shape `shape` was broadcast. */
export function sumTo(gradient: tf.Tensor, shape: number[]): tf.Tensor {
  if (tf.util.arraysEqual(gradient.shape, shape)) return tf.clone(gradient)
  const axes = tf.broadcast_util.getReductionAxes(shape, gradient.shape)
  return tf.reshape(axes.length > 0 ? tf.sum(gradient, axes) : gradient, shape)
}

/** Reshapes the gradient of a reduction so that reduced axes have length one and it broadcasts over the input. */
export function keepAxes(gradient: tf.Tensor, inputShape: number[], axis: number | number[] | null): tf.Tensor {
  const axes = axis === null ? inputShape.map((_, i) => i) : tf.util.parseAxisParam(axis, inputShape)
  return tf.reshape(
    gradient,
    inputShape.map((size, i) => (axes.includes(i) ? 1 : size)),
  )
}
