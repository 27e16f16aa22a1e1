import type { Factors, ScoreBlock } from '../serve/factors.ts'
import { observedBlocks } from '../serve/observed.ts'
import type { UserRows } from '../serve/user-rows.ts'
import { decompose } from './decompose.ts'
import type { Explanation } from './explanation.ts'
import { readingsOf, type Reading } from './reading.ts'

/** A sum of dot products less its mean over some items: what is said, centred on the user. */
interface Centred {
  /** Places among the tables, which are the blocks and after them the decoders. */
  readonly tables: readonly number[]
  readonly means: readonly Float32Array[] // [dimension] each
}

/** The sums whose values a reading decomposes. */
interface Sums {
  /** f_joint, centred over the items that have any modality. */
  readonly joint: Centred
  /** f_m, centred over the items that have the modality; one a modality. */
  readonly alone: readonly Centred[]
  /** All tables that occur here or in the score. */
  readonly used: readonly number[]
}

/**
 * Splits scores into baseline, collaborative and modal parts (model.md section 5): score = baseline + collaborative +
 * sum(unique) + redundant + synergy. A sum is centred on each user's mean over the catalogue; being linear, that is the
 * user's dot product with the mean item row. The mean rows are taken once, when a model is loaded, and multiplied once
 * a list: an explanation then costs one dot product a table, however many sums it belongs to.
 */
export class Explainer {
  private readonly tables: readonly Pick<ScoreBlock, 'dimension' | 'item'>[]
  private readonly score: Centred
  private readonly readings: ReadonlyMap<Reading, Sums>

  constructor(private readonly factors: Factors) {
    const { blocks, decoders, modalities, items } = factors
    this.tables = [...blocks, ...decoders]
    const anyModality = new Uint8Array(items)
    for (const { present } of modalities) for (let item = 0; item < items; item++) anyModality[item] |= present[item]
    this.score = this.centred(placesOf(blocks, ({ inScore }) => inScore))
    const observed = observedBlocks(factors)
    this.readings = new Map(
      readingsOf(factors).map((reading): [Reading, Sums] => {
        const { joint, alone } =
          reading === 'interventional'
            ? factors.interventional
            : { joint: observed.joint, alone: observed.own.map((own, m) => [...own, blocks.length + m]) }
        const sums = {
          joint: this.centred(joint, anyModality),
          alone: modalities.map(({ present }, m) => this.centred(alone[m], present)),
        }
        return [reading, { ...sums, used: [...new Set([...this.score.tables, ...joint, ...alone.flat()])] }]
      }),
    )
  }

  /**
   * Only what an item has can speak for it: modalities it lacks say 0, with one modality everything modal is unique to
   * that one, and with none the joint decoder's answer is no evidence and stays with the ids.
   *
   * @throws RangeError where the model does not have the reading
   */
  explain(user: UserRows, items: ArrayLike<number>, reading: Reading): Explanation[] {
    const sums = this.readings.get(reading)
    if (!sums) throw new RangeError(`This model has no ${reading} reading`)
    const { modalities } = this.factors
    const rows = [...user.blocks, ...user.decoders]
    const meanOf = ({ tables, means }: Centred) => tables.reduce((sum, table, n) => sum + dot(rows[table], means[n], 0), 0)
    const baseline = meanOf(this.score)
    const jointMean = meanOf(sums.joint)
    const aloneMeans = sums.alone.map(meanOf)
    const terms = new Float64Array(this.tables.length)
    return Array.from(items, (item) => {
      for (const table of sums.used) {
        const { dimension, item: values } = this.tables[table]
        terms[table] = dot(rows[table], values, item * dimension)
      }
      const gains: number[] = []
      for (let m = 0; m < modalities.length; m++) {
        if (modalities[m].present[item]) gains.push(sumOf(terms, sums.alone[m].tables) - aloneMeans[m])
      }
      const above = sumOf(terms, this.score.tables) - baseline
      const joint = gains.length === 0 ? 0 : sumOf(terms, sums.joint.tables) - jointMean
      const parts = decompose(0, gains, joint)
      const unique: Record<string, number> = {}
      let next = 0
      for (const { name, present } of modalities) unique[name] = present[item] ? parts.unique[next++] : 0
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

  private centred(tables: readonly number[], among?: Uint8Array): Centred {
    return { tables, means: tables.map((table) => meanRow(this.tables[table], among)) }
  }
}

function placesOf<T>(list: readonly T[], picks: (entry: T) => boolean): number[] {
  return list.flatMap((entry, place) => (picks(entry) ? [place] : []))
}

function sumOf(terms: Float64Array, tables: readonly number[]): number {
  let sum = 0
  for (let n = 0; n < tables.length; n++) sum += terms[tables[n]]
  return sum
}

function meanRow({ dimension, item }: Pick<ScoreBlock, 'dimension' | 'item'>, among?: Uint8Array): Float32Array {
  const mean = new Float64Array(dimension)
  const rows = item.length / dimension
  let count = 0
  for (let row = 0; row < rows; row++) {
    if (among && !among[row]) continue
    count++
    for (let d = 0; d < dimension; d++) mean[d] += item[row * dimension + d]
  }
  return Float32Array.from(mean, (sum) => sum / Math.max(1, count))
}

/** <row, table[at ...]>: four sums at once, which need not wait for each other, and arrays of one type, which compiles to less. */
function dot(row: Float32Array, table: Float32Array, at: number): number {
  const { length } = row
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
