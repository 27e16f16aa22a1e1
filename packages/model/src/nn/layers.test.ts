import { describe, expect, it } from 'vitest'
import { tf } from '../compute/index.ts'
import { leakyRelu } from './layers.ts'

describe('leakyRelu', () => {
  it('lets a hundredth of what is below zero through, forth and back', () => {
    const x = tf.tensor2d([[-2, 3]])
    const close = (actual: tf.Tensor, expected: number[]) =>
      expected.forEach((value, n) => expect(actual.dataSync()[n]).toBeCloseTo(value, 6))
    close(leakyRelu(x), [-0.02, 3])
    close(tf.grad(leakyRelu)(x, tf.tensor2d([[5, 7]])), [0.05, 7])
  })
})
