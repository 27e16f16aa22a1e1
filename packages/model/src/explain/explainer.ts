import { dot, rowDots } from '../core/index.ts'
import { type Factors, observedBlocks, type ScoreBlock, type UserRows } from '../factors/index.ts'
import { decompose } from './decompose.ts'
import { type Explanation, type ExplanationMode, modesOf } from './explanation.ts'

/** A sum of dot products minus its mean over some items. */
interface Centred {
  /** Indexes into the tables, which are the blocks and then the decoders. */
  readonly tables: readonly number[]
  readonly means: readonly Float32Array[] // [dimension] each
}

/** The sums whose values a mode decomposes. */
interface Sums {
  /** f_joint, centred over the items that have any modality. */
  readonly joint: Centred
  /** f_m, centred over the items that have the modality; one a modality. */
  readonly alone: readonly Centred[]
  /** All tables that occur here or in the score. */
  readonly used: ReadonlySet<number>
}

/**
 * Splits scores into baseline, collaborative and modal parts (docs/model.md section 5): score = baseline +
 * collaborative + sum(unique) + redundant + synergy.
 *
 * A sum is centred on each user's mean over the catalog. The sum is linear, so that mean is the user's dot product with
 * the mean item row. Mean rows are computed once, when a model is loaded, and multiplied once a list. An explanation
 * then costs one dot product a table.
 */
export class Explainer {
  private readonly tables: readonly Pick<ScoreBlock, 'dimension' | 'item'>[]
  private readonly score: Centred
  /** The value of each table for the items of the current list; the arrays are reused. `[items]` each */
  private readonly terms: Float32Array[]
  private readonly modes: ReadonlyMap<ExplanationMode, Sums>

  constructor(private readonly factors: Factors) {
    const { blocks, decoders, modalities, items } = factors
    this.tables = [...blocks, ...decoders]
    this.terms = this.tables.map(() => new Float32Array(0))
    const anyModality = new Uint8Array(items)
    for (const { present } of modalities) for (let item = 0; item < items; item++) anyModality[item]! |= present[item]!
    this.score = this.centred(indexesOf(blocks, ({ inScore }) => inScore))
    const observed = observedBlocks(factors)
    this.modes = new Map(
      modesOf(factors).map((mode): [ExplanationMode, Sums] => {
        const { joint, alone } =
          mode === 'interventional'
            ? factors.interventional
            : { joint: observed.joint, alone: observed.own.map((own, m) => [...own, blocks.length + m]) }
        const sums = {
          joint: this.centred(joint, anyModality),
          alone: modalities.map(({ present }, m) => this.centred(alone[m]!, present)),
        }
        return [mode, { ...sums, used: new Set([...this.score.tables, ...joint, ...alone.flat()]) }]
      }),
    )
  }

  /**
   * Explains items for one user. A modality that an item lacks has the part 0. With one modality, the whole joint
   * decoder is unique to it. With none, the value of the joint decoder stays in the collaborative part.
   *
   * @throws RangeError if the model does not have the mode
   */
  explain(user: UserRows, items: ArrayLike<number>, mode: ExplanationMode): Explanation[] {
    const sums = this.modes.get(mode)
    if (!sums) throw new RangeError(`This model has no ${mode} mode`)
    const { modalities } = this.factors
    const rows = [...user.blocks, ...user.decoders]
    const list = Int32Array.from(items)
    const { terms } = this
    for (const table of sums.used) {
      if (terms[table]!.length < list.length) terms[table] = new Float32Array(list.length)
      rowDots(rows[table]!, this.tables[table]!.item, list, terms[table])
    }
    // Loops and module functions from here on: closures would take as long as the rest.
    const baseline = meanOf(this.score, rows)
    const jointMean = meanOf(sums.joint, rows)
    const aloneMeans = new Float64Array(modalities.length)
    for (let m = 0; m < modalities.length; m++) aloneMeans[m] = meanOf(sums.alone[m]!, rows)
    const explanations = new Array<Explanation>(list.length)
    for (let n = 0; n < list.length; n++) {
      const gains: number[] = []
      for (let m = 0; m < modalities.length; m++) {
        if (modalities[m]!.present[list[n]!]) gains.push(sumOf(sums.alone[m]!, terms, n) - aloneMeans[m]!)
      }
      const above = sumOf(this.score, terms, n) - baseline
      const joint = gains.length === 0 ? 0 : sumOf(sums.joint, terms, n) - jointMean
      const parts = decompose(0, gains, joint)
      const unique: Record<string, number> = {}
      let next = 0
      for (let m = 0; m < modalities.length; m++) {
        const { name, present } = modalities[m]!
        unique[name] = present[list[n]!] ? parts.unique[next++]! : 0
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

function indexesOf<T>(list: readonly T[], picks: (entry: T) => boolean): number[] {
  return list.flatMap((entry, index) => (picks(entry) ? [index] : []))
}

/** The sum of one item of the list. @param terms the values of each table, `[items]` each */
function sumOf({ tables }: Centred, terms: readonly Float32Array[], item: number): number {
  let sum = 0
  for (let n = 0; n < tables.length; n++) sum += terms[tables[n]!]![item]!
  return sum
}

/** The sum of the mean item. @param rows the user's rows, one a table */
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
