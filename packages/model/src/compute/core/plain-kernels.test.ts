import { describe, expect, it } from 'vitest'
import { bprLoss, gatherRows, pairMargins, projectRows, propagate, selectBackend, tf } from '../index.ts'
import { csrFromCoordinates } from '../../linalg/index.ts'
import { presentBuilds, useBuild } from '../testing/backends.ts'
import { relativeError } from '../testing/gradient-check.ts'
import { indexes, matrix } from '../testing/random.ts'

/** Relative to the largest number of the result. */
const AGAINST_CPU = 1e-5

/** Plain operations, those that the core replaces and those around them that it must pass on. */
const CASES: Record<string, () => tf.Tensor> = {
  matMul: () => tf.matMul(matrix(33, 70, 1), matrix(70, 19, 2)),
  'matMul, left transposed': () => tf.matMul(matrix(70, 33, 1), matrix(70, 19, 2), true),
  'matMul, right transposed': () => tf.matMul(matrix(33, 70, 1), matrix(19, 70, 2), false, true),
  'matMul, both transposed': () => tf.matMul(matrix(70, 33, 1), matrix(19, 70, 2), true, true),
  'matMul of a batch': () =>
    tf.matMul(tf.reshape(matrix(6, 20, 1), [3, 8, 5]), tf.reshape(matrix(3, 20, 2), [3, 5, 4])),
  'matMul of a batch of one': () =>
    tf.matMul(tf.reshape(matrix(8, 5, 1), [1, 8, 5]), tf.reshape(matrix(5, 4, 2), [1, 5, 4])),
  'gather of rows': () => tf.gather(matrix(9, 7, 1), tf.tensor1d(indexes(20, 9, 2), 'int32')),
  'gather of columns': () => tf.gather(matrix(9, 7, 1), tf.tensor1d(indexes(20, 7, 2), 'int32'), 1),
  'add of one shape': () => tf.add(matrix(9, 7, 1), matrix(9, 7, 2)),
  'add of a row': () => tf.add(matrix(9, 7, 1), matrix(1, 7, 2)),
  'add of integers': () => tf.add(tf.tensor1d([1, 2], 'int32'), tf.tensor1d([3, 4], 'int32')),
  'sub of one shape': () => tf.sub(matrix(9, 7, 1), matrix(9, 7, 2)),
  'mul of a number': () => tf.mul(matrix(9, 7, 1), 3),
  'mul of a number and a matrix': () => tf.mul(3, matrix(9, 7, 1)),
  'mul of two numbers': () => tf.mul(tf.scalar(3), tf.scalar(0.5)),
  'mul of a mask': () => tf.mul(matrix(9, 7, 1), tf.cast(tf.greater(matrix(9, 7, 2), 0), 'float32')),
  'add of what were integers': () =>
    tf.add(matrix(1, 2, 1), tf.cast(tf.tensor2d([[3, 4]], [1, 2], 'int32'), 'float32')),
  'mul of one shape': () => tf.mul(matrix(9, 7, 1), matrix(9, 7, 2)),
  'mul of what were truth values': () => tf.mul(matrix(9, 7, 1), tf.cast(tf.greater(matrix(9, 7, 2), 0), 'float32')),
  'matMul of what were integers': () =>
    tf.matMul(
      matrix(3, 2, 1),
      tf.cast(
        tf.tensor2d(
          [
            [1, 2],
            [3, 4],
          ],
          [2, 2],
          'int32',
        ),
        'float32',
      ),
    ),
  'gather by what were truth values': () =>
    tf.gather(matrix(2, 3, 1), tf.cast(tf.tensor1d([true, false, true], 'bool'), 'int32')),
  'cast to truth values': () => tf.cast(tf.cast(matrix(3, 3, 1), 'bool'), 'float32'),
  step: () => tf.step(matrix(9, 7, 1), 0.01),
  'step at zero and at infinities': () => tf.step(tf.tensor1d([0, -0, Infinity, -Infinity]), 0.25),
  sigmoid: () => tf.sigmoid(tf.mul(matrix(9, 7, 1), 4)),
  'sigmoid far out': () => tf.sigmoid(tf.tensor1d([0, -100, 100, Infinity, -Infinity])),
  tanh: () => tf.tanh(tf.mul(matrix(9, 7, 1), 4)),
  'tanh of little': () => tf.tanh(tf.mul(matrix(9, 7, 1), 1e-4)),
  'tanh far out': () => tf.tanh(tf.tensor1d([0, -100, 100, Infinity, -Infinity])),
  'step of integers': () => tf.step(tf.tensor1d([-1, 0, 2], 'int32'), 3),
  addN: () => tf.addN([matrix(9, 7, 1), matrix(9, 7, 2), matrix(9, 7, 3)]),
  ...Object.fromEntries(
    [2, 4, 5, 8].map((count) => [
      `addN of ${count}`,
      () => tf.addN(Array.from({ length: count }, (_, n) => matrix(9, 7, n))),
    ]),
  ),
}

describe.each(presentBuilds())('plain operations on $name', (build) => {
  it.each(Object.keys(CASES))('%s', async (name) => {
    await selectBackend('cpu')
    const expected = CASES[name]!()
    const values = new Float32Array(await expected.data())
    await useBuild(build)
    const actual = CASES[name]!()
    expect([actual.shape, actual.dtype]).toEqual([expected.shape, expected.dtype])
    expect(relativeError(new Float32Array(await actual.data()), values)).toBeLessThan(AGAINST_CPU)
  })

  it('does not change its operands', async () => {
    await useBuild(build)
    const terms = [1, 2, 3].map((seed) => matrix(5, 5, seed))
    tf.addN(terms)
    terms.forEach((term, i) => expect(term.dataSync()).toEqual(matrix(5, 5, i + 1).dataSync()))
  })

  it('refuses rows outside their table before compiled code could read there', async () => {
    await useBuild(build)
    const table = matrix(3, 2, 1)
    const features = { values: new Float32Array(6), dimension: 2 }
    const beyond = Int32Array.of(0, 3)
    expect(() => gatherRows(table, beyond)).toThrow('gatherRows: row 3 is outside 0..2')
    const inside = { users: Int32Array.of(0, 1), positives: Int32Array.of(0, 1), negatives: Int32Array.of(0, 1) }
    for (const which of ['users', 'positives', 'negatives'] as const) {
      const pairs = { ...inside, [which]: beyond }
      expect(() => pairMargins(table, table, pairs)).toThrow(`pairMargins, ${which}: row 3`)
    }
    expect(() => projectRows(features, Int32Array.of(-1), matrix(2, 2, 1), tf.zeros([2]))).toThrow('row -1')
    expect(() => projectRows(features, beyond, matrix(3, 2, 1), tf.zeros([2]))).toThrow()
    expect(() => propagate({ ...csrFromCoordinates(2, 3, [0], [1], [1]), indices: Int32Array.of(7) }, table)).toThrow(
      'row 7',
    )
    expect(() => tf.matMul(table, table)).toThrow('inner dimensions 2 and 3 differ')
  })

  it('lets what is no number stay none', async () => {
    await useBuild(build)
    const values = tf.tensor1d([NaN, 0])
    for (const operation of [tf.step, tf.sigmoid, tf.tanh]) {
      const [first, second] = operation(values).dataSync()
      expect([first, Number.isNaN(second)]).toEqual([NaN, false])
    }
  })

  it('takes a loss of no pairs for what JavaScript makes of 0 / 0', async () => {
    await useBuild(build)
    expect(bprLoss(tf.zeros([0])).dataSync()[0]).toBeNaN()
  })
})
