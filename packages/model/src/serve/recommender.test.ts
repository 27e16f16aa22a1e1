import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../data/index.ts'
import { ItemMask } from '../factors/index.ts'
import { toyModel } from '../factors/testing/toy-model.ts'

const csr = (rows: readonly (readonly number[])[]) => ({
  indptr: Int32Array.from([0, ...rows.map((_, n) => rows.slice(0, n + 1).flat().length)]),
  indices: Int32Array.from(rows.flat()),
})

describe('Recommender.recommend', () => {
  const model = toyModel({ users: 5, items: 40 })
  const scores = (user: number) => {
    const explained = model.explain(
      user,
      Array.from({ length: 40 }, (_, item) => item),
    )
    return explained.map(({ score }) => score)
  }

  it('ranks the whole catalog as a plain sort does', () => {
    for (let user = 0; user < 5; user++) {
      const all = scores(user)
      const order = [...all.keys()].sort((a, b) => all[b]! - all[a]!)
      const ranked = model.recommend(user, 40)
      expect(ranked.map(({ item }) => item)).toEqual(order)
      ranked.forEach(({ item, score }) => expect(score).toBeCloseTo(all[item]!, 5))
      expect(model.recommend(user, 7)).toEqual(ranked.slice(0, 7))
    }
  })

  it('leaves out what it is told to, in any order and twice over', () => {
    const all = model.recommend(2, 40)
    const hidden = [all[3]!.item, all[0]!.item, all[3]!.item, all[39]!.item]
    const expected = all.filter(({ item }) => !hidden.includes(item))
    expect(model.recommend(2, 40, { exclude: hidden })).toEqual(expected)
    expect(model.recommend(2, 5, { exclude: Uint32Array.from(hidden) })).toEqual(expected.slice(0, 5))
    expect(model.recommend(2, 3, { exclude: Array.from({ length: 40 }, (_, n) => n) })).toEqual([])
  })

  it('breaks ties by the lower item and takes k beyond the catalog or 0', () => {
    const flat = toyModel({ users: 1, items: 6, value: () => 0.5 })
    expect(flat.recommend(0, 100).map(({ item }) => item)).toEqual([0, 1, 2, 3, 4, 5])
    expect(flat.recommend(0, 0)).toEqual([])
  })

  it.each([
    ['user', () => model.recommend(5, 1)],
    ['user', () => model.recommend(-1, 1)],
    ['user', () => model.recommend(0.5, 1)],
    ['user', () => model.explain(5, [0])],
    ['item', () => model.explain(0, [0, 40])],
    ['item', () => model.recommend(0, 1, { exclude: [40] })],
    ['item', () => model.similarItems(40, 1)],
    ['item', () => model.similarItems(NaN, 1)],
    ['user', () => model.recommendBatch([0, 5], 1)],
    ['users', () => model.recommendBatch([0, 1], 1, { exclude: csr([[3]]) })],
    ['item', () => model.recommendBatch([0], 1, { exclude: csr([[40]]) })],
    ['mask', () => model.recommend(0, 1, { allow: ItemMask.of(39, []) })],
    ['mask', () => model.recommendBatch([0], 1, { allow: ItemMask.of(41, []) })],
    ['item', () => ItemMask.of(40, [40])],
    ['k', () => model.recommendBatch([0], -1)],
    ['k', () => model.recommend(0, -1)],
    ['k', () => model.recommend(0, 1.5)],
  ])('refuses an unknown %s', (what, call) => {
    expect(call).toThrow(RangeError)
    expect(call).toThrow(new RegExp(`\\b${what}\\b`))
  })
})

describe('Recommender.recommendBatch', () => {
  const model = toyModel({ users: 5, items: 40 })

  it('gives each user the list that recommend gives, whatever is excluded and allowed', () => {
    const item = fc.nat(39)
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(4), fc.uniqueArray(item, { maxLength: 12 })), { maxLength: 12 }),
        fc.integer({ min: 0, max: 45 }),
        fc.option(fc.uniqueArray(item, { maxLength: 40 }), { nil: undefined }),
        (asked, k, members) => {
          const allow = members && ItemMask.of(40, members)
          const exclude = csr(asked.map(([, excluded]) => excluded))
          const batch = model.recommendBatch(
            asked.map(([user]) => user),
            k,
            { exclude, allow },
          )
          asked.forEach(([user, excluded], n) => {
            const one = model.recommend(user, k, { exclude: excluded, allow })
            const items = [...batch.items.subarray(n * k, (n + 1) * k)]
            const scores = [...batch.scores.subarray(n * k, (n + 1) * k)]
            expect(items).toEqual([...one.map((entry) => entry.item), ...new Array<number>(k - one.length).fill(-1)])
            one.forEach((entry, rank) => expect(scores[rank]).toBeCloseTo(entry.score, 5))
            const possible = (members ?? [...Array(40).keys()]).filter((each) => !excluded.includes(each))
            expect(one).toHaveLength(Math.min(k, possible.length))
            expect(one.every((entry) => possible.includes(entry.item))).toBe(true)
          })
        },
      ),
    )
  })
})

describe('ItemMask', () => {
  it('holds what it was made of', () => {
    const mask = ItemMask.of(70, [0, 31, 32, 69])
    expect([...Array(70).keys()].filter((item) => mask.has(item))).toEqual([0, 31, 32, 69])
    expect(ItemMask.where(70, (item) => mask.has(item)).words).toEqual(mask.words)
  })
})

describe('Recommender.similarItems', () => {
  it('is the cosine of whole item vectors, without the item itself', () => {
    const model = toyModel({ users: 2, items: 12 })
    const vector = (item: number) =>
      model.factors.blocks
        .filter((block) => block.inScore)
        .flatMap((block) => [...block.item.subarray(item * block.dimension, (item + 1) * block.dimension)])
    const dot = (a: number[], b: number[]) => a.reduce((sum, x, n) => sum + x * b[n]!, 0)
    const cosine = (a: number[], b: number[]) => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))
    const ranked = model.similarItems(4, 100)
    expect(ranked.map(({ item }) => item).sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11])
    ranked.forEach(({ item, score }) => expect(score).toBeCloseTo(cosine(vector(4), vector(item)), 5))
    expect(ranked.every(({ score }, n) => n === 0 || ranked[n - 1]!.score >= score)).toBe(true)
  })

  it('calls items without a vector alike to nothing', () => {
    const random = seededRandom(1)
    const model = toyModel({ users: 1, items: 3, value: (row) => (row === 1 ? 0 : random() + 0.1) })
    expect(model.similarItems(1, 2).map(({ score }) => score)).toEqual([0, 0])
    expect(model.similarItems(0, 2)[1]).toEqual({ item: 1, score: 0 })
  })
})

describe('IdMap', () => {
  it('translates both ways and refuses what it does not know', () => {
    const { items } = toyModel({ users: 1, items: 3 })
    expect([items.size, items.indexOf('item-2'), items.idOf(2)]).toEqual([3, 2, 'item-2'])
    expect(items.indexOf('__proto__')).toBeUndefined()
    expect(() => items.idOf(3)).toThrow(RangeError)
  })

  it('refuses an id that occurs twice, and factors of other sizes', () => {
    expect(() => toyModel({ users: 1, items: 2, itemIds: ['a', 'a'] })).toThrow(/"a" occurs twice/)
    expect(() => toyModel({ users: 1, items: 2, itemIds: ['a'] })).toThrow(/1 user and 1 item ids do not fit/)
  })
})
