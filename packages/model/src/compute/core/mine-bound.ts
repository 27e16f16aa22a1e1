import { engineInUse } from '../../core/index.ts'
import { allocate } from '../memory.ts'
import { matrixOf, read } from './arrays.ts'
import type { CriticWeights, MineBoundParts, MovingMean } from '../mine-bound.ts'
import * as tf from '../tf.ts'

/** MINE's bound with the gradients of both sides. */
export function mineBound(
  za: tf.Tensor2D,
  zb: tf.Tensor2D,
  { wa, wb, bias, out, outBias }: CriticWeights,
  { shuffle, back }: { readonly shuffle: Int32Array; readonly back: Int32Array },
  { log, share }: MovingMean,
): MineBoundParts {
  const [n, da] = za.shape
  const [db, h] = wb.shape
  const inputs = [za, zb, wa, wb, bias, out].map(read)
  const [dZa, dZb, dWa, dWb, dBias, dOut] = inputs.map((input) => allocate(input.length))
  const result = allocate(3) // bound, log of the moving mean, gradient of outBias
  engineInUse().call(
    'mineBound',
    [n, da, db, h, read(outBias)[0]!, log, share],
    ...inputs,
    shuffle,
    back,
    dZa!,
    dZb!,
    dWa!,
    dWb!,
    dBias!,
    dOut!,
    result,
  )
  return {
    bound: tf.scalar(result[0]!),
    dZa: matrixOf(dZa!, n, da),
    dZb: matrixOf(dZb!, n, db),
    ascent: [
      matrixOf(dWa!, da, h),
      matrixOf(dWb!, db, h),
      tf.tensor1d(dBias!),
      tf.tensor1d(dOut!),
      tf.scalar(result[2]!),
    ],
    logMovingMean: tf.scalar(result[1]!),
  }
}
