import { beforeAll, describe, expect, it } from 'vitest'
import {
  bprLoss,
  gaussianBottleneck,
  infoNce,
  normalizeRows,
  pairMargins,
  projectRows,
  selectBackend,
  tf,
  weightedNorms,
} from '../index.ts'
import { matrix } from '../testing/random.ts'

/** Values of the operations against their formulas in float64; gradients are checked in operations.test.ts. */
beforeAll(() => selectBackend('cpu'))

const rows = (x: tf.Tensor2D) => x.arraySync()
const dot = (a: number[], b: number[]) => a.reduce((sum, x, i) => sum + x * b[i]!, 0)
const mean = (xs: number[]) => xs.reduce((sum, x) => sum + x, 0) / xs.length

describe('formulas', () => {
  it('BPR is the mean of -log sigmoid(margin), also where it over- or underflows', () => {
    const value = bprLoss(tf.tensor1d([1, -2, 400, -400])).arraySync()
    expect(value).toBeCloseTo(mean([Math.log1p(Math.exp(-1)), Math.log1p(Math.exp(2)), 0, 400]), 4)
  })

  it('KL is 1/2 sum (mu^2 + sigma^2 - 1 - log sigma^2), a mean over rows; zero for the prior', () => {
    const [h, weight, bias] = [matrix(4, 3, 1), matrix(3, 3, 2), matrix(1, 3, 3)]
    const [v, c] = [rows(weight), rows(bias)[0]]
    const logVariance = (row: number[], d: number) => row.reduce((sum, x, k) => sum + x * v[k]![d]!, c![d]!)
    const costs = rows(h).map((row) =>
      row.reduce((sum, m, d) => sum + 0.5 * (m * m + Math.exp(logVariance(row, d)) - 1 - logVariance(row, d)), 0),
    )
    expect(gaussianBottleneck(h, weight, bias, null).kl.arraySync()).toBeCloseTo(mean(costs), 4)
    expect(gaussianBottleneck(tf.zeros([4, 3]), weight, tf.zeros([1, 3]), null).kl.arraySync()).toBe(0)
  })

  it('a sample is mu + sigma noise, and the mean without noise', () => {
    const one = (x: number) => tf.tensor2d([[x]])
    const z = gaussianBottleneck(one(3), one(0.1), one(Math.log(4) - 0.3), one(-0.5)).z // sigma = 2
    expect(z.arraySync()[0]![0]).toBeCloseTo(2, 6)
    expect(gaussianBottleneck(one(3), one(0.1), one(5), null).z.arraySync()).toEqual([[3]])
  })

  it('InfoNCE is the cross-entropy of telling each row of a its row of b', () => {
    const [a, b, t] = [matrix(6, 4, 1), matrix(6, 4, 2), 0.3]
    const expected = mean(
      rows(a).map((x, i) => {
        const logits = rows(b).map((y) => dot(x, y) / t)
        return Math.log(logits.reduce((sum, l) => sum + Math.exp(l), 0)) - logits[i]!
      }),
    )
    expect(infoNce(a, b, t).arraySync()).toBeCloseTo(expected, 4)
  })

  it('normalized rows have length one, and a zero row stays zero', () => {
    const y = rows(
      normalizeRows(
        tf.tensor2d([
          [3, 4],
          [0, 0],
        ]),
      ),
    )
    expect(y[0]![0]).toBeCloseTo(0.6, 6)
    expect(y[0]![1]).toBeCloseTo(0.8, 6)
    expect(y[1]).toEqual([0, 0])
  })

  it('projectRows is x[rows] w + b', () => {
    const features = { values: Float32Array.of(1, 2, 3, 4), dimension: 2 }
    const projected = projectRows(features, Int32Array.of(1, 0, 1), tf.tensor2d([[1], [10]]), tf.tensor1d([100]))
    expect(projected.arraySync()).toEqual([[143], [121], [143]])
  })

  it("a margin is how much better a pair's positive fits its user than the negative", () => {
    const [users, items] = [
      tf.tensor2d([[1, 2]]),
      tf.tensor2d([
        [3, 5],
        [7, 11],
      ]),
    ]
    const pairs = { users: Int32Array.of(0, 0), positives: Int32Array.of(1, 0), negatives: Int32Array.of(0, 0) }
    expect(pairMargins(users, items, pairs).arraySync()).toEqual([16, 0]) // 1 * 4 + 2 * 6
  })

  it('pairMargins wants two items for each user', () => {
    const [x, one, two] = [matrix(2, 2, 1), Int32Array.of(0), Int32Array.of(0, 1)]
    expect(() => pairMargins(x, x, { users: one, positives: two, negatives: one })).toThrow('not 2 and 1 for 1')
  })

  it('weighted norms are halves of squares, and nothing weighs nothing', () => {
    const rows = tf.tensor2d([
      [3, 4],
      [1, 1],
    ])
    expect(weightedNorms([{ rows, weights: Float32Array.of(2, 0.5) }]).arraySync()).toBe(25.5)
    expect(weightedNorms([]).arraySync()).toBe(0)
    expect(() => weightedNorms([{ rows, weights: new Float32Array(3) }])).toThrow('2 rows need as many weights, not 3')
  })
})
