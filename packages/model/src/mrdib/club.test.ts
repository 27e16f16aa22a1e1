import { beforeAll, describe, expect, it } from 'vitest'
import { selectBackend, tf } from '../compute/index.ts'
import { Random } from '../nn/index.ts'
import { Club } from './club.ts'
import type { CodePair } from './estimator.ts'

const ROWS = 200

/** Two scalars of which the second is `rho` times the first and noise. */
function scalars(random: Random, rho: number): { readonly x: Float32Array; readonly y: Float32Array } {
  const x = random.normals(ROWS)
  return { x, y: random.normals(ROWS).map((noise, n) => rho * x[n]! + Math.sqrt(1 - rho * rho) * noise) }
}

const column = (values: ArrayLike<number>) => tf.tensor2d(Float32Array.from(values), [values.length, 1])

async function learn(club: Club, codes: CodePair): Promise<number> {
  const { bound, step } = club.estimate(codes)
  const [value] = bound.dataSync()
  await step.take()
  step.dispose()
  bound.dispose()
  return value!
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

beforeAll(() => selectBackend())

describe('Club', () => {
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

  it('makes what minimizes it independent', async () => {
    const random = new Random(4, 'minimize')
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
      const slope = tf
        .grad(loss)(tf.tensor2d([[share]]))
        .dataSync()[0]!
      for (const step of steps) await step.take()
      for (const step of steps) step.dispose()
      share -= 0.02 * slope
    }
    expect(Math.abs(correlation())).toBeLessThan(0.1)
  })
})
