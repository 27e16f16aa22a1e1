import { cholesky, covariance, invert, meanRow, solveInPlace, type Table } from '../linalg/index.ts'

/** Added to every variance, in parts of it: two columns that are one and the same are then no division by zero. */
const RIDGE = 1e-3
/** A column whose variance over users is this small a part of its mean square is the same for everyone. */
const CONSTANT = 1e-9

/** The normal distribution that the rows of a model's users follow: what is known of a user who has done nothing yet. */
export interface UserPrior {
  readonly mean: Float64Array // [dimension]
  /** Columns in which users differ; in the others, such as the one that carries item biases, all have the mean. */
  readonly free: readonly number[]
  /** Inverse covariance of the free columns. `[free, free]` */
  readonly precision: Float64Array
}

/** @param users `[users, dimension]` */
export function userPrior(users: Table): UserPrior {
  const { dimension } = users
  const mean = meanRow(users)
  const spread = covariance(users, users) // [dimension, dimension]
  const free = [...mean.keys()].filter((d) => spread[d * dimension + d]! > CONSTANT * mean[d]! ** 2)
  const own = Float64Array.from(
    free.flatMap((a) => free.map((b) => spread[a * dimension + b]! * (a === b ? 1 + RIDGE : 1))),
  )
  return { mean, free, precision: invert(own, free.length) }
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
 */
export class Discriminant {
  private readonly mean: Float64Array // [dimension]
  private readonly spread: Float64Array // C of the free columns [free, free]
  private readonly pull: Float64Array // C w_0 [free]

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
    const { free } = prior
    const all = covariance(items, items) // [dimension, dimension]
    this.mean = meanRow(items)
    this.spread = Float64Array.from(free.flatMap((a) => free.map((b) => all[a * dimension + b])))
    this.pull = Float64Array.from(free, (a) => prior.mean.reduce((sum, w, b) => sum + all[a * dimension + b]! * w, 0))
  }

  /** How far the user is from the mean user in the free columns. @param taken distinct items. `[free]` */
  offset(taken: readonly number[]): Float64Array {
    const { free, precision } = this.prior
    const { dimension, values } = this.items
    const count = taken.length
    const evidence = Float64Array.from(free, (d, n) => {
      const sum = taken.reduce((total, item) => total + values[item * dimension + d]! - this.mean[d]!, 0)
      return sum - count * this.pull[n]!
    })
    if (count === 0) return evidence // nothing: the mean user, to the bit
    const system = this.spread.map((c, at) => count * c + this.priorWeight * precision[at]!)
    return solveInPlace(cholesky(system, free.length), free.length, evidence)
  }

  /** The user's vector. @param offset as `offset` gives it. `[dimension]` */
  vector(offset: Float64Array): Float32Array {
    const vector = Float32Array.from(this.prior.mean)
    this.prior.free.forEach((d, n) => (vector[d]! += offset[n]!))
    return vector
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

  /** @param offset w - mean w in the free columns. `[free]` */
  of(offset: Float64Array): Float32Array {
    const { length } = offset
    return Float32Array.from(this.mean, (mean, row) =>
      offset.reduce((sum, value, n) => sum + this.map[row * length + n]! * value, mean),
    )
  }
}
