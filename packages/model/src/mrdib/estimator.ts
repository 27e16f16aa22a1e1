import type { Parameters, Rows } from '../nn/index.ts'
import type { tf } from '../compute/index.ts'

/** Width of the hidden layer of an estimator's network. */
export const HIDDEN = 64
/** Such networks are used whole. */
export const NO_ROWS: Rows = { userRows: new Int32Array(0), itemRows: new Int32Array(0) }

/** Codes of the items that have both modalities. */
export interface CodePair {
  readonly a: tf.Tensor2D // [n, width]
  readonly b: tf.Tensor2D // [n, width]
}

/** How an estimator is to move, from where it and the codes were. Holds tensors until it is disposed. */
export interface EstimatorStep {
  take(): Promise<void>
  dispose(): void
}

export interface Estimate {
  /** Of I(Z_a; Z_b), in nats: what the encoders minimize, with the estimator held still. */
  readonly bound: tf.Scalar
  readonly step: EstimatorStep
}

/** Estimates I(Z_a; Z_b) of one pair of modalities, and learns to from the codes it is shown. */
export interface InformationEstimator {
  readonly parameters: Parameters
  /** What it goes on from beside its parameters; a checkpoint keeps it. */
  readonly memory: Float64Array
  estimate(codes: CodePair): Estimate
}
