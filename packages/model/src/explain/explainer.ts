import { dot, rowDots } from '../core/index.ts'
import { type Factors, observedBlocks, type ScoreBlock, type UserRows } from '../factors/index.ts'
import { decompose } from './decompose.ts'
import { type Explanation, type Reading, readingsOf } from './explanation.ts'

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
  readonly used: ReadonlySet<number>
}

/**
 * Splits scores into baseline, collaborative and modal parts (model.md section 5): score = baseline + collaborative +
 * sum(unique) + redundant + synergy. A sum is centred on each user's mean over the catalog; being linear, that is the
 * user's dot product with the mean item row. The mean rows are taken once, when a model is loaded, and multiplied once
 * a list: an explanation then costs one dot product a table, however many sums it belongs to.
 */
export class Explainer {
  private readonly tables: readonly Pick<ScoreBlock, 'dimension' | 'item'>[]
  private readonly score: Centred
  /** What each table says of the items of the list at hand, kept from one to the next. `[items]` each */
  private readonly terms: Float32Array[]
  private readonly readings: ReadonlyMap<Reading, Sums>

  constructor(private readonly factors: Factors) {
    const { blocks, decoders, modalities, items } = factors
    this.tables = [...blocks, ...decoders]
    this.terms = this.tables.map(() => new Float32Array(0))
    const anyModality = new Uint8Array(items)
    for (const { present } of modalities) for (let item = 0; item < items; item++) anyModality[item]! |= present[item]!
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
          alone: modalities.map(({ present }, m) => this.centred(alone[m]!, present)),
        }
        return [reading, { ...sums, used: new Set([...this.score.tables, ...joint, ...alone.flat()]) }]
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
    const asked = Int32Array.from(items)
    const { terms } = this
    for (const table of sums.used) {
      if (terms[table]!.length < asked.length) terms[table] = new Float32Array(asked.length)
      rowDots(rows[table]!, this.tables[table]!.item, asked, terms[table])
    }
    // loops and functions of the module from here on: a list is explained in the time that closures take
    const baseline = meanOf(this.score, rows)
    const jointMean = meanOf(sums.joint, rows)
    const aloneMeans = new Float64Array(modalities.length)
    for (let m = 0; m < modalities.length; m++) aloneMeans[m] = meanOf(sums.alone[m]!, rows)
    const explanations = new Array<Explanation>(asked.length)
    for (let n = 0; n < asked.length; n++) {
      const gains: number[] = []
      for (let m = 0; m < modalities.length; m++) {
        if (modalities[m]!.present[asked[n]!]) gains.push(sumOf(sums.alone[m]!, terms, n) - aloneMeans[m]!)
      }
      const above = sumOf(this.score, terms, n) - baseline
      const joint = gains.length === 0 ? 0 : sumOf(sums.joint, terms, n) - jointMean
      const parts = decompose(0, gains, joint)
      const unique: Record<string, number> = {}
      let next = 0
      for (let m = 0; m < modalities.length; m++) {
        const { name, present } = modalities[m]!
        unique[name] = present[asked[n]!] ? parts.unique[next++]! : 0
      }
      const { redundant, synergy } = parts
      explanations[n] = { score: baseline + above, baseline, collaborative: above - joint, unique, redundant, synergy }
    }
    return explanations
  }

  private centred(tables: readonly number[], among?: Uint8Array): Centred {
    return { tables, means: tables.map((table) => meanRow(this.tables[table]!, among)) }
  }
}

function placesOf<T>(list: readonly T[], picks: (entry: T) => boolean): number[] {
  return list.flatMap((entry, place) => (picks(entry) ? [place] : []))
}

/** What a sum says of one item. @param terms what each table says of all items, `[items]` each */
function sumOf({ tables }: Centred, terms: readonly Float32Array[], item: number): number {
  let sum = 0
  for (let n = 0; n < tables.length; n++) sum += terms[tables[n]!]![item]!
  return sum
}

/** What a sum says of the mean item. @param rows the user's, one a table */
function meanOf({ tables, means }: Centred, rows: readonly Float32Array[]): number {
  let sum = 0
  for (let n = 0; n < tables.length; n++) sum += dot(rows[tables[n]!]!, means[n]!)
  return sum
}

function meanRow({ dimension, item }: Pick<ScoreBlock, 'dimension' | 'item'>, among?: Uint8Array): Float32Array {
  const mean = new Float64Array(dimension)
  const rows = item.length / dimension
  let count = 0
  for (let row = 0; row < rows; row++) {
    if (among && !among[row]) continue
    count++
    for (let d = 0; d < dimension; d++) mean[d]! += item[row * dimension + d]!
  }
  return Float32Array.from(mean, (sum) => sum / Math.max(1, count))
}
