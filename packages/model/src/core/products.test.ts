import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { rowDots } from './products.ts'
import { selectBackend } from '../compute/index.ts'
import { presentBuilds, useBuild } from '../compute/testing/backends.ts'
import { normals } from '../compute/testing/random.ts'

const PLAIN = { name: 'plain TypeScript', use: () => selectBackend('cpu') }
const ENGINES = [PLAIN, ...presentBuilds().map((build) => ({ name: build.name, use: () => useBuild(build) }))]

describe.each(ENGINES)('rowDots, $name', ({ use }) => {
  beforeAll(async () => void (await use()))

  it('multiplies a vector with the rows asked for, in any order and as often as asked', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.array(fc.nat(6), { maxLength: 9 }),
        fc.nat(99),
        (dimension, asked, seed) => {
          const [row, table] = [normals(dimension, seed), normals(7 * dimension, seed + 1)]
          const found = rowDots(row, table, Int32Array.from(asked))
          expect(found).toHaveLength(asked.length)
          asked.forEach((place, n) => {
            const expected = row.reduce((sum, x, d) => sum + x * table[place * dimension + d]!, 0)
            expect(Math.abs(found[n]! - expected)).toBeLessThan(1e-5 * dimension)
          })
        },
      ),
    )
  })

  it.each([-1, 2])('refuses row %i of a table of 2', (place) => {
    expect(() => rowDots(normals(3, 1), normals(6, 2), Int32Array.of(0, place))).toThrow(
      `row ${place} is outside a table of 2 rows`,
    )
  })
})
