import { EigenvalueDecomposition, Matrix } from 'ml-matrix'
import { cholesky, covariance, invert, meanRow, type Table } from '../linalg/index.ts'

/** Added to every variance, in parts of it: two columns that are one and the same are then no division by zero. */
const RIDGE = 1e-3
/** A column whose variance over users is this small a part of its mean square is the same for everyone. */
const CONSTANT = 1e-9

/** The normal distribution that the rows of a model's users follow: what is known of a user who has done nothing yet. */
export interface UserPrior {
  readonly mean: Float64Array // [dimension]
  /** Columns in which users differ; in the others, such as the one that carries item biases, all have the mean. */
  readonly free: readonly number[]
  /** Covariance S of the free columns. `[free, free]` */
  readonly spread: Float64Array
  /** S^-1. `[free, free]` */
  readonly precision: Float64Array
}

/** @param users `[users, dimension]` */
export function userPrior(users: Table): UserPrior {
  const { dimension } = users
  const mean = meanRow(users)
  const all = covariance(users, users) // [dimension, dimension]
  const free = [...mean.keys()].filter((d) => all[d * dimension + d]! > CONSTANT * mean[d]! ** 2)
  const spread = Float64Array.from(
    free.flatMap((a) => free.map((b) => all[a * dimension + b]! * (a === b ? 1 + RIDGE : 1))),
  )
  return { mean, free, spread, precision: invert(spread, free.length) }
}

/** A trained vector to start from, and how many items it was trained on. */
export interface Start {
  readonly vector: Float32Array // [dimension]
  readonly count: number
}

/**
 * A user's vector w from the items they took, the items' side x being fixed. What BPR converges to is a log density
 * ratio, <w, x_i> = log p(i | u) / p(i) + const. With the catalog's item vectors near normal, x ~ N(m, C), the constant
 * is known, log E exp <w, x> = <w, m> + w^T C w / 2, and with the prior N(w_0, S / k) of users the most probable w minimizes
 *
 *     sum over taken i of [ w^T C w / 2 - <w, x_i - m> ]  +  k (w - w_0)^T S^-1 (w - w_0) / 2
 *
 * which is quadratic: (n C + k S^-1) (w - w_0) = sum over i of (x_i - m) - n C w_0, a linear discriminant between what the
 * user took and the catalog. Nothing taken gives w_0. All items count as not taken, so nothing is drawn.
 *
 * A vector w_t that was trained on t items is the mean of a prior with the precision t C + k S^-1. So the n items taken
 * since then give ((t + n) C + k S^-1) (w - w_t) = sum over i of (x_i - m) - n C w_t.
 *
 * The basis M with M^T S^-1 M = 1 and M^T C M = diag(l) depends on the model alone. In it every system is diagonal,
 * (n C + k S^-1)^-1 = M diag(1 / (n l + k)) M^T, so that a user costs two products with M.
 */
export class Discriminant {
  private readonly mean: Float64Array // [dimension]
  private readonly spread: Float64Array // C, its free rows [free, dimension]
  private readonly pull: Float64Array // C w_0 [free]
  private readonly basis: Float64Array // M [free, free]
  private readonly variances: Float64Array // l [free]

  /**
   * @param items `[items, dimension]`
   * @param priorWeight k: what the prior weighs against the interactions
   */
  constructor(
    private readonly prior: UserPrior,
    private readonly items: Table,
    private readonly priorWeight: number,
  ) {
    const { dimension } = items
    const { free, spread } = prior
    const all = covariance(items, items) // [dimension, dimension]
    this.mean = meanRow(items)
    this.spread = Float64Array.from(free.flatMap((a) => [...all.subarray(a * dimension, (a + 1) * dimension)]))
    this.pull = this.pullOf(prior.mean)
    const within = Float64Array.from(free.flatMap((a) => free.map((b) => all[a * dimension + b]!)))
    ;({ basis: this.basis, variances: this.variances } = diagonalize(spread, within, free.length))
  }

  /**
   * How far the user is in the free columns from the start, which is the mean user by default. `[free]`
   *
   * @param taken distinct items, none of which the start was trained on
   */
  offset(taken: readonly number[], start?: Start): Float64Array {
    const { free } = this.prior
    const { dimension, values } = this.items
    const count = taken.length
    if (count === 0) return new Float64Array(free.length) // the start, to the bit
    const pull = start ? this.pullOf(start.vector) : this.pull
    const evidence = new Float64Array(free.length)
    for (const item of taken) {
      for (let n = 0; n < free.length; n++) evidence[n]! += values[item * dimension + free[n]!]!
    }
    for (let n = 0; n < free.length; n++) evidence[n]! -= count * (this.mean[free[n]!]! + pull[n]!)
    return this.solve(evidence, count + (start?.count ?? 0))
  }

  /** The user's vector. @param offset as `offset` gives it. `[dimension]` */
  vector(offset: Float64Array, start?: Start): Float32Array {
    const vector = Float32Array.from(start?.vector ?? this.prior.mean)
    this.prior.free.forEach((d, n) => (vector[d]! += offset[n]!))
    return vector
  }

  /** (count C + k S^-1)^-1 b. `[free]` */
  private solve(b: Float64Array, count: number): Float64Array {
    const { basis, variances, priorWeight } = this
    const { length } = b
    const turned = new Float64Array(length)
    for (let row = 0; row < length; row++) {
      for (let n = 0; n < length; n++) turned[n]! += basis[row * length + n]! * b[row]!
    }
    for (let n = 0; n < length; n++) turned[n]! /= count * variances[n]! + priorWeight
    const solved = new Float64Array(length)
    for (let row = 0; row < length; row++) {
      let sum = 0
      for (let n = 0; n < length; n++) sum += basis[row * length + n]! * turned[n]!
      solved[row] = sum
    }
    return solved
  }

  /** C w in the free columns. @param vector w. `[dimension]` */
  private pullOf(vector: ArrayLike<number>): Float64Array {
    const { dimension } = this.items
    const pull = new Float64Array(this.prior.free.length)
    for (let n = 0; n < pull.length; n++) {
      let sum = 0
      for (let d = 0; d < dimension; d++) sum += this.spread[n * dimension + d]! * vector[d]!
      pull[n] = sum
    }
    return pull
  }
}

/**
 * M with M^T S^-1 M = 1 and M^T C M = diag(variances): with S = L L^T (Cholesky) and L^T C L = U diag U^T, M = L U.
 *
 * @param s positive definite. `[size, size]`
 * @param c symmetric, no direction of negative variance. `[size, size]`
 */
function diagonalize(s: Float64Array, c: Float64Array, size: number): { basis: Float64Array; variances: Float64Array } {
  if (size === 0) return { basis: new Float64Array(0), variances: new Float64Array(0) }
  const lower = Matrix.from1DArray(size, size, cholesky(s, size))
  const within = lower
    .transpose()
    .mmul(Matrix.from1DArray(size, size, c))
    .mmul(lower)
  const symmetric = within.add(within.transpose()).mul(0.5)
  const { eigenvectorMatrix, realEigenvalues } = new EigenvalueDecomposition(symmetric, { assumeSymmetric: true })
  return {
    basis: Float64Array.from(lower.mmul(eigenvectorMatrix).to1DArray()),
    variances: Float64Array.from(realEigenvalues, (value) => Math.max(0, value)), // below 0 by rounding only
  }
}

/**
 * What some rows of a user are expected to be, given others: the model's users being near normal, the regression
 * E[y | w] = mean y + Cov(y, w) S^-1 (w - mean w), with S the covariance of w.
 */
export class ExpectedRows {
  private readonly mean: Float64Array // [dimension]
  private readonly map: Float64Array // Cov(y, w) S^-1 of the free columns [dimension, free]

  /**
   * @param prior of the given rows
   * @param given the users' rows w. `[users, given dimension]`
   * @param sought the users' rows y. `[users, dimension]`
   */
  constructor(prior: UserPrior, given: Table, sought: Table) {
    const { free, precision } = prior
    const together = covariance(sought, given) // [dimension, given dimension]
    this.mean = meanRow(sought)
    this.map = new Float64Array(sought.dimension * free.length)
    for (let row = 0; row < sought.dimension; row++) {
      free.forEach((column, from) => {
        const left = together[row * given.dimension + column]!
        free.forEach((_, to) => (this.map[row * free.length + to]! += left * precision[from * free.length + to]!))
      })
    }
  }

  /**
   * @param offset w - mean w in the free columns, or how far w has moved from a trained one. `[free]`
   * @param start the mean y, or the trained y. `[dimension]`
   */
  of(offset: Float64Array, start: ArrayLike<number> = this.mean): Float32Array {
    const { length } = offset
    return Float32Array.from(this.mean, (_, row) =>
      offset.reduce((sum, value, n) => sum + this.map[row * length + n]! * value, start[row]!),
    )
  }
}
