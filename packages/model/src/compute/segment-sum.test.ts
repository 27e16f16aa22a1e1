import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { selectBackend, tf } from './index.ts'

beforeAll(() => selectBackend('cpu'))

describe('UnsortedSegmentSum on the cpu backend', () => {
  it('adds rows up by segment and drops negative ones', () => {
    const row = fc.tuple(
      fc.integer({ min: -1, max: 4 }),
      fc.integer({ min: -9, max: 9 }),
      fc.integer({ min: -9, max: 9 }),
    )
    fc.assert(
      fc.property(fc.array(row, { minLength: 1 }), (rows) => {
        const expected = Array.from({ length: 5 }, () => [0, 0])
        for (const [segment, x, y] of rows) {
          if (segment < 0) continue
          expected[segment]![0]! += x
          expected[segment]![1]! += y
        }
        const sums = tf.unsortedSegmentSum(
          tf.tensor2d(rows.map(([, x, y]) => [x, y])),
          tf.tensor1d(
            rows.map(([segment]) => segment),
            'int32',
          ),
          5,
        )
        expect(sums.arraySync()).toEqual(expected)
      }),
    )
  })

  it('refuses a segment that does not exist', () => {
    expect(() => tf.unsortedSegmentSum(tf.tensor1d([1]), tf.tensor1d([2], 'int32'), 2)).toThrow('segment 2 is outside')
  })
})
