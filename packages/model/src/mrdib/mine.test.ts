import { beforeAll, describe, expect, it } from 'vitest'
import { selectBackend, tf } from '../compute/index.ts'
import { Random } from '../nn/index.ts'
import { Critic } from './mine.ts'

const ROWS = 200

/** The estimate after training on fresh draws of two scalars of correlation rho. */
async function informationOf(rho: number): Promise<number> {
  const random = new Random(3, 'gaussians')
  const critic = new Critic(1, new Random(3), 1e-2)
  let tail = 0
  for (let step = 0; step < 200; step++) {
    const x = random.normals(ROWS)
    const y = random.normals(ROWS).map((noise, n) => rho * x[n]! + Math.sqrt(1 - rho * rho) * noise)
    const codes = {
      a: tf.tensor2d(x, [ROWS, 1]),
      b: tf.tensor2d(y, [ROWS, 1]),
    }
    const estimate = critic.estimate(codes)
    if (step >= 150) tail += estimate.bound.dataSync()[0]! / 50
    await estimate.step.take()
    estimate.step.dispose()
    tf.dispose([estimate.bound, codes.a, codes.b])
  }
  return tail
}

beforeAll(() => selectBackend())

describe('Critic', () => {
  it('bounds the information of correlated Gaussians from below, and comes near it', async () => {
    const truth = -0.5 * Math.log(1 - 0.8 ** 2) // .511 nats
    const before = tf.memory().numTensors
    const found = await informationOf(0.8)
    expect(found).toBeGreaterThan(0.7 * truth)
    expect(found).toBeLessThan(1.15 * truth) // the bound holds in expectation; batches scatter
    expect(tf.memory().numTensors).toBe(before)
  })

  it('finds none between independent ones', async () => {
    expect(Math.abs(await informationOf(0))).toBeLessThan(0.06)
  })

  it('pushes encoders apart: the gradient of the codes lowers the estimate', () => {
    const random = new Random(8)
    const shuffle = random.permutation(40)
    const critic = new Critic(3, { uniform: () => random.uniform(), permutation: () => shuffle }, 1e-3)
    const value = (a: tf.Tensor2D, b: tf.Tensor2D) => critic.estimate({ a, b }).bound
    const [a, b] = [tf.tensor2d(random.normals(120), [40, 3]), tf.tensor2d(random.normals(120), [40, 3])]
    const [da, db] = tf.grads((x, y) => value(x as tf.Tensor2D, y as tf.Tensor2D))([a, b])
    const moved = value(tf.sub(a, tf.mul(da!, 0.1)), tf.sub(b, tf.mul(db!, 0.1))).dataSync()[0]
    expect(moved).toBeLessThan(value(a, b).dataSync()[0]!)
  })

  it('advances the running mean of exp T with each step, by a hundredth of the new batch', async () => {
    const random = new Random(9)
    const critic = new Critic(1, new Random(3), 1e-2)
    const outBias = critic.parameters.all.find(({ name }) => name === 'critic outBias')!
    const codes = () => ({ a: tf.tensor2d(random.normals(50), [50, 1]), b: tf.tensor2d(random.normals(50), [50, 1]) })
    const step = async () => {
      const estimate = critic.estimate(codes())
      await estimate.step.take()
      estimate.step.dispose()
      return critic.memory[0]!
    }
    // a critic that says 2 everywhere: exp T is e^2 in every batch, whatever the codes
    for (const { table } of critic.parameters.all) table.values.fill(0)
    outBias.table.values[0] = 2
    expect(await step()).toBeCloseTo(Math.log(0.99 * 1 + 0.01 * Math.exp(2)), 5)
    for (const { table } of critic.parameters.all) table.values.fill(0)
    outBias.table.values[0] = 3
    const mean = 0.99 * (0.99 + 0.01 * Math.exp(2)) + 0.01 * Math.exp(3)
    expect(await step()).toBeCloseTo(Math.log(mean), 5)
  })
})
