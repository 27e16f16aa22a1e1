import { describe, expect, it } from 'vitest'
import { Parameters } from '../nn/index.ts'
import { tf } from '../compute/index.ts'
import { Encoder } from './bottleneck.ts'

const NO_ROWS = { userRows: new Int32Array(0), itemRows: new Int32Array(0) }

describe('Encoder', () => {
  const parameters = new Parameters()
  const encoder = new Encoder(parameters, 'text', 2, 1e-3)
  const { leafOf } = parameters.lookup(NO_ROWS)
  const h = tf.tensor2d([
    [1, -2],
    [0.5, 0],
  ])

  it('costs 1/2 sum (mu^2 + sigma^2 - 1 - log sigma^2) nats, averaged over rows', () => {
    const { kl } = encoder.compress(h, leafOf, null)
    const start = Math.exp(-4) - 1 + 4 // of each dimension, at the initial log-variance of -4
    expect(kl.dataSync()[0]).toBeCloseTo((0.5 * (1 + 4 + 2 * start) + 0.5 * (0.25 + 2 * start)) / 2, 5)
  })

  it('serves the posterior mean and trains on mu + sigma * noise', () => {
    expect([...encoder.compress(h, leafOf, null).z.dataSync()]).toEqual([1, -2, 0.5, 0])
    const z = encoder.compress(h, leafOf, Float32Array.of(1, 0, -1, 2)).z.dataSync()
    const sigma = Math.exp(-2)
    for (const [n, expected] of [1 + sigma, -2, 0.5 - sigma, 2 * sigma].entries()) expect(z[n]).toBeCloseTo(expected, 5)
  })
})
