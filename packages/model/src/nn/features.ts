import { type FeatureRows, type ModalityFeatures, readFeatureRow } from '../data/index.ts'
import { projectRows, tf } from '../compute/index.ts'
import { xavier } from './initialize.ts'
import type { LayerInput, Leaves, Parameter } from './parameters.ts'
import { penalty } from './losses.ts'

/** Length of a feature vector in units of sqrt(dimension): its components then spread by about .3. */
export const FEATURE_SPREAD = 0.3

/** Features as a base reads them: with factors that normalize the rows, and the items that have none marked. */
export interface Modality extends FeatureRows {
  readonly name: string
  /** 1 where the item has this modality. `[items]` */
  readonly present: Uint8Array
}

/**
 * Features as models read them: every vector divided by its own length, then scaled to 0.3 sqrt(d), so that modalities
 * of any dimension and unit come in alike. The table stays as it is, whatever its precision; only the rows' factors are
 * made anew. An item whose vector is all zeros has nothing to say and counts as missing.
 */
export function prepareFeatures({ name, dimension, values, present }: ModalityFeatures): Modality {
  const kept = present.slice()
  const scale = new Float32Array(present.length)
  const row = new Float32Array(dimension)
  for (let item = 0; item < present.length; item++) {
    if (!present[item]) continue
    readFeatureRow({ values, dimension }, item, row) // without a factor: the length takes it out again
    let squares = 0
    for (let d = 0; d < dimension; d++) squares += row[d]! * row[d]!
    if (squares === 0) kept[item] = 0
    else scale[item] = (FEATURE_SPREAD * Math.sqrt(dimension)) / Math.sqrt(squares)
  }
  return { name, dimension, values, scale, present: kept }
}

/** One Linear a modality, h_m = W_m x_m + c_m: where MRdIB puts its bottleneck. */
export class FeatureMaps {
  readonly #maps: readonly { readonly feature: Modality; readonly weight: Parameter; readonly bias: Parameter }[]

  constructor(
    { modalities, parameters, random, config }: LayerInput & { readonly modalities: readonly Modality[] },
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
    const { feature, weight, bias } = this.#maps[modality]!
    return projectRows(feature, rows, leafOf(weight), tf.reshape(leafOf(bias), [this.width])) // [rows, width]
  }
}
