import { type ModalityFeatures, normal, readFeatureRow, seededRandom, shuffle } from '@trifold/model/internals'

/** A way to damage a modality, for experiments on what a model does then. */
export interface Corruption {
  readonly name: string
  apply(features: ModalityFeatures, seed: number): ModalityFeatures
}

/** Adds a random vector whose length is about `ratio` times the item's own vector. */
export function noise(ratio: number): Corruption {
  return {
    name: `noise ${ratio}x`,
    apply: (features, seed) => {
      const random = seededRandom(seed)
      const { dimension } = features
      return rewritten(features, (item, row) => {
        readFeatureRow(features, item, row)
        let squares = 0
        for (let d = 0; d < dimension; d++) squares += row[d]! ** 2
        const spread = ratio * Math.sqrt(squares / dimension)
        for (let d = 0; d < dimension; d++) row[d]! += spread * normal(random)
      })
    },
  }
}

/** Takes the modality from a share of the items that have it. */
export function drop(share: number): Corruption {
  return {
    name: `${Math.round(share * 100)} % dropped`,
    apply: (features, seed) => {
      const having = shuffle(itemsWith(features), seededRandom(seed))
      const present = features.present.slice()
      for (const item of having.subarray(0, Math.round(share * having.length))) present[item] = 0
      return { ...features, present }
    },
  }
}

/** Hands the vectors of the items that have the modality to other items. */
export const shuffled: Corruption = {
  name: 'shuffled',
  apply: (features, seed) => {
    const having = itemsWith(features)
    const from = shuffle(having.slice(), seededRandom(seed))
    const source = new Uint32Array(features.present.length)
    having.forEach((item, n) => (source[item] = from[n]!))
    return rewritten(features, (item, row) => readFeatureRow(features, source[item]!, row))
  },
}

function itemsWith({ present }: ModalityFeatures): Uint32Array {
  return Uint32Array.from(present.keys()).filter((item) => present[item])
}

/**
 * The same modality with other vectors, in single precision.
 *
 * @param write fills the row of an item that has the modality
 */
function rewritten(
  { name, dimension, present }: ModalityFeatures,
  write: (item: number, row: Float32Array) => void,
): ModalityFeatures {
  const values = new Float32Array(present.length * dimension)
  for (let item = 0; item < present.length; item++) {
    if (present[item]) write(item, values.subarray(item * dimension, (item + 1) * dimension))
  }
  return { name, dimension, values, present }
}
