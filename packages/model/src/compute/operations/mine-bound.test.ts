import { beforeAll, describe, expect, it } from 'vitest'
import { mineBound, selectBackend, tf } from '../index.ts'
import { presentBuilds, useBuild } from '../testing/backends.ts'
import { gradientError, relativeError } from '../testing/gradient-check.ts'
import { matrix, normals, permutation } from '../testing/random.ts'

const mean = (xs: number[]) => xs.reduce((sum, x) => sum + x, 0) / xs.length

/** Codes, weights and an order for `n` rows. */
function problem(n: number, da: number, db: number, h: number) {
  const vector = (seed: number) => tf.tensor1d(normals(h, seed))
  return {
    za: matrix(n, da, 1),
    zb: matrix(n, db, 2),
    weights: [matrix(da, h, 3), matrix(db, h, 4), vector(5), vector(6), tf.scalar(0.7)] as tf.Tensor[],
    shuffle: permutation(n, 7),
  }
}

const named = ([wa, wb, bias, out, outBias]: readonly tf.Tensor[]) =>
  ({ wa, wb, bias, out, outBias }) as Parameters<typeof mineBound>[2]

describe('mineBound', () => {
  beforeAll(() => selectBackend('cpu'))

  it('is E_joint T - log E_marginals exp T of T = relu([za | zb] W + bias) out + outBias', () => {
    const { za, zb, weights, shuffle } = problem(5, 2, 3, 4)
    const [wa, wb, bias, out] = weights.map((weight) => weight.arraySync()) as [
      number[][],
      number[][],
      number[],
      number[],
    ]
    const [a, b] = [za.arraySync(), zb.arraySync()]
    const critic = (x: number[], y: number[]) =>
      bias.reduce((sum, start, h) => {
        const input = x.reduce((s, v, d) => s + v * wa[d]![h]!, start) + y.reduce((s, v, d) => s + v * wb[d]![h]!, 0)
        return sum + Math.max(0, input) * out[h]!
      }, 0.7)
    const marginals = mean(a.map((x, i) => Math.exp(critic(x, b[shuffle[i]!]!))))
    const { bound, logMovingMean } = mineBound(za, zb, named(weights), shuffle, { log: Math.log(5), share: 0.25 })
    expect(bound.arraySync()).toBeCloseTo(mean(a.map((x, i) => critic(x, b[i]!))) - Math.log(marginals), 4)
    expect(logMovingMean.arraySync()).toBeCloseTo(Math.log(0.75 * 5 + 0.25 * marginals), 4)
  })

  /** `share` 1 makes the running mean the batch's own: the critic's ascent is then the true gradient. */
  it('tells the critic how to climb, as finite differences do', async () => {
    const { za, zb, weights, shuffle } = problem(6, 2, 3, 4)
    const climb = (weights: readonly tf.Tensor[]) => mineBound(za, zb, named(weights), shuffle, { log: 5, share: 1 })
    const run = tf.customGrad((...inputs) => {
      const given = inputs.slice(0, 5) as tf.Tensor[]
      const { bound, ascent } = climb(given)
      return { value: bound, gradFunc: (dy: tf.Tensor) => ascent.map((gradient) => tf.mul(gradient, dy)) }
    })
    expect(await gradientError({ inputs: weights, run })).toBeLessThan(5e-3)
  })

  it('divides the critic marginals by the running mean, and those of the encoders not', () => {
    const { za, zb, weights, shuffle } = problem(6, 2, 3, 4)
    const at = (log: number) => mineBound(za, zb, named(weights), shuffle, { log, share: 0.5 })
    const [own, large] = [mineBound(za, zb, named(weights), shuffle, { log: 0, share: 1 }), at(1e9)]
    expect(large.bound.arraySync()).toBe(own.bound.arraySync())
    expect(own.ascent[4].arraySync()).toBeCloseTo(0, 5) // adding a constant to T changes nothing
    expect(large.ascent[4].arraySync()).toBeCloseTo(1, 5) // the marginals weigh nothing against a large mean
  })
})

describe.each(presentBuilds())('mineBound on $name', (build) => {
  it.each([
    [5, 3, 2, 4],
    [67, 37, 41, 33],
    [700, 64, 64, 64],
  ])('moves the critic as the cpu backend does (%i rows)', async (...sizes) => {
    const run = async () => {
      const { za, zb, weights, shuffle } = problem(...(sizes as [number, number, number, number]))
      const { ascent, logMovingMean } = mineBound(za, zb, named(weights), shuffle, { log: 2, share: 0.25 })
      return Promise.all([...ascent, logMovingMean].map(async (tensor) => new Float32Array(await tensor.data())))
    }
    await selectBackend('cpu')
    const expected = await run()
    await useBuild(build)
    const actual = await run()
    actual.forEach((values, n) => expect(relativeError(values, expected[n]!)).toBeLessThan(2e-5))
    expect(await run()).toEqual(actual) // the same bits each time
  })
})
