import type { Block, Factors } from '../serve/factors.ts'
import type { UserRows } from '../serve/user-rows.ts'
import { decompose } from './decompose.ts'
import type { Explanation } from './explanation.ts'

/**
 * Splits scores into baseline, collaborative and modal parts (model.md section 5): score = baseline + collaborative +
 * sum(unique) + redundant + synergy. A block is centred on each user's mean over the catalogue; being linear, that is
 * the user's dot product with the mean item row. The mean rows are taken once, when a model is loaded, and multiplied
 * once a list: an explanation then costs one dot product a block and decoder.
 */
export class Explainer {
  /** The mean row of each block in the score over all items. */
  private readonly scoreMeans: readonly Float64Array[] // [dimension] each
  /** The mean row of each modal block over the items that have any modality. */
  private readonly jointMeans: readonly Float64Array[] // [dimension] each
  /** The mean row of each decoder over the items that have its modality. */
  private readonly decoderMeans: readonly Float64Array[] // [dimension] each

  constructor(private readonly factors: Factors) {
    const { blocks, decoders, items } = factors
    const anyModality = new Uint8Array(items)
    for (const { present } of decoders) for (let item = 0; item < items; item++) anyModality[item] |= present[item]
    const nothing = new Float64Array(0)
    this.scoreMeans = blocks.map((block) => (block.inScore ? meanRow(block) : nothing))
    this.jointMeans = blocks.map((block) => (block.role === 'modal' ? meanRow(block, anyModality) : nothing))
    this.decoderMeans = decoders.map((decoder) => meanRow(decoder, decoder.present))
  }

  /**
   * Only what an item has can speak for it: modalities it lacks say 0, with one modality everything modal is unique to
   * that one, and with none the joint decoder's answer is no evidence and stays with the ids.
   */
  explain(user: UserRows, items: ArrayLike<number>): Explanation[] {
    const { blocks, decoders } = this.factors
    const baselines = user.blocks.map((row, n) => (blocks[n].inScore ? dot(row, this.scoreMeans[n], 0) : 0))
    const baseline = baselines.reduce((sum, part) => sum + part, 0)
    const jointMean = user.blocks.reduce((sum, row, n) => sum + dot(row, this.jointMeans[n], 0), 0)
    const decoderMeans = user.decoders.map((row, n) => dot(row, this.decoderMeans[n], 0))
    return Array.from(items, (item) => {
      let above = -baseline
      let joint = -jointMean
      for (let n = 0; n < blocks.length; n++) {
        const block = blocks[n]
        const term = dot(user.blocks[n], block.item, item * block.dimension)
        if (block.inScore) above += term
        if (block.role === 'modal') joint += term
      }
      const gains: number[] = []
      for (let n = 0; n < decoders.length; n++) {
        const { present, scale, dimension, item: rows } = decoders[n]
        if (present[item]) gains.push(scale * (dot(user.decoders[n], rows, item * dimension) - decoderMeans[n]))
      }
      if (gains.length === 0) joint = 0
      const parts = decompose(0, gains, joint)
      const unique: Record<string, number> = {}
      let next = 0
      for (const { modality, present } of decoders) unique[modality] = present[item] ? parts.unique[next++] : 0
      return {
        score: baseline + above,
        baseline,
        collaborative: above - joint,
        unique,
        redundant: parts.redundant,
        synergy: parts.synergy,
      }
    })
  }
}

function meanRow({ dimension, item }: Pick<Block, 'dimension' | 'item'>, among?: Uint8Array): Float64Array {
  const mean = new Float64Array(dimension)
  const rows = item.length / dimension
  let count = 0
  for (let row = 0; row < rows; row++) {
    if (among && !among[row]) continue
    count++
    for (let d = 0; d < dimension; d++) mean[d] += item[row * dimension + d]
  }
  for (let d = 0; d < dimension; d++) mean[d] /= Math.max(1, count)
  return mean
}

/** <row, table[at ...]>, 0 for an empty table: four sums at once, which need not wait for each other. */
function dot(row: Float32Array, table: Float32Array | Float64Array, at: number): number {
  const length = table.length === 0 ? 0 : row.length
  let [a, b, c, e] = [0, 0, 0, 0]
  let d = 0
  for (; d + 4 <= length; d += 4) {
    a += row[d] * table[at + d]
    b += row[d + 1] * table[at + d + 1]
    c += row[d + 2] * table[at + d + 2]
    e += row[d + 3] * table[at + d + 3]
  }
  for (; d < length; d++) a += row[d] * table[at + d]
  return a + b + (c + e)
}
