import { beforeAll, describe, expect, it } from 'vitest'
import { selectBackend, tf } from '../compute/index.ts'
import { gradientError } from '../compute/testing/gradient-check.ts'
import { Random } from '../train/random.ts'
import { Club } from './club.ts'
import type { CodePair } from './estimator.ts'

const ROWS = 200

/** Two scalars of which the second is `rho` times the first and noise. */
function scalars(random: Random, rho: number): { readonly x: Float32Array; readonly y: Float32Array } {
  const x = random.normals(ROWS)
  return { x, y: random.normals(ROWS).map((noise, n) => rho * x[n] + Math.sqrt(1 - rho * rho) * noise) }
}

const column = (values: ArrayLike<number>) => tf.tensor2d(Float32Array.from(values), [values.length, 1])

async function learn(club: Club, codes: CodePair): Promise<number> {
  const { bound, step } = club.estimate(codes)
  const [value] = bound.dataSync()
  await step.take()
  step.dispose()
  bound.dispose()
  return value
}

/** The mean estimate of 200 draws after 400 that it learns from. */
async function informationOf(rho: number): Promise<number> {
  const random = new Random(3, 'gaussians')
  const club = new Club(1, new Random(3), 1e-2)
  let tail = 0
  for (let step = 0; step < 600; step++) {
    const { x, y } = scalars(random, rho)
    const codes = { a: column(x), b: column(y) }
    const bound = await learn(club, codes)
    if (step >= 400) tail += bound / 200
    tf.dispose([codes.a, codes.b])
  }
  return tail
}

/** A network of which q(b | a) = N(slope a, variance). */
function knownClub(slope: number, variance: number): Club {
  const club = new Club(1, new Random(1), 1e-3)
  const [hidden, , mean, , , logVariance] = club.parameters.all.map(({ table }) => table.values)
  hidden.fill(0).set([1, -1]) // max(0, a) and max(0, -a)
  mean.fill(0).set([slope, -slope])
  logVariance[0] = 4 * Math.atanh(Math.log(variance) / 4)
  return club
}

beforeAll(() => selectBackend())

describe('Club', () => {
  it('is E_joint log q - E_marginals log q, over all pairs of the batch', () => {
    const [a, b] = [[1, -2, 0.5], [3, 0, -1]]
    const logQ = (x: number, y: number) => -((y - 0.7 * x) ** 2) / (2 * 0.4)
    const joint = a.reduce((sum, x, i) => sum + logQ(x, b[i]) / 3, 0)
    const marginals = a.reduce((sum, x) => sum + b.reduce((s, y) => s + logQ(x, y) / 9, 0), 0)
    const { bound, step } = knownClub(0.7, 0.4).estimate({ a: column(a), b: column(b) })
    expect(bound.dataSync()[0]).toBeCloseTo(joint - marginals, 5)
    step.dispose()
  })

  it('bounds the information of correlated Gaussians from above, and comes to what the bound is for the true q', async () => {
    const truth = -0.5 * Math.log(1 - 0.8 ** 2) // .511 nats
    const exact = 0.8 ** 2 / (1 - 0.8 ** 2) // CLUB of the true conditional: 1.778
    const before = tf.memory().numTensors
    const found = await informationOf(0.8)
    expect(found).toBeGreaterThan(truth)
    expect(Math.abs(found / exact - 1)).toBeLessThan(0.1)
    expect(tf.memory().numTensors).toBe(before)
  })

  it('finds none between independent ones', async () => {
    expect(Math.abs(await informationOf(0))).toBeLessThan(0.03)
  })

  it('gives codes the gradient that finite differences do', async () => {
    const random = new Random(5)
    const club = new Club(3, random, 1e-2)
    const [a, b] = [1, 2].map(() => tf.tensor2d(random.normals(18), [6, 3]))
    for (let n = 0; n < 20; n++) await learn(club, { a, b: tf.add(a, tf.mul(b, 0.5)) }) // a variance that depends on a
    club.parameters.all[1].table.values.forEach((_, h, bias) => (bias[h] = h % 2 ? 4 : -4)) // far from the rectifiers' kinks
    const run = (...codes: tf.Tensor[]) => club.estimate({ a: codes[0] as tf.Tensor2D, b: codes[1] as tf.Tensor2D }).bound
    expect(await gradientError({ inputs: [a, b], run })).toBeLessThan(5e-3)
  })

  it('fits q by the gradient of its likelihood that finite differences give', async () => {
    const [a, b] = [[1, -2, 0.5], [3, 0, -1]]
    const surprise = (slope: number, logVariance: number) =>
      a.reduce((sum, x, i) => sum + ((b[i] - slope * x) ** 2 / Math.exp(logVariance) + logVariance) / 6, 0)
    const moved = async (slope: number, variance: number) => {
      const club = knownClub(slope, variance)
      const values = club.parameters.all.map(({ table }) => table.values)
      const before = [values[3][0], values[5][0]] // biases of the mean and of the log-variance
      await learn(club, { a: column(a), b: column(b) })
      return [values[3][0] - before[0], values[5][0] - before[1]].map(Math.sign)
    }
    for (const [slope, variance] of [[0.1, 0.2], [0.9, 2.5]]) {
      const shifted = (by: number) => a.reduce((sum, x, i) => sum + (b[i] - slope * x - by) ** 2, 0)
      const slopes = [shifted(1e-4) - shifted(-1e-4), surprise(slope, Math.log(variance) + 1e-4) - surprise(slope, Math.log(variance) - 1e-4)]
      expect(await moved(slope, variance)).toEqual(slopes.map((x) => -Math.sign(x))) // Adam's first step has the sign alone
    }
  })

  it('makes what minimises it independent', async () => {
    const random = new Random(4, 'minimise')
    const club = new Club(1, new Random(4), 1e-2)
    let share = 1.3 // of a in b
    const correlation = () => share / Math.hypot(share, 1)
    expect(correlation()).toBeGreaterThan(0.75)
    for (let n = 0; n < 300; n++) {
      const [x, noise] = [random.normals(ROWS), random.normals(ROWS)]
      const a = column(x)
      const loss = (s: tf.Tensor) => {
        const { bound, step } = club.estimate({ a, b: tf.add(tf.matMul(a, s as tf.Tensor2D), column(noise)) })
        steps.push(step)
        return bound
      }
      const steps: { take(): Promise<void>; dispose(): void }[] = []
      const slope = tf.grad(loss)(tf.tensor2d([[share]])).dataSync()[0]
      for (const step of steps) await step.take()
      for (const step of steps) step.dispose()
      share -= 0.02 * slope
    }
    expect(Math.abs(correlation())).toBeLessThan(0.1)
  })
})
