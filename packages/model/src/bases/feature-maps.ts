import { projectRows, tf } from '../compute/index.ts'
import { FEATURE_SPREAD, type BaseInput, type Modality } from './base.ts'
import { xavier } from './initialize.ts'
import type { Leaves, Parameter } from './parameters.ts'
import { penalty } from './penalty.ts'

/** One Linear a modality, h_m = W_m x_m + c_m: where MRdIB puts its bottleneck. */
export class FeatureMaps {
  readonly #maps: readonly { readonly feature: Modality; readonly weight: Parameter; readonly bias: Parameter }[]

  constructor(
    { modalities, parameters, random, config }: BaseInput,
    readonly width: number,
  ) {
    this.#maps = modalities.map((feature) => ({
      feature,
      weight: parameters.add(
        `W ${feature.name}`,
        'whole',
        [feature.dimension, width],
        xavier(feature.dimension, width, random),
        config.learningRate,
      ),
      bias: parameters.add(`c ${feature.name}`, 'whole', [1, width], new Float32Array(width), config.learningRate),
    }))
  }

  /**
   * Half the squared norms of the projections, on features as if their vectors had length 1: the ridge that makes a modality
   * say what its strongest directions can, before what takes weights that tell single items apart.
   */
  norms(leafOf: Leaves): tf.Scalar {
    const terms = this.#maps.map(({ feature: { dimension }, weight }) => ({
      rows: leafOf(weight), // [dimension, width], over which the penalty takes the mean
      weight: FEATURE_SPREAD ** 2 * dimension * dimension,
    }))
    return penalty(terms)
  }

  /** h_m of the given items, all of which have the modality. `[rows.length, width]` */
  project(modality: number, rows: Int32Array, leafOf: Leaves): tf.Tensor2D {
    const { feature, weight, bias } = this.#maps[modality]
    return projectRows(feature, rows, leafOf(weight), tf.reshape(leafOf(bias), [this.width])) // [rows, width]
  }
}
