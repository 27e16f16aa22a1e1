import { memoryOf } from './memory.ts'
import * as tf from './tf.ts'

/** A value and its backward pass: from the gradient of the value to those of the tensor inputs, in their order. */
export interface Differentiable<T extends tf.Tensor> {
  readonly value: T
  readonly gradient: (dy: T, saved: tf.Tensor[]) => tf.Tensor[]
}

/** The same for several values. A value that the loss does not depend on has a gradient of zeros. */
export interface DifferentiableAll<T extends tf.Tensor[]> {
  readonly values: T
  readonly gradient: (dys: T, saved: tf.Tensor[]) => tf.Tensor[]
}

/** Keeps tensors for the backward pass, which receives them as `saved`. */
export type Save = (tensors: tf.Tensor[]) => void

/** The bodies of a coarse operation. `Body` is their common signature. */
export interface OperationDescriptor<Body> {
  /** As errors name it. */
  readonly name: string
  /** The body in plain TensorFlow.js operations. It is right on every backend, and it is the oracle of `core`. */
  readonly reference: Body
  /** The body on the compute core, where the operation has kernels. */
  readonly core?: Body
}

/** A coarse operation, ready to run. */
export interface Operation<Parameters extends unknown[], Result> {
  /** Runs the body for the current backend: `core` on the core, the reference body elsewhere. */
  run(...parameters: Parameters): Result
  /**
   * Checks an operand's shape. Bodies take their sizes from the first operand. Compiled code would read past the end of
   * a smaller second operand, and a reference body would broadcast it.
   * @throws RangeError with both shapes
   */
  checkShape(operand: string, tensor: tf.Tensor, shape: readonly number[]): void
}

/** Puts a coarse operation together from its bodies. */
export function operation<Parameters extends unknown[], Result>(
  descriptor: OperationDescriptor<(...parameters: Parameters) => Result>,
): Operation<Parameters, Result> {
  const { name, reference, core = reference } = descriptor
  return {
    run: (...parameters) => (tf.getBackend() === 'core' ? core : reference)(...parameters),
    checkShape(operand, tensor, shape) {
      if (tf.util.arraysEqual(tensor.shape, shape as number[])) return
      throw new RangeError(`${name}: ${operand} must be [${shape.join(', ')}], not [${tensor.shape.join(', ')}]`)
    },
  }
}

/**
 * Checks row numbers before a kernel gets them: compiled code reads whatever lies at a wrong one.
 * @throws RangeError for a row outside 0..size-1
 */
export function checkRows(rows: Int32Array, size: number, operation: string): void {
  for (let i = 0; i < rows.length; i++) {
    if (rows[i]! < 0 || rows[i]! >= size) throw new RangeError(`${operation}: row ${rows[i]} is outside 0..${size - 1}`)
  }
}

/** A scalar's number, on a host-resident backend. */
export function numberOf(scalar: tf.Tensor): number {
  return memoryOf(scalar)[0]!
}

/** Runs a body with its own gradient: the tape records nothing inside it. */
export function differentiable<T extends tf.Tensor>(inputs: tf.Tensor[], body: (save: Save) => Differentiable<T>): T {
  return tf.customGrad<T>((...parameters) => {
    const save = parameters[parameters.length - 1] as Save
    const { value, gradient } = body(save)
    return { value, gradFunc: gradient }
  })(...inputs)
}

/** The engine's method behind `customGrad`. Its public type hides that it takes a body with several values. */
interface CustomOperations {
  runKernelFunc<T extends tf.Tensor[]>(operation: {
    inputs: tf.NamedTensorMap
    forwardFunc: (backend: object, save: Save) => T
    backwardsFunc: (dys: T, saved: tf.Tensor[]) => Record<string, () => tf.Tensor>
  }): T
}

/** Runs a body of several values with its own gradient. `customGrad` allows for one value only. */
export function differentiableAll<T extends [tf.Tensor, tf.Tensor, ...tf.Tensor[]]>(
  inputs: tf.Tensor[],
  body: (save: Save) => DifferentiableAll<T>,
): T {
  let result: DifferentiableAll<T>
  return (tf.engine() as unknown as CustomOperations).runKernelFunc<T>({
    inputs: { ...inputs } as unknown as tf.NamedTensorMap,
    forwardFunc: (_, save) => (result = body(save)).values,
    backwardsFunc: (dys, saved) => ({ ...result.gradient(dys, saved).map((gradient) => () => gradient) }) as never,
  })
}
