import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../data/index.ts'
import { UserFacingError } from '../errors.ts'
import { Discriminant, ExpectedRows, userPrior } from './user-prior.ts'
import type { Factors } from '../factors/index.ts'
import { FoldIn } from './fold-in.ts'
import { Recommender } from './recommender.ts'
import { toyModel } from '../factors/testing/toy-model.ts'

const table = (dimension: number, ...values: number[]) => ({ dimension, values: Float32Array.from(values) })

describe('Discriminant', () => {
  // users: the first column, which carries item biases, is 1 for everyone; the second has mean 0 and variance 1
  const prior = userPrior(table(2, 1, -1, 1, 1))
  // items: biases 0, 0, 2, 2 and places -1, 1, -1, 3: means 1 and .5, variance of the place 2.75, covariance .5
  const items = table(2, 0, -1, 0, 1, 2, -1, 2, 3)
  const discriminant = new Discriminant(prior, items, 0.5)

  it('solves (n C + S^-1) (w - w0) = sum (x - m) - n C w0 in what users differ in', () => {
    expect(prior.free).toEqual([1])
    const precision = 0.5 / 1.001 // the prior's weight, and the ridge on the variance
    const one = discriminant.vector(discriminant.offset([3]))
    expect(one[0]).toBe(1)
    expect(one[1]).toBeCloseTo((3 - 0.5 - 0.5) / (2.75 + precision), 6)
    const two = discriminant.vector(discriminant.offset([1, 3]))
    expect(two[1]).toBeCloseTo((1 - 0.5 + 3 - 0.5 - 2 * 0.5) / (2 * 2.75 + precision), 6)
  })

  it('is where the posterior is steepest in no direction', () => {
    const random = seededRandom(5)
    const rows = (count: number) => table(3, ...Array.from({ length: count * 3 }, () => random() - 0.4))
    const [users, catalog] = [rows(20), rows(30)]
    const wide = userPrior(users)
    const taken = [2, 11, 29]
    const w = Float64Array.from(wide.mean)
    new Discriminant(wide, catalog, 0.5).offset(taken).forEach((value, n) => (w[wide.free[n]!]! += value))
    const loss = (v: Float64Array) => {
      const score = (item: number) => v.reduce((sum, x, d) => sum + x * catalog.values[item * 3 + d]!, 0)
      const all = Array.from({ length: 30 }, (_, item) => score(item))
      const mean = all.reduce((a, b) => a + b) / 30
      const variance = all.reduce((sum, s) => sum + (s - mean) ** 2, 0) / 30
      const off = v.map((x, d) => x - wide.mean[d]!)
      let distance = 0
      off.forEach((a, i) => off.forEach((b, j) => (distance += a * wide.precision[i * 3 + j]! * b)))
      return taken.reduce((sum, item) => sum + variance / 2 - (score(item) - mean), 0) + (0.5 * distance) / 2
    }
    for (let d = 0; d < 3; d++) {
      const [more, fewer] = [w.slice(), w.slice()]
      more[d]! += 1e-4
      fewer[d]! -= 1e-4
      expect((loss(more) - loss(fewer)) / 2e-4).toBeCloseTo(0, 6)
    }
  })
})

describe('ExpectedRows', () => {
  it('finds what depends linearly on what is given', () => {
    const given = table(1, -1, 1, 3, 5)
    const rows = new ExpectedRows(userPrior(given), given, table(2, 3, 7, 1, 7, -1, 7, -3, 7)) // 2 - w, and 7
    const [first, second] = rows.of(Float64Array.of(1)) // w = 3
    expect(first).toBeCloseTo(-1, 2)
    expect(second).toBe(7)
  })
})

describe('Recommender.foldIn', () => {
  const model = toyModel({ users: 60, items: 40 })
  const taken = fc.array(fc.nat(39), { minLength: 1, maxLength: 12 })

  it('gives a side whose explanation adds up to the score, in either mode', () => {
    fc.assert(
      fc.property(taken, fc.constantFrom(...model.modes), (items, mode) => {
        const user = model.foldIn(items)
        const ranked = model.recommend(user, 40)
        const explained = model.explain(
          user,
          ranked.map(({ item }) => item),
          { mode },
        )
        explained.forEach(({ score, baseline, collaborative, unique, redundant, synergy }, n) => {
          const parts = [baseline, collaborative, ...Object.values(unique), redundant, synergy]
          expect(parts.reduce((a, b) => a + b)).toBeCloseTo(score, 9)
          expect(Math.abs(score - ranked[n]!.score)).toBeLessThan(1e-5)
        })
      }),
      { numRuns: 30 },
    )
  })

  it('does not depend on the order of interactions, nor on repeats', () => {
    fc.assert(
      fc.property(
        taken.chain((items) =>
          fc.tuple(
            fc.constant(items),
            fc.shuffledSubarray(items, { minLength: items.length, maxLength: items.length }),
          ),
        ),
        ([items, shuffled]) => {
          expect(model.foldIn([...shuffled, shuffled[0]!])).toEqual(model.foldIn(items))
        },
      ),
      { numRuns: 30 },
    )
  })

  it('gives a user of no interactions what users have on average', () => {
    const user = model.foldIn([])
    model.factors.blocks.forEach(({ dimension, user: rows, role, inScore }, place) => {
      if (!(rows instanceof Float32Array)) throw new Error('toy models have vectors')
      for (let d = 0; d < dimension; d++) {
        let mean = 0
        for (let at = d; at < rows.length; at += dimension) mean += rows[at]! / 60
        expect(user.blocks[place]![d], `${role} ${inScore}`).toBeCloseTo(mean, 6)
      }
    })
  })

  it('moves a user towards what the user took', () => {
    const rank = (items: number[], of: number) =>
      model.recommend(model.foldIn(items), 40).findIndex(({ item }) => item === of)
    let better = 0
    for (let item = 0; item < 40; item++) if (rank([item], item) < rank([], item)) better++
    expect(better).toBeGreaterThan(35)
  })

  it('moves a user less, the more the prior weighs in the configuration', () => {
    const { factors, users, items, manifest } = model
    const moved = (foldInPriorWeight: number) => {
      const one = new Recommender({
        factors,
        users,
        items,
        manifest: { ...manifest, config: { ...manifest.config, foldInPriorWeight } },
      })
      const [mean, user] = [[], [3, 8]].map((taken) => one.foldIn(taken).blocks[0])
      return Math.hypot(...user!.map((value, d) => value - mean![d]!))
    }
    expect(moved(5)).toBeLessThan(moved(0.5))
    expect(moved(0.5)).toBeLessThan(moved(0.05))
  })

  it('refuses an item it does not know and a blend', () => {
    expect(() => model.foldIn([3, 40])).toThrow('There is no item 40')
    const { factors, users, items, manifest } = model
    const member = { base: 'vbpr', mrdib: true, seed: 1, share: 0.5 }
    const blended = new Recommender({ factors, users, items, manifest: { ...manifest, members: [member, member] } })
    expect(() => blended.foldIn([3])).toThrow(UserFacingError)
    expect(() => blended.foldIn([3])).toThrow('fold the user into one of its members')
  })
})

it('gives blocks and decoders that have users in common one row', () => {
  const { factors } = toyModel({ users: 60, items: 40 })
  const [first] = factors.blocks
  const user = first!.user as Float32Array
  const blocks: Factors['blocks'] = [...factors.blocks, { ...first!, role: 'masked', inScore: false }]
  const none = blocks.filter(({ role }) => role !== 'modal')
  const decoders = factors.decoders.map(() => ({ dimension: first!.dimension, user, item: first!.item }))
  const rows = new FoldIn(
    { ...factors, blocks: none, decoders, interventional: { joint: [], alone: [[], []] } },
    1,
  ).rowsOf([3, 9])
  expect(rows.blocks.at(-1)).toBe(rows.blocks[0])
  expect(rows.decoders).toEqual([rows.blocks[0], rows.blocks[0]])
})

describe('FoldIn of histories', () => {
  const items = 3
  const history = { indptr: Int32Array.of(0, 1), indices: Int32Array.of(2) }
  const block = {
    role: 'collaborative',
    inScore: true,
    dimension: items,
    user: history,
    item: new Float32Array(9),
  } as const
  const factors: Factors = {
    users: 1,
    items,
    blocks: [block],
    modalities: [],
    decoders: [],
    interventional: { joint: [], alone: [] },
  }

  it('writes down what was taken, exactly', () => {
    expect(new FoldIn(factors, 1).rowsOf([2, 0, 2])).toEqual({ blocks: [Float32Array.of(1, 0, 1)], decoders: [] })
    expect(new FoldIn(factors, 1).rowsOf([]).blocks[0]).toEqual(new Float32Array(3))
  })

  it('refuses histories beside vectors', () => {
    const vectors = {
      role: 'modal',
      inScore: true,
      dimension: 1,
      user: Float32Array.of(1),
      item: Float32Array.of(1, 2, 3),
    } as const
    expect(() => new FoldIn({ ...factors, blocks: [block, vectors] }, 1)).toThrow(UserFacingError)
  })
})
