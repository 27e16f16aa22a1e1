import { multiplyTransposed } from '../core/index.ts'
import { covariance, transpose, variances, type Table } from '../linalg/index.ts'
import { type Block, type Factors, hasVectors, type ScoreBlock } from '../factors/index.ts'
import { product, regularizedInverse } from './modality-regression.ts'

/** In parts of the mean variance of what items receive. */
const RIDGE = 1e-3

/**
 * The decoders of the observational mode for a base whose features act through graphs of similar items. Its score is a
 * sum, s = ... + sum_m <u, c_m(i)>, where c_m(i) is what item i receives through the graph of modality m. The value of
 * m alone is the expectation of the sum, given c_m (docs/model.md section 5):
 *
 *     f_m(u, i) = E[sum_n <u, c_n(i)> | c_m(i)] = <u, c_m(i)> + <u, r_m B_m^T c_m(i)>
 *
 * The first term is an existing block, the second is the decoder. B_m is the regression of the other graphs on c_m,
 * over the items that have m. r_m is Stein's factor for what a regression explains by chance, one for all users. So the
 * user side is that of the score, and a modality costs one table of items. Decoders that were trained beside the score
 * are dropped, because the score does not contain them.
 *
 * @returns null if the score is not such a sum
 */
export function withGraphDecoders(factors: Factors): Factors | null {
  const { interventional, modalities } = factors
  const blocks = factors.blocks.filter(({ role, inScore }) => inScore || role === 'masked')
  const codes = interventional.alone.map((indexes) => indexes.map((index) => factors.blocks[index]!))
  const all = interventional.joint.map((index) => factors.blocks[index]!)
  const [first] = all
  const isSum = all.every(
    (block) => block!.user === first!.user && block!.role === 'masked' && codes.flat().includes(block),
  )
  if (!first || !hasVectors(first) || !isSum) return null
  const { dimension, user } = first
  const items = first.item.length
  const decoders = codes.map((own, m): Block => {
    const received = sum(own, items)
    const others = sum(
      all.filter((block) => !own.includes(block)),
      items,
    )
    return {
      dimension,
      user,
      item: expectation({ dimension, values: received }, { dimension, values: others }, modalities[m]!.present, user),
    }
  })
  const moved = (indexes: readonly number[]) => indexes.map((index) => blocks.indexOf(factors.blocks[index]!))
  return {
    ...factors,
    blocks,
    decoders,
    interventional: { joint: moved(interventional.joint), alone: interventional.alone.map(moved) },
  }
}

/** r B^T x of every row x: the regression of y on x over some items, corrected for chance. `[items, dimension]` */
function expectation(x: Table, y: Table, among: Uint8Array, user: Float32Array): Float32Array {
  const { dimension } = x
  const spread = covariance(x, x, among)
  const inverse = regularizedInverse(spread, dimension, RIDGE)
  const map = product(inverse, covariance(x, y, among), dimension, dimension) // B [dimension, dimension]
  const users = { dimension, values: user }
  const turned = transpose(map, dimension, dimension)
  const explained = mean(
    variances(users, product(product(turned, spread, dimension, dimension), map, dimension, dimension)),
  )
  const total = mean(variances(users, covariance(y, y, among)))
  const count = among.reduce((known, has) => known + has, 0)
  const chance = dimension / Math.max(1, count - 1 - dimension)
  const factor = explained > 0 ? Math.max(0, 1 - (Math.max(0, total - explained) / explained) * chance) : 0
  const scaled = Float32Array.from(turned, (value) => factor * value)
  return multiplyTransposed(x.values, scaled, x.values.length / dimension, dimension, dimension)
}

function sum(blocks: readonly Pick<ScoreBlock, 'item'>[], length: number): Float32Array {
  const values = new Float32Array(length)
  for (const { item } of blocks) for (let n = 0; n < length; n++) values[n]! += item[n]!
  return values
}

const mean = (values: Float64Array) => values.reduce((all, value) => all + value, 0) / Math.max(1, values.length)
