import { covariance, meanRow, type Table } from './covariance.ts'
import type { UserPrior } from './user-prior.ts'

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
        const left = together[row * given.dimension + column]
        free.forEach((_, to) => (this.map[row * free.length + to] += left * precision[from * free.length + to]))
      })
    }
  }

  /** @param offset w - mean w in the free columns. `[free]` */
  of(offset: Float64Array): Float32Array {
    const { length } = offset
    return Float32Array.from(this.mean, (mean, row) =>
      offset.reduce((sum, value, n) => sum + this.map[row * length + n] * value, mean),
    )
  }
}
