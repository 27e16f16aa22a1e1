import { beforeAll, describe, expect, it } from 'vitest'
import { selectBackend, tf } from '../index.ts'
import { gradientError } from '../testing/gradient-check.ts'
import { matrix, permutation } from '../testing/random.ts'

const TOLERANCE = 5e-3

beforeAll(async () => {
  await selectBackend('cpu')
})

/** Positive and away from the kinks of ReLU, abs and the like, which differences must not step over. */
const positive = (rows: number, columns: number, seed: number) => tf.add(tf.abs(matrix(rows, columns, seed)), 0.2)

const ofOne: Record<string, (x: tf.Tensor) => tf.Tensor> = {
  abs: (x) => tf.abs(tf.neg(x)),
  broadcastTo: (x) => tf.broadcastTo(tf.slice(x, [0, 0], [1, 4]), [3, 4]),
  clip: (x) => tf.clipByValue(x, 0, 100),
  elu: (x) => tf.elu(tf.sub(x, 5)),
  exp: (x) => tf.exp(x),
  expandDims: (x) => tf.expandDims(x, 1),
  expm1: (x) => tf.expm1(x),
  gather: (x) => tf.gather(x, [2, 0, 2]),
  leakyRelu: (x) => tf.leakyRelu(tf.neg(x), 0.2),
  log: (x) => tf.log(x),
  log1p: (x) => tf.log1p(x),
  logSoftmax: (x) => tf.logSoftmax(x),
  logSumExp: (x) => tf.logSumExp(x, 1),
  max: (x) => tf.max(x, 1),
  mean: (x) => tf.mean(x, 0),
  min: (x) => tf.min(x),
  pad: (x) =>
    tf.pad(x, [
      [1, 0],
      [2, 1],
    ]),
  reciprocal: (x) => tf.reciprocal(x),
  relu: (x) => tf.relu(tf.sub(x, 0.001)),
  reshape: (x) => tf.reshape(x, [4, 3]),
  rsqrt: (x) => tf.rsqrt(x),
  sigmoid: (x) => tf.sigmoid(x),
  slice: (x) => tf.slice(x, [1, 1], [2, 2]),
  softmax: (x) => tf.softmax(x),
  softplus: (x) => tf.softplus(x),
  split: (x) => tf.add(tf.split(x, 2, 1)[0]!, tf.square(tf.split(x, 2, 1)[1]!)),
  sqrt: (x) => tf.sqrt(x),
  square: (x) => tf.square(x),
  sum: (x) => tf.sum(x, 1, true),
  tanh: (x) => tf.tanh(x),
  tile: (x) => tf.tile(x, [2, 3]),
  transpose: (x) => tf.transpose(x, [1, 0]),
  unsortedSegmentSum: (x) => tf.unsortedSegmentSum(x, tf.tensor1d([1, 0, 1], 'int32'), 2),
  unstack: (x) => tf.mul(tf.unstack(x)[0]!, tf.unstack(x)[2]!),
  where: (x) => tf.where(tf.greater(x, 0.8), tf.square(x), tf.mul(x, 3)),
}

const ofTwo: Record<string, (a: tf.Tensor, b: tf.Tensor) => tf.Tensor> = {
  add: (a, b) => tf.add(a, tf.slice(b, [0, 0], [1, 4])),
  addN: (a, b) => tf.addN([a, b, a]),
  concat: (a, b) => tf.concat([a, b], 1),
  div: (a, b) => tf.div(a, tf.slice(b, [0, 0], [3, 1])),
  matMul: (a, b) => tf.matMul(a, tf.transpose(b)),
  'matMul, left transposed': (a, b) => tf.matMul(a, b, true),
  'matMul, right transposed': (a, b) => tf.matMul(a, b, false, true),
  'matMul, both transposed': (a, b) => tf.matMul(a, tf.transpose(b), true, true),
  maximum: (a, b) => tf.maximum(a, tf.add(b, 0.3)),
  minimum: (a, b) => tf.minimum(a, tf.add(b, 0.3)),
  mul: (a, b) => tf.mul(a, tf.slice(b, [0, 0], [1, 4])),
  pow: (a, b) => tf.pow(a, b),
  squaredDifference: (a, b) => tf.squaredDifference(a, b),
  stack: (a, b) => tf.stack([a, b]),
  sub: (a, b) => tf.sub(tf.slice(a, [0, 0], [1, 4]), b),
}

describe('gradients of plain operations against finite differences', () => {
  for (const [name, run] of Object.entries(ofOne)) {
    it(name, async () => {
      expect(await gradientError({ inputs: [positive(3, 4, 1)], run })).toBeLessThan(TOLERANCE)
    })
  }
  for (const [name, run] of Object.entries(ofTwo)) {
    it(name, async () => {
      expect(await gradientError({ inputs: [positive(3, 4, 1), positive(3, 4, 2)], run })).toBeLessThan(TOLERANCE)
    })
  }

  it('refuses the gradient of a gather along columns instead of getting it wrong', () => {
    const order = tf.tensor1d(permutation(4, 1), 'int32')
    expect(() => tf.grad((x) => tf.gather(x, order, 1))(positive(3, 4, 1))).toThrow(/rows \(axis 0\)/)
  })
})
