import { multiplyTransposed } from '../core/index.ts'
import { covariance, transpose, variances, type Table } from '../linalg/index.ts'
import { type Block, type Factors, hasVectors, type ScoreBlock } from '../factors/index.ts'
import { product, regularizedInverse } from './marginals.ts'

/** In parts of the mean variance of what is heard. */
const RIDGE = 1e-3

/**
 * The observational reading of a base whose features act through graphs of similar items and reach the score in a sum,
 * s = ... + sum_m <u, c_m(i)> with c_m what item i hears in the graph of modality m. What m alone says is the expectation of
 * all, given what is heard there:
 *
 *     f_m(u, i) = E[sum_n <u, c_n(i)> | c_m(i)] = <u, c_m(i)> + <u, r_m B_m^T c_m(i)>
 *
 * The first term is a block that is there already, the second the decoder. B_m is the regression of what the other graphs
 * say on c_m, over the items that m knows, and r_m Stein's factor for what a regression explains by chance, one for all
 * users. So the users' side is the score's own, and a modality costs one table of items. Decoders trained beside the
 * score are let go: what they say, the score does not hold.
 *
 * @returns null where the score is not such a sum
 */
export function withGraphDecoders(factors: Factors): Factors | null {
  const { interventional, modalities } = factors
  const kept = factors.blocks.map(({ role, inScore }) => inScore || role === 'masked')
  const blocks = factors.blocks.filter((_, place) => kept[place])
  const codes = interventional.alone.map((places) => places.map((place) => factors.blocks[place]!))
  const all = interventional.joint.map((place) => factors.blocks[place]!)
  const [first] = all
  const isSum = all.every(
    (block) => block!.user === first!.user && block!.role === 'masked' && codes.flat().includes(block),
  )
  if (!first || !hasVectors(first) || !isSum) return null
  const { dimension, user } = first
  const items = first.item.length
  const decoders = codes.map((own, m): Block => {
    const heard = sum(own, items)
    const others = sum(
      all.filter((block) => !own.includes(block)),
      items,
    )
    return {
      dimension,
      user,
      item: expectation({ dimension, values: heard }, { dimension, values: others }, modalities[m]!.present, user),
    }
  })
  const moved = (places: readonly number[]) => places.map((place) => blocks.indexOf(factors.blocks[place]!))
  return {
    ...factors,
    blocks,
    decoders,
    interventional: { joint: moved(interventional.joint), alone: interventional.alone.map(moved) },
  }
}

/** r B^T x of every row x: the regression of y on x over some items, less what it explains by chance. `[items, dimension]` */
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
