import { covariance, invert, meanRow, type Table } from './covariance.ts'

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
  const free = [...mean.keys()].filter((d) => spread[d * dimension + d] > CONSTANT * mean[d] ** 2)
  const own = Float64Array.from(
    free.flatMap((a) => free.map((b) => spread[a * dimension + b] * (a === b ? 1 + RIDGE : 1))),
  )
  return { mean, free, precision: invert(own, free.length) }
}
