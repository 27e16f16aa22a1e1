import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { freezeTable } from './abi.ts'
import { prepareSearch, scoreTopK } from './top-k.ts'
import { selectBackend } from '../compute/index.ts'
import { presentBuilds, useBuild } from '../compute/testing/backends.ts'
import { indexes, normals } from '../compute/testing/random.ts'

const PLAIN = { name: 'plain TypeScript', use: () => selectBackend('cpu') }
const ENGINES = [PLAIN, ...presentBuilds().map((build) => ({ name: build.name, use: () => useBuild(build) }))]

const small = fc.integer({ min: -3, max: 3 }) // few distinct values: many ties

describe.each(ENGINES)('scoreTopK, $name', ({ use }) => {
  beforeAll(async () => void (await use()))

  it('equals sorting all scores, ties by the lower id, exclusions left out', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(small, small), { minLength: 1, maxLength: 40 }),
        fc.array(fc.tuple(fc.tuple(small, small), fc.uniqueArray(fc.nat(39), { maxLength: 10 })), {
          minLength: 1,
          maxLength: 9,
        }),
        fc.integer({ min: 1, max: 12 }),
        (items, users, k) => {
          const excluded = users.map(([, ids]) => ids.filter((id) => id < items.length))
          const offsets = [0]
          for (const ids of excluded) offsets.push(offsets[offsets.length - 1]! + ids.length)
          const found = scoreTopK(
            Float32Array.from(users.flatMap(([vector]) => vector)),
            Float32Array.from(items.flat()),
            2,
            k,
            { offsets, ids: excluded.flat() },
          )
          users.forEach(([[x, y]], b) => {
            const expected = items
              .map(([p, q], id) => ({ id, score: x * p + y * q }))
              .filter(({ id }) => !excluded[b]!.includes(id))
              .sort((one, other) => other.score - one.score || one.id - other.id)
              .slice(0, k)
            const padding = new Array<number>(k - expected.length)
            expect([...found.ids.subarray(b * k, (b + 1) * k)]).toEqual([
              ...expected.map(({ id }) => id),
              ...padding.fill(-1),
            ])
            expect([...found.scores.subarray(b * k, (b + 1) * k)].map((s) => s + 0)).toEqual([
              ...expected.map(({ score }) => score + 0),
              ...padding.slice().fill(-Infinity),
            ])
          })
        },
      ),
    )
  })

  it('keeps to the items allowed, across blocks of which none is, as leaving the others out does', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1700 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 30 }),
        fc.constantFrom(0, 0.01, 0.5, 1),
        fc.nat(1000),
        (count, users, k, share, seed) => {
          const [userRows, itemRows] = [normals(users * 3, seed), normals(count * 3, seed + 1)]
          const draws = normals(count, seed + 2)
          const isAllowed = (id: number) => (draws[id]! + 4) / 8 <= share && !(id >= 512 && id < 1024)
          const allow = new Int32Array(Math.ceil(count / 32))
          const others: number[] = []
          for (let id = 0; id < count; id++) {
            if (isAllowed(id)) allow[id >> 5]! |= 1 << (id & 31)
            else others.push(id)
          }
          const own = Array.from({ length: users }, (_, user) => [user % count])
          const lists = (excluded: number[][]) => {
            const offsets = [0]
            for (const list of excluded) offsets.push(offsets[offsets.length - 1]! + list.length)
            return { offsets, ids: excluded.flat() }
          }
          const masked = scoreTopK(userRows, itemRows, 3, k, lists(own), allow)
          const plain = scoreTopK(userRows, itemRows, 3, k, lists(own.map((list) => [...list, ...others])))
          expect([...masked.ids]).toEqual([...plain.ids])
          expect([...masked.scores]).toEqual([...plain.scores])
        },
      ),
    )
  })

  it('never recommends an item whose score is not a number', () => {
    const { ids } = scoreTopK(Float32Array.of(1), Float32Array.of(2, NaN, 3), 1, 3)
    expect([...ids]).toEqual([2, 0, -1])
  })

  it('finds the same items over many blocks as a sort does', () => {
    const [users, items, dimension, k] = [30, 2500, 19, 12]
    const userRows = normals(users * dimension, 1)
    const itemRows = normals(items * dimension, 2)
    const offsets = Int32Array.from({ length: users + 1 }, (_, u) => 5 * u)
    const excluded = indexes(5 * users, items, 3) // in no order, some twice
    const { ids } = scoreTopK(userRows, itemRows, dimension, k, { offsets, ids: excluded })
    for (let u = 0; u < users; u++) {
      const without = new Set(excluded.subarray(5 * u, 5 * u + 5))
      const score = (item: number) => {
        let sum = 0
        for (let d = 0; d < dimension; d++) sum += userRows[u * dimension + d]! * itemRows[item * dimension + d]!
        return sum
      }
      const order = Array.from({ length: items }, (_, item) => item)
        .filter((item) => !without.has(item))
        .sort((a, b) => score(b) - score(a))
      expect([...ids.subarray(u * k, (u + 1) * k)]).toEqual(order.slice(0, k))
    }
  })

  it('sees a change of the items between two calls, unless they were frozen', () => {
    const items = Float32Array.of(1, 2)
    expect(scoreTopK(Float32Array.of(1), items, 1, 1).ids[0]).toBe(1)
    items[0] = 3
    expect(scoreTopK(Float32Array.of(1), items, 1, 1).ids[0]).toBe(0)
    const kept = freezeTable(Float32Array.of(1, 2))
    const ask = () => scoreTopK(Float32Array.of(1), kept, 1, 1).ids[0]
    expect([ask(), ask()]).toEqual([1, 1])
  })

  it('finds in frozen items, of any size and spread of lengths, exactly what it finds in others', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 900 }),
        fc.integer({ min: 1, max: 70 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 25 }),
        fc.nat(1000),
        (count, dimension, users, k, seed) => {
          const items = normals(count * dimension, seed)
          for (let i = 0; i < items.length; i++) items[i]! *= 10 ** ((Math.floor(i / dimension) % 7) - 4)
          items.fill(0, 0, dimension)
          if (count > 50) items[50 * dimension] = seed % 2 ? NaN : Infinity
          const rows = normals(users * dimension, seed + 1)
          const own = {
            offsets: Int32Array.from({ length: users + 1 }, (_, u) => u),
            ids: Int32Array.from({ length: users }, (_, u) => u % count),
          }
          const allow = new Int32Array(Math.ceil(count / 32)).map((_, word) => (word % 3 === 1 ? 0 : 0x5fffffff))
          const ask = (table: Float32Array) => scoreTopK(rows, table, dimension, k, own, allow)
          const [plain, frozen] = [ask(items), ask(freezeTable(items.slice()))]
          expect([...frozen.ids]).toEqual([...plain.ids])
          frozen.ids.forEach((id, n) => {
            if (id < 0) return
            const [row, user] = [
              items.subarray(id * dimension, (id + 1) * dimension),
              rows.subarray(Math.floor(n / k) * dimension),
            ]
            // products may cancel out: a sum is as exact as its largest terms are
            const size = row.reduce((sum, x, d) => sum + Math.abs(x * user[d]!), 0)
            expect(Math.abs(frozen.scores[n]! - plain.scores[n]!)).toBeLessThanOrEqual(1e-6 * size)
          })
        },
      ),
    )
  })

  it('finds in prepared items what it finds in others', () => {
    const items = normals(500 * 9, 5)
    const prepared = items.slice()
    prepareSearch(prepared, 9)
    const ask = (table: Float32Array) => [...scoreTopK(normals(9, 6), table, 9, 7).ids]
    expect(ask(prepared)).toEqual(ask(items))
  })

  it('finds the best of frozen items among those that only differ by less than a byte tells', () => {
    const items = freezeTable(Float32Array.from({ length: 400 }, (_, n) => 1 + ((n * 37) % 400) * 1e-5))
    const { ids } = scoreTopK(Float32Array.of(1), items, 1, 3)
    expect([...ids].map((id) => (id * 37) % 400)).toEqual([399, 398, 397])
  })

  it('has nothing to find among no items, and for no users', () => {
    expect([...scoreTopK(Float32Array.of(1), new Float32Array(0), 1, 2).ids]).toEqual([-1, -1])
    expect(scoreTopK(new Float32Array(0), Float32Array.of(1), 1, 2).ids).toHaveLength(0)
  })

  it('refuses rows that are not whole, and a k that is no number of items', () => {
    expect(() => scoreTopK(new Float32Array(3), new Float32Array(4), 2, 1)).toThrow('whole rows of 2')
    expect(() => scoreTopK(new Float32Array(2), new Float32Array(4), 2, -1)).toThrow('cannot be -1')
    expect(() => scoreTopK(new Float32Array(2), new Float32Array(66), 2, 1, undefined, new Int32Array(1))).toThrow(
      'fit 33 items',
    )
  })
})
