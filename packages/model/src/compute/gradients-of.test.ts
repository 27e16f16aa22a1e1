import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { gatherRows, gaussianBottleneck, gradientsOf, selectBackend, tf } from './index.ts'
import { differentiable } from './operation.ts'
import { presentBuilds, useBuild } from './testing/backends.ts'
import { matrix } from './testing/random.ts'

const arrays = (tensors: readonly (tf.Tensor | undefined)[]) =>
  tensors.map((tensor) => tensor && [...tensor.dataSync()])

/** Tensors that are used more than once, an operation of two values, one value of which nothing comes, views and sums. */
function loss(x: tf.Tensor2D, v: tf.Tensor2D, c: tf.Tensor2D): tf.Scalar {
  const { z, kl } = gaussianBottleneck(x, v, c, matrix(5, 4, 9))
  const alone = gaussianBottleneck(x, v, c, null).z
  const picked = gatherRows(z, Int32Array.of(0, 4, 0))
  const parts = [tf.mul(z, z), tf.matMul(tf.relu(alone), v), tf.sub(x, z)].map((part) => tf.sum(part))
  return tf.addN([...parts, tf.sum(tf.square(picked)), tf.mul(kl, 0.5), tf.sum(tf.concat([x, x]))]) as tf.Scalar
}

beforeAll(() => selectBackend('cpu'))
afterAll(() => selectBackend('cpu'))

describe.each([
  { name: 'cpu', use: () => selectBackend('cpu') },
  ...presentBuilds().map((build) => ({ name: build.name, use: () => useBuild(build) })),
])('gradientsOf on $name', ({ use }) => {
  it("gives the engine's own value and gradients to the bit, and leaves nothing else behind", async () => {
    await use()
    const xs = [matrix(5, 4, 1), matrix(4, 4, 2), matrix(1, 4, 3), matrix(2, 2, 4)]
    const run = () => loss(xs[0]!, xs[1]!, xs[2]!)
    const expected = tf.engine().gradients(run, xs)
    const before = tf.memory().numTensors
    const { value, grads } = gradientsOf(run, xs)
    expect(tf.memory().numTensors - before).toBe(4) // the value and three gradients
    expect(arrays([value, ...grads])).toEqual(arrays([expected.value, ...expected.grads]))
    expect(grads[3]).toBeUndefined()
  })
})

describe('gradientsOf', () => {
  const x = tf.tensor1d([1, 2, 3])

  it('has a tensor for each gradient, where an operation hands its slope on or gives one for two inputs', () => {
    const y = tf.tensor1d([4, 5, 6])
    const run = () =>
      tf.sum(differentiable([x, y], () => ({ value: tf.add(x, y), gradient: (dy) => [dy, dy] }))) as tf.Scalar
    const { grads } = gradientsOf(run, [x, y])
    expect(arrays(grads)).toEqual([
      [1, 1, 1],
      [1, 1, 1],
    ])
    grads[0]?.dispose()
    expect(arrays([grads[1]])).toEqual([[1, 1, 1]])
  })

  it('drops what an operation saved, and its slope, before it comes to the one before', () => {
    const alive: number[] = []
    const chained = (input: tf.Tensor1D): tf.Tensor1D =>
      differentiable([input], (save) => {
        save([input])
        return {
          value: tf.mul(input, 2),
          gradient: (dy) => {
            alive.push(tf.memory().numTensors)
            return [tf.mul(dy, 2)]
          },
        }
      })
    const { grads } = gradientsOf(() => tf.sum(chained(chained(chained(chained(x))))) as tf.Scalar, [x])
    expect(arrays(grads)).toEqual([[16, 16, 16]])
    alive.slice(1).forEach((count, n) => expect(count).toBe(alive[n]! - 1)) // a slope for a slope, and one saved tensor less
  })

  it('refuses a value that depends on none of the tensors, and an operation without a gradient', () => {
    const before = tf.memory().numTensors
    expect(() => gradientsOf(() => tf.scalar(1), [x])).toThrow('The value depends on none of the given tensors')
    expect(() => gradientsOf(() => tf.sum(tf.cumsum(x)) as tf.Scalar, [x])).toThrow(
      'The operation Cumsum has no gradient.',
    )
    const wrong = () =>
      tf.sum(differentiable([x], () => ({ value: tf.mul(x, 2), gradient: () => [tf.scalar(1) as never] }))) as tf.Scalar
    expect(() => gradientsOf(wrong, [x])).toThrow('has shape [] and not [3]')
    expect(tf.memory().numTensors - before).toBeLessThanOrEqual(3) // the values of the three
  })
})
