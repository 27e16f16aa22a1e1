import type { Block, Factors } from '../serve/factors.ts'
import { decompose } from './decompose.ts'
import type { Explanation } from './explanation.ts'

/** A block centred on each user's mean over the catalogue: linear, so the mean item row is taken off once. */
interface Centred {
  readonly block: Block
  /** `[dimension]` */
  readonly mean: Float64Array
}

/**
 * Splits scores into baseline, collaborative and modal parts (model.md section 5): score = baseline + collaborative +
 * sum(unique) + redundant + synergy. Means are taken once, when a model is loaded; an explanation then costs a few dot
 * products.
 */
export class Explainer {
  private readonly score: readonly Centred[]
  private readonly joint: readonly Centred[]
  private readonly decoders: readonly Centred[]

  constructor(private readonly factors: Factors) {
    const { blocks, decoders, items } = factors
    const anyModality = new Uint8Array(items)
    for (const { present } of decoders) for (let item = 0; item < items; item++) anyModality[item] |= present[item]
    this.score = blocks.filter((block) => block.inScore).map((block) => centre(block))
    this.joint = blocks.filter((block) => block.role === 'modal').map((block) => centre(block, anyModality))
    this.decoders = decoders.map((decoder) => centre(decoder, decoder.present))
  }

  /**
   * Only what an item has can speak for it: modalities it lacks say 0, with one modality everything modal is unique to
   * that one, and with none the joint decoder's answer is no evidence and stays with the ids.
   */
  explain(user: number, item: number): Explanation {
    const { decoders } = this.factors
    const baseline = sumOf(this.score, (centred) => meanDot(centred, user))
    const above = sumOf(this.score, (centred) => centredDot(centred, user, item))
    const present = decoders.flatMap((decoder, n) => (decoder.present[item] ? [n] : []))
    const joint = present.length === 0 ? 0 : sumOf(this.joint, (centred) => centredDot(centred, user, item))
    const parts = decompose(
      0,
      present.map((n) => decoders[n].scale * centredDot(this.decoders[n], user, item)),
      joint,
    )
    return {
      score: baseline + above,
      baseline,
      collaborative: above - joint,
      unique: Object.fromEntries(decoders.map(({ modality }, n) => [modality, parts.unique[present.indexOf(n)] ?? 0])),
      redundant: parts.redundant,
      synergy: parts.synergy,
    }
  }
}

function centre(block: Block, among?: Uint8Array): Centred {
  const { dimension, item } = block
  const mean = new Float64Array(dimension)
  const rows = item.length / dimension
  let count = 0
  for (let row = 0; row < rows; row++) {
    if (among && !among[row]) continue
    count++
    for (let d = 0; d < dimension; d++) mean[d] += item[row * dimension + d]
  }
  for (let d = 0; d < dimension; d++) mean[d] /= Math.max(1, count)
  return { block, mean }
}

function centredDot({ block, mean }: Centred, user: number, item: number): number {
  const { dimension } = block
  let sum = 0
  for (let d = 0; d < dimension; d++) {
    sum += block.user[user * dimension + d] * (block.item[item * dimension + d] - mean[d])
  }
  return sum
}

function meanDot({ block, mean }: Centred, user: number): number {
  let sum = 0
  for (let d = 0; d < block.dimension; d++) sum += block.user[user * block.dimension + d] * mean[d]
  return sum
}

function sumOf(list: readonly Centred[], value: (centred: Centred) => number): number {
  let sum = 0
  for (const centred of list) sum += value(centred)
  return sum
}
