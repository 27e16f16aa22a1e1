import { Matrix } from 'ml-matrix'
import { eigenOf, squareRoot, toRows } from './symmetric.ts'

/** Which parts a shopper's preference is made of, by index, ascending; none of them where empty. */
export type Hypothesis = readonly number[]

const MOST_HYPOTHESES = 64

/** All sets of parts, smaller ones first, up to the largest size of which all fit in 64 hypotheses. */
export function hypothesesOf(parts: number): Hypothesis[] {
  let all: Hypothesis[] = [[]]
  let last: Hypothesis[] = [[]]
  for (let size = 1; size <= parts; size++) {
    last = last.flatMap((set) =>
      [...Array(parts).keys()].filter((part) => part > (set.at(-1) ?? -1)).map((part) => [...set, part]),
    )
    if (all.length + last.length > MOST_HYPOTHESES && size > 2) break
    all = [...all, ...last]
  }
  return all
}

/** What shoppers' histories add up to, for all parts side by side. */
export interface Statistics {
  readonly width: number
  /** Sum over a history of its items' features, times their weights. `[shoppers, width]` */
  readonly sums: Float64Array
  /** Sum of the weights' sizes. `[shoppers]` */
  readonly sizes: Float64Array
  /** Sum over items of popularity x x^T. `[width, width]` */
  readonly gram: Matrix
}

/**
 * A hypothesis in the basis in which its posterior is diagonal for every length of history. With w = L v, v ~ N(0, I),
 * and L^T G L = V diag(strengths) V^T, T = L V and c = T^T b:
 *
 *     log evidence = 1/2 sum_d c_d^2 / (1 + n s_d) - 1/2 sum_d log(1 + n s_d)
 *     posterior mean of w = T (c_d / (1 + n s_d)),   covariance = T diag(1 / (1 + n s_d)) T^T
 */
export interface Solved {
  readonly parts: Hypothesis
  /** Columns of the side by side features. `[k]` */
  readonly columns: Int32Array
  /** T, row-major. `[k, k]` */
  readonly transform: Float64Array
  readonly strengths: Float64Array // [k]
}

/** @param starts first column of every part, and the width at the end  @param covariances of w, one a part */
export function solve(
  parts: Hypothesis,
  starts: readonly number[],
  covariances: readonly Matrix[],
  gram: Matrix,
): Solved {
  const columns = Int32Array.from(parts.flatMap((p) => range(starts[p]!, starts[p + 1]!)))
  const k = columns.length
  const root = Matrix.zeros(k, k)
  let at = 0
  for (const p of parts) {
    const factor = squareRoot(covariances[p]!)
    if (factor.rows > 0) root.setSubMatrix(factor, at, at)
    at += factor.rows
  }
  if (k === 0) return { parts, columns, transform: new Float64Array(0), strengths: new Float64Array(0) }
  const own = gram.selection(Array.from(columns), Array.from(columns))
  const { values, vectors } = eigenOf(root.transpose().mmul(own).mmul(root))
  return { parts, columns, transform: toRows(root.mmul(vectors)), strengths: values.map((value) => Math.max(0, value)) }
}

/** c = T^T b. @param out `[k]` */
export function project({ columns, transform }: Solved, sums: Float64Array, offset: number, out: Float64Array): void {
  const k = columns.length
  out.fill(0, 0, k)
  for (let r = 0; r < k; r++) {
    const value = sums[offset + columns[r]!]!
    if (value === 0) continue
    for (let c = 0, from = r * k; c < k; c++) out[c]! += value * transform[from + c]!
  }
}

/** @param projected c `[k]`  @param size n */
export function logEvidence({ strengths }: Solved, projected: Float64Array, size: number): number {
  let sum = 0
  for (let d = 0; d < strengths.length; d++) {
    const spread = 1 + size * strengths[d]!
    sum += (projected[d]! * projected[d]!) / spread - Math.log(spread)
  }
  return sum / 2
}

/** Adds weight times the posterior mean of w to a row of all parts. @param projected c `[k]` */
export function addMean(
  { columns, transform, strengths }: Solved,
  projected: Float64Array,
  size: number,
  weight: number,
  out: Float64Array,
): void {
  const k = columns.length
  const scaled = new Float64Array(k)
  for (let d = 0; d < k; d++) scaled[d] = (weight * projected[d]!) / (1 + size * strengths[d]!)
  for (let r = 0; r < k; r++) {
    let sum = 0
    for (let c = 0, from = r * k; c < k; c++) sum += transform[from + c]! * scaled[c]!
    out[columns[r]!]! += sum
  }
}

/** Probabilities of hypotheses from the logarithms of prior times evidence, in place; returns the log of their sum. */
export function normalizeLogs(logs: Float64Array): number {
  let largest = -Infinity
  for (const value of logs) largest = Math.max(largest, value)
  let sum = 0
  for (let h = 0; h < logs.length; h++) sum += logs[h] = Math.exp(logs[h]! - largest)
  for (let h = 0; h < logs.length; h++) logs[h]! /= sum
  return largest + Math.log(sum)
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, n) => from + n)
}
