import * as tf from './tf.ts'
import type { CsrMatrix } from '../linalg/index.ts'
import type { FeatureTable } from './project-rows.ts'
import type { CriticWeights, MineBoundParts, MovingMean } from './mine-bound.ts'
import type { Pairs } from './pair-margins.ts'
import type { BothSides, TwoSided } from './propagate-mean.ts'

/** A value and how a gradient with respect to it becomes gradients of the operation's tensor inputs, in their order. */
export interface Differentiable<T extends tf.Tensor> {
  readonly value: T
  readonly gradient: (dy: T, saved: tf.Tensor[]) => tf.Tensor[]
}

/** The same for several values; one that nothing depends on has a slope of zeros. */
export interface DifferentiableAll<T extends tf.Tensor[]> {
  readonly values: T
  readonly gradient: (dys: T, saved: tf.Tensor[]) => tf.Tensor[]
}

/** Keeps tensors for the backward pass; they are handed to `gradient` as `saved`. */
export type Save = (tensors: tf.Tensor[]) => void

/**
 * The bodies a backend may bring for the coarse operations. Each has the signature of the reference body beside the
 * operation; an operation without one runs its reference body, which is right on every backend.
 */
export interface Kernels {
  gatherRows?(table: tf.Tensor2D, rows: Int32Array, save: Save): Differentiable<tf.Tensor2D>
  projectRows?(
    features: FeatureTable,
    rows: Int32Array,
    w: tf.Tensor2D,
    b: tf.Tensor1D,
    save: Save,
  ): Differentiable<tf.Tensor2D>
  gaussianBottleneck?(
    h: tf.Tensor2D,
    weight: tf.Tensor2D,
    bias: tf.Tensor2D,
    noise: tf.Tensor2D | null,
    save: Save,
  ): DifferentiableAll<[z: tf.Tensor2D, kl: tf.Scalar]>
  pairMargins?(users: tf.Tensor2D, items: tf.Tensor2D, pairs: Pairs, save: Save): Differentiable<tf.Tensor1D>
  bprLoss?(margins: tf.Tensor1D[], save: Save): Differentiable<tf.Scalar>
  sumScalars?(values: readonly tf.Scalar[], weights: readonly number[]): Differentiable<tf.Scalar>
  weightedNorms?(matrices: tf.Tensor2D[], weights: readonly Float32Array[], save: Save): Differentiable<tf.Scalar>
  normalizeRows?(x: tf.Tensor2D, save: Save): Differentiable<tf.Tensor2D>
  infoNce?(a: tf.Tensor2D, b: tf.Tensor2D, temperature: number, save: Save): Differentiable<tf.Scalar>
  propagate?(graph: CsrMatrix, x: tf.Tensor2D, save: Save): Differentiable<tf.Tensor2D>
  propagateMean?(graph: TwoSided, sides: BothSides, layers: number): DifferentiableAll<BothSides>
  mineBound?(
    za: tf.Tensor2D,
    zb: tf.Tensor2D,
    critic: CriticWeights,
    order: { readonly shuffle: Int32Array; readonly back: Int32Array },
    movingMean: MovingMean,
  ): MineBoundParts
  adamStep?(step: AdamStep): void
}

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

const byBackend = new Map<string, Kernels>()

/** Gives a backend its own bodies of coarse operations. */
export function registerKernels(backend: string, kernels: Kernels): void {
  byBackend.set(backend, kernels)
}

/** The bodies of the backend that runs now. */
export function activeKernels(): Kernels {
  return byBackend.get(tf.getBackend()) ?? {}
}

/** Runs a body with its own gradient: nothing inside it is recorded on the tape. */
export function differentiable<T extends tf.Tensor>(inputs: tf.Tensor[], body: (save: Save) => Differentiable<T>): T {
  return tf.customGrad<T>((...parameters) => {
    const save = parameters[parameters.length - 1] as Save
    const { value, gradient } = body(save)
    return { value, gradFunc: gradient }
  })(...inputs)
}

/** What `customGrad` is made of, which the types hide: it takes a body with several values. */
interface CustomOperations {
  runKernelFunc<T extends tf.Tensor[]>(operation: {
    inputs: tf.NamedTensorMap
    forwardFunc: (backend: object, save: Save) => T
    backwardsFunc: (dys: T, saved: tf.Tensor[]) => Record<string, () => tf.Tensor>
  }): T
}

/** Runs a body of several values with its own gradient; `customGrad` allows for one. */
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
