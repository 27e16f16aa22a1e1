import { engineInUse } from '../../core/index.ts'
import { allocate } from '../memory.ts'
import { matrixOf, read } from './arrays.ts'
import * as tf from '../tf.ts'
import type { DifferentiableAll, Save } from '../kernels.ts'

/** z = h + sigma * noise with log sigma^2 = h V + c, and KL(N(h, sigma^2) || N(0, I)), a mean over rows */
export function gaussianBottleneck(
  h: tf.Tensor2D,
  weight: tf.Tensor2D,
  bias: tf.Tensor2D,
  noise: tf.Tensor2D | null,
  save: Save,
): DifferentiableAll<[tf.Tensor2D, tf.Scalar]> {
  const [rows, columns] = h.shape
  const [z, deviations, kl] = [allocate(h.size), allocate(h.size), allocate(1)]
  engineInUse().call(
    'gaussianBottleneck',
    h.shape,
    read(h),
    read(weight),
    read(bias),
    noise && read(noise),
    z,
    deviations,
    kl,
  )
  save([h, weight, matrixOf(deviations, rows, columns), ...(noise ? [noise] : [])])
  return {
    values: [matrixOf(z, rows, columns), tf.scalar(kl[0]!)],
    gradient: ([dz, dKl], [h, weight, sigma, noise]) => {
      const [dh, dWeight, dBias] = [allocate(h!.size), allocate(weight!.size), allocate(columns)]
      engineInUse().call(
        'gaussianBottleneckGradient',
        [rows, columns, read(dKl)[0]!],
        read(h!),
        read(weight!),
        read(sigma!),
        noise ? read(noise) : null,
        read(dz),
        dh,
        dWeight,
        dBias,
      )
      return [matrixOf(dh, rows, columns), matrixOf(dWeight, columns, columns), matrixOf(dBias, 1, columns)]
    },
  }
}
