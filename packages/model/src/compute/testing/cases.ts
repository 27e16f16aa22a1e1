import type { Case } from './gradient-check.ts'
import { toHalves } from '../../data/index.ts'
import { indexes, matrix, normals, permutation } from './random.ts'
import {
  bprLoss,
  gatherRows,
  gaussianBottleneck,
  infoNce,
  mineBound,
  normalizeRows,
  pairMargins,
  projectRows,
  propagate,
  propagateMean,
  sumScalars,
  tf,
  weightedNorms,
  type Bottleneck,
} from '../index.ts'
import { csrFromCoordinates, type CsrMatrix } from '../../linalg/index.ts'

/** Sizes of the inputs; odd ones, so that no tile of a kernel fits evenly. */
export interface Size {
  readonly rows: number
  readonly dimension: number
  readonly features: number
}

export const TINY: Size = { rows: 5, dimension: 3, features: 7 }
export const ODD: Size = { rows: 67, dimension: 37, features: 131 }
/** Several blocks of every kernel in each direction. */
export const BLOCKS: Size = { rows: 550, dimension: 64, features: 1060 }

/** Every coarse operation on seeded inputs. */
export function operationCases({ rows: n, dimension: d, features: f }: Size): Record<string, () => Case> {
  const vector = (size: number, seed: number) => tf.tensor1d(normals(size, seed))
  const two = (): [tf.Tensor2D, tf.Tensor2D] => [matrix(n, d, 1), matrix(n, d, 2)]
  const critic = (h: number) => [matrix(d, h, 3), matrix(d, h, 4), vector(h, 5), vector(h, 6), tf.scalar(0.3)]
  const mine = (...[za, zb, wa, wb, bias, out, outBias]: tf.Tensor[]) => {
    const weights = { wa, wb, bias, out, outBias } as Parameters<typeof mineBound>[2]
    return mineBound(za as tf.Tensor2D, zb as tf.Tensor2D, weights, permutation(n, 3), { log: 0.7, share: 0.25 })
  }
  const pair = (run: (a: tf.Tensor2D, b: tf.Tensor2D) => tf.Tensor) => () => ({
    inputs: two(),
    run: (a: tf.Tensor, b: tf.Tensor) => run(a as tf.Tensor2D, b as tf.Tensor2D),
  })
  const bottleneck =
    (of: (result: Bottleneck) => tf.Tensor, noise: tf.Tensor2D | null = matrix(n, d, 9)) =>
    () => ({
      inputs: [matrix(n, d, 1), tf.div(matrix(d, d, 2), Math.sqrt(d)), matrix(1, d, 3)],
      run: (...[h, weight, bias]: tf.Tensor[]) => {
        return of(gaussianBottleneck(h as tf.Tensor2D, weight as tf.Tensor2D, bias as tf.Tensor2D, noise))
      },
    })
  return {
    gatherRows: () => ({
      inputs: [matrix(n, d, 1)],
      run: (table) => gatherRows(table as tf.Tensor2D, indexes(2 * n, n, 8)),
    }),
    projectRows: () => {
      const table = { values: normals((n + 4) * f, 7), dimension: f }
      return {
        inputs: [matrix(f, d, 1), vector(d, 2)],
        run: (w, b) => projectRows(table, indexes(n, n + 4, 8), w as tf.Tensor2D, b as tf.Tensor1D),
      }
    },
    'projectRows, half precision': () => {
      const values = new Uint16Array((n + 4) * f)
      toHalves(normals(values.length, 7), 2 ** 10, values, 0)
      values.fill(1, 0, 3) // subnormal
      const table = { values, dimension: f, scale: normals(n + 4, 6).map((x) => x * 2 ** -10) }
      return {
        inputs: [matrix(f, d, 1), vector(d, 2)],
        run: (w, b) => projectRows(table, indexes(n, n + 4, 8), w as tf.Tensor2D, b as tf.Tensor1D),
      }
    },
    'gaussianBottleneck z': bottleneck(({ z }) => z),
    'gaussianBottleneck kl': bottleneck(({ kl }) => kl),
    'gaussianBottleneck z and kl': bottleneck(({ z, kl }) => tf.add(z, kl)),
    'gaussianBottleneck posterior mean': bottleneck(({ z, kl }) => tf.add(z, kl), null),
    pairMargins: pair((users, items) => {
      const [at, positives, negatives] = [3, 4, 5].map((seed) => indexes(2 * n, n, seed))
      return pairMargins(users, items, { users: at!, positives: positives!, negatives: negatives! })
    }),
    bprLoss: () => ({ inputs: [vector(n, 1)], run: (margin) => bprLoss(margin as tf.Tensor1D) }),
    'bprLoss of a sum': () => ({
      inputs: [1, 2, 3].map((seed) => vector(n, seed)),
      run: (...margins) => bprLoss(...(margins as tf.Tensor1D[])),
    }),
    sumScalars: () => ({
      inputs: [0.5, -2, 3].map((value) => tf.scalar(value)),
      run: (...values) => tf.square(sumScalars(values as tf.Scalar[], [1, 0.25, -2])),
    }),
    weightedNorms: pair((a, b) =>
      weightedNorms([
        { rows: a, weights: normals(n, 3) },
        { rows: b, weights: normals(n, 4) },
      ]),
    ),
    normalizeRows: () => ({ inputs: [matrix(n, d, 1)], run: (x) => normalizeRows(x as tf.Tensor2D) }),
    infoNce: pair((a, b) => infoNce(normalizeRows(a), normalizeRows(b), 0.5)),
    propagate: () => ({
      inputs: [matrix(n, d, 1)],
      run: (x) => propagate(randomGraph(n + 3, n, 4 * n, 5), x as tf.Tensor2D),
    }),
    propagateMean: pair((users, items) => {
      const graph = { toUsers: randomGraph(n, n, 4 * n, 5), toItems: randomGraph(n, n, 3 * n, 6) }
      const [a, b] = propagateMean(graph, [users, items], 3)
      return tf.add(a, tf.mul(2, b))
    }),
    mineBound: () => ({
      inputs: two(),
      run: (za, zb) => {
        const { bound, ascent, logMovingMean } = mine(za, zb, ...critic(d + 1))
        tf.dispose([[...ascent], logMovingMean])
        return bound
      },
    }),
  }
}

/** A sparse matrix with empty rows and repeated coordinates. */
export function randomGraph(rows: number, columns: number, entries: number, seed: number): CsrMatrix {
  return csrFromCoordinates(
    rows,
    columns,
    indexes(entries, rows - 1, seed),
    indexes(entries, columns, seed + 1),
    normals(entries, seed + 2),
  )
}
