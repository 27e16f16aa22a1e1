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

describe('GatherV2 on the cpu backend', () => {
  it('copies the given rows, of a table of any rank', () => {
    const size = fc.integer({ min: 1, max: 3 })
    fc.assert(
      fc.property(
        fc.tuple(fc.integer({ min: 1, max: 5 }), fc.array(size, { maxLength: 2 })),
        fc.array(fc.nat(4), { minLength: 1 }),
        ([count, rest], drawn) => {
          const indexes = drawn.map((index) => index % count)
          const numbers = Array.from({ length: tf.util.sizeFromShape([count, ...rest]) }, (_, n) => n)
          const table = tf.tensor(numbers, [count, ...rest])
          const rows = table.arraySync() as unknown[]
          expect(tf.gather(table, tf.tensor1d(indexes, 'int32')).arraySync()).toEqual(
            indexes.map((index) => rows[index]),
          )
        },
      ),
    )
  })

  it('leaves other axes and other kinds of numbers to the library', () => {
    const indexes = tf.tensor1d([1, 0], 'int32')
    expect(
      tf
        .gather(
          tf.tensor2d([
            [1, 2],
            [3, 4],
          ]),
          indexes,
          1,
        )
        .arraySync(),
    ).toEqual([
      [2, 1],
      [4, 3],
    ])
    expect(tf.gather(tf.tensor1d([5, 6], 'int32'), indexes).arraySync()).toEqual([6, 5])
  })

  it.each([-1, 2])('refuses row %i of two', (index) => {
    expect(() => tf.gather(tf.tensor1d([1, 2]), tf.tensor1d([index], 'int32'))).toThrow(`row ${index} is outside 0..1`)
  })
})
