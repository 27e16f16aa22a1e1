import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { distinct, EmbeddingTable, selectBackend } from './index.ts'
import { presentBuilds, useBuild } from './testing/backends.ts'

beforeAll(async () => {
  await selectBackend('cpu')
})

describe('EmbeddingTable', () => {
  const table = () => new EmbeddingTable(3, 2, Float32Array.of(0, 1, 2, 3, 4, 5))

  it('looks rows up in the order asked for', async () => {
    const rows = table().lookup(Int32Array.of(2, 0))
    expect(rows.shape).toEqual([2, 2])
    expect([...(await rows.data())]).toEqual([4, 5, 0, 1])
  })

  it('equals picking the rows one by one, whatever runs of neighbours they form', async () => {
    const host = new EmbeddingTable(
      6,
      2,
      Float32Array.from({ length: 12 }, (_, i) => i),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(5), { maxLength: 12 }), async (rows) => {
        const found = await host.lookup(Int32Array.from(rows)).data()
        expect([...found]).toEqual(rows.flatMap((row) => [2 * row, 2 * row + 1]))
      }),
    )
  })

  it.each(presentBuilds())('is looked up on $name as in JavaScript', async (build) => {
    const host = new EmbeddingTable(
      3000,
      5,
      Float32Array.from({ length: 15_000 }, (_, i) => i),
    )
    const rows = Int32Array.from({ length: 2500 }, (_, i) => (i * 7) % 3000)
    await selectBackend('cpu')
    const expected = await host.lookup(rows).data()
    await useBuild(build)
    expect(await host.lookup(rows).data()).toEqual(expected)
    expect(() => host.lookup(Int32Array.of(3000))).toThrow('row 3000 is outside a table of 3000 rows')
    await selectBackend('cpu')
  })

  it('hands out copies: a later update does not reach a tensor already looked up', async () => {
    const host = table()
    const rows = host.lookup(Int32Array.of(1))
    host.values.fill(9)
    expect([...(await rows.data())]).toEqual([2, 3])
  })

  it('refuses a row outside the table and values of another size', () => {
    expect(() => table().lookup(Int32Array.of(0, 3))).toThrow('row 3 is outside a table of 3 rows')
    expect(() => table().lookup(Int32Array.of(1, 2, 3))).toThrow('row 3 is outside')
    expect(() => table().lookup(Int32Array.of(-1))).toThrow('row -1 is outside')
    expect(() => new EmbeddingTable(2, 2, new Float32Array(3))).toThrow('needs 4 values, not 3')
  })
})

describe('distinct', () => {
  it('lists each id once, ascending, and says where each came from', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20)), (ids) => {
        const { rows, positions } = distinct(Int32Array.from(ids))
        expect([...rows]).toEqual([...new Set(ids)].sort((a, b) => a - b))
        expect([...positions].map((at) => rows[at])).toEqual(ids)
      }),
    )
  })
})
