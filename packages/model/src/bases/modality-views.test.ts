import { describe, expect, it } from 'vitest'
import { tf } from '../compute/index.ts'
import { combineViews, ViewAttention } from './modality-views.ts'
import { Parameters } from '../nn/index.ts'
import { testConfig } from './testing/config.ts'

// row 0 is known to both views, row 1 to the first alone, row 2 to none
const values = [tf.tensor2d([[1], [3], [0]]), tf.tensor2d([[2], [0], [0]])]
const known = [Uint8Array.of(1, 1, 0), Uint8Array.of(1, 0, 0)]
const heard = [true, true]

describe('ViewAttention', () => {
  it('shares a node out among the views that know it', () => {
    const parameters = new Parameters()
    const config = testConfig({ embeddingSize: 1 })
    const train = { indptr: Int32Array.of(0), indices: new Int32Array(0) }
    const random = { uniform: () => 0.5 }
    const attention = new ViewAttention(
      { users: 0, items: 0, modalities: [], neighbours: [], train, config, parameters, random },
      1,
    )
    const leafOf = parameters.bind([tf.tensor2d([[2]]), tf.tensor2d([[0.5]]), tf.tensor2d([[1.5]])]) // W, b, w
    const [a, b] = [1, 2].map((x) => Math.exp(1.5 * Math.tanh(2 * x + 0.5)))
    const [first, second, third] = attention.common({ values, known, heard }, leafOf).dataSync()
    expect(first).toBeCloseTo((a! * 1 + b! * 2) / (a! + b!), 5)
    expect([second, third]).toEqual([3, 0])
    // a view that is not heard takes its share with it
    const [left] = attention.common({ values, known, heard: [true, false] }, leafOf).dataSync()
    expect(left).toBeCloseTo(a! / (a! + b!), 5)
    expect([...attention.common({ values, known, heard: [false, false] }, leafOf).dataSync()]).toEqual([0, 0, 0])
  })
})

describe('combineViews', () => {
  const common = tf.tensor2d([[1.5], [3], [0]])

  it('adds what each view says beyond the common, as far as its gate lets it through', () => {
    const gates = [tf.tensor2d([[0.5], [0.5], [0.5]]), tf.tensor2d([[0.25], [1], [1]])]
    const [first, second, third] = combineViews({ values, known, heard }, common, gates).dataSync()
    expect(first).toBeCloseTo((1.5 + 0.5 * -0.5 + 0.25 * 0.5) / 3, 6)
    expect([second, third]).toEqual([1.5, 0]) // the second view is not taken for -common
  })

  it('leaves out a view that is not heard, the others weighing what they did', () => {
    const [first] = combineViews({ values, known, heard: [true, false] }, tf.tensor2d([[0.5], [3], [0]])).dataSync()
    expect(first).toBeCloseTo((0.5 + (1 - 0.5)) / 3, 6)
  })

  it('is (sum_m M_m - common) / 3 for two views and open gates', () => {
    const both = [Uint8Array.of(1, 1, 1), Uint8Array.of(1, 1, 1)]
    ;[(1 + 2 - 1.5) / 3, (3 + 0 - 3) / 3, 0].forEach((value, n) =>
      expect(combineViews({ values, known: both, heard }, common).dataSync()[n]).toBeCloseTo(value, 6),
    )
  })
})
