import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { selectBackend, tf } from './index.ts'

beforeAll(() => selectBackend('cpu'))

describe('GatherV2 on the cpu backend', () => {
  it('copies the rows asked for, of a table of any rank', () => {
    const size = fc.integer({ min: 1, max: 3 })
    fc.assert(
      fc.property(
        fc.tuple(fc.integer({ min: 1, max: 5 }), fc.array(size, { maxLength: 2 })),
        fc.array(fc.nat(4), { minLength: 1 }),
        ([count, rest], asked) => {
          const places = asked.map((place) => place % count)
          const numbers = Array.from({ length: tf.util.sizeFromShape([count, ...rest]) }, (_, n) => n)
          const table = tf.tensor(numbers, [count, ...rest])
          const rows = table.arraySync() as unknown[]
          expect(tf.gather(table, tf.tensor1d(places, 'int32')).arraySync()).toEqual(places.map((place) => rows[place]))
        },
      ),
    )
  })

  it('leaves other axes and other kinds of numbers to the library', () => {
    const places = tf.tensor1d([1, 0], 'int32')
    expect(
      tf
        .gather(
          tf.tensor2d([
            [1, 2],
            [3, 4],
          ]),
          places,
          1,
        )
        .arraySync(),
    ).toEqual([
      [2, 1],
      [4, 3],
    ])
    expect(tf.gather(tf.tensor1d([5, 6], 'int32'), places).arraySync()).toEqual([6, 5])
  })

  it.each([-1, 2])('refuses row %i of two', (place) => {
    expect(() => tf.gather(tf.tensor1d([1, 2]), tf.tensor1d([place], 'int32'))).toThrow(`row ${place} is outside 0..1`)
  })
})
