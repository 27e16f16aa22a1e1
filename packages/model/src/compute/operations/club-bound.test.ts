import { beforeAll, describe, expect, it } from 'vitest'
import { clubBound, selectBackend, tf, type ClubWeights } from '../index.ts'
import { presentBuilds, useBuild } from '../testing/backends.ts'
import { gradientError, relativeError } from '../testing/gradient-check.ts'
import { matrix } from '../testing/random.ts'

/** Codes and weights for `n` rows. Biases of 4 and -4 keep the rectifiers far from their kinks. */
function problem(n: number, da: number, db: number, h: number) {
  const bias = tf.tensor2d(
    Float32Array.from({ length: h }, (_, i) => (i % 2 ? 4 : -4)),
    [1, h],
  )
  return {
    codes: [matrix(n, da, 1), matrix(n, db, 2)] as [tf.Tensor2D, tf.Tensor2D],
    weights: [
      tf.mul(matrix(da, h, 3), 0.5),
      bias,
      tf.mul(matrix(h, db, 4), 0.3),
      matrix(1, db, 5),
      tf.mul(matrix(h, db, 6), 0.3),
      matrix(1, db, 7),
    ] as tf.Tensor2D[],
  }
}

const named = ([hidden, hiddenBias, mean, meanBias, logVariance, logVarianceBias]: readonly tf.Tensor[]) =>
  ({ hidden, hiddenBias, mean, meanBias, logVariance, logVarianceBias }) as ClubWeights

/** log q(y | x), but for a constant, of every pair of rows. */
function logLikelihoods([a, b]: readonly tf.Tensor2D[], weights: readonly tf.Tensor[]): number[][] {
  const [w, c, wm, cm, wv, cv] = weights.map((weight) => weight.arraySync() as number[][])
  const layer = (x: number[], matrix: number[][], [bias]: number[][]) =>
    bias!.map((start, j) => x.reduce((sum, value, i) => sum + value * matrix[i]![j]!, start))
  return a!.arraySync().map((x) => {
    const hidden = layer(x, w!, c!).map((value) => Math.max(0, value))
    const mean = layer(hidden, wm!, cm!)
    const logVariance = layer(hidden, wv!, cv!).map((value) => 4 * Math.tanh(value / 4))
    return b!
      .arraySync()
      .map((y) =>
        y.reduce(
          (sum, value, d) => sum - ((value - mean[d]!) ** 2 / Math.exp(logVariance[d]!) + logVariance[d]!) / 2,
          0,
        ),
      )
  })
}

describe('clubBound', () => {
  beforeAll(() => selectBackend('cpu'))

  it('is E_joint log q - E_marginals log q, over all pairs of rows', () => {
    const { codes, weights } = problem(5, 2, 3, 4)
    const all = logLikelihoods(codes, weights)
    const joint = all.reduce((sum, row, i) => sum + row[i]! / 5, 0)
    const marginals = all.flat().reduce((sum, value) => sum + value / 25, 0)
    const { bound } = clubBound(...codes, named(weights))
    expect(Math.abs((bound.arraySync() as number) / (joint - marginals) - 1)).toBeLessThan(1e-5)
  })

  it('gives the codes the gradient that finite differences do', async () => {
    const { codes, weights } = problem(6, 2, 3, 4)
    const run = (...[a, b]: tf.Tensor[]) => clubBound(a as tf.Tensor2D, b as tf.Tensor2D, named(weights)).bound
    expect(await gradientError({ inputs: codes, run })).toBeLessThan(5e-3)
  })

  it('tells the network how to fit, as finite differences of its likelihood do', async () => {
    const { codes, weights } = problem(6, 2, 3, 4)
    const run = tf.customGrad((...inputs) => {
      const weights = inputs.slice(0, -1) as tf.Tensor[] // the last is what keeps tensors
      const surprise = logLikelihoods(codes, weights).reduce((sum, row, i) => sum - row[i]! / 6, 0)
      const { descent } = clubBound(...codes, named(weights))
      return {
        value: tf.scalar(surprise),
        gradFunc: (dy: tf.Tensor) => descent.map((gradient) => tf.mul(gradient, dy)),
      }
    })
    expect(await gradientError({ inputs: weights, run })).toBeLessThan(5e-3)
  })

  it('refuses operands that do not fit', () => {
    const {
      codes: [a, b],
      weights,
    } = problem(4, 2, 3, 5)
    expect(() => clubBound(a, b, named(weights.with(1, tf.zeros([1, 4]))))).toThrow(
      'clubBound: hiddenBias must be [1, 5], not [1, 4]',
    )
    expect(() => clubBound(a, tf.zeros([3, 3]), named(weights))).toThrow('clubBound: zb must be [4, 3], not [3, 3]')
  })
})

describe.each(presentBuilds())('clubBound on $name', (build) => {
  it('comes to what the cpu backend does', async () => {
    const run = () => {
      const { codes, weights } = problem(67, 37, 41, 33)
      const { bound, descent } = clubBound(...codes, named(weights))
      const slopes = tf.grads((a, b) => clubBound(a as tf.Tensor2D, b as tf.Tensor2D, named(weights)).bound)(codes)
      return Promise.all([bound, ...descent, ...slopes].map(async (tensor) => new Float32Array(await tensor.data())))
    }
    await selectBackend('cpu')
    const expected = await run()
    await useBuild(build)
    const actual = await run()
    actual.forEach((values, n) => expect(relativeError(values, expected[n]!)).toBeLessThan(2e-5))
  })
})
