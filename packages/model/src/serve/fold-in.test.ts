import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../data/index.ts'
import { UserFacingError } from '../errors.ts'
import { cholesky, covariance, meanRow, solveInPlace } from '../linalg/index.ts'
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

describe('Discriminant on correlated vectors', () => {
  const random = seededRandom(11)
  const mixing = Array.from({ length: 12 * 12 }, () => random() - 0.5)
  const rows = (count: number) => {
    const values: number[] = []
    for (let row = 0; row < count; row++) {
      const draws = Array.from({ length: 12 }, () => random() + random() - 1)
      for (let d = 0; d < 12; d++) {
        values.push(d === 4 ? 1 : 0.2 * d + draws.reduce((sum, x, n) => sum + x * mixing[d * 12 + n]!, 0))
      }
    }
    return table(12, ...values)
  }
  const [users, catalog] = [rows(80), rows(60)]
  const prior = userPrior(users)
  const discriminant = new Discriminant(prior, catalog, 0.3)
  const taken = fc.uniqueArray(fc.nat(59), { minLength: 1, maxLength: 25 })

  /** The system of decision 47, solved as it stands. */
  function denseSolve(items: readonly number[]): Float64Array {
    const { free, mean, precision } = prior
    const all = covariance(catalog, catalog)
    const centre = meanRow(catalog)
    const system = Float64Array.from(
      free.flatMap((a, i) =>
        free.map((b, j) => items.length * all[a * 12 + b]! + 0.3 * precision[i * free.length + j]!),
      ),
    )
    const evidence = Float64Array.from(free, (a) => {
      const pull = mean.reduce((sum, w, b) => sum + all[a * 12 + b]! * w, 0)
      return items.reduce((sum, item) => sum + catalog.values[item * 12 + a]! - centre[a]! - pull, 0)
    })
    return solveInPlace(cholesky(system, free.length), free.length, evidence)
  }

  it('is the dense solution, for any number of items', () => {
    expect(prior.free).toHaveLength(11) // the constant column has no variance
    fc.assert(
      fc.property(taken, (items) => {
        const expected = denseSolve(items)
        discriminant.offset(items).forEach((value, n) => expect(Math.abs(value - expected[n]!)).toBeLessThan(1e-5))
      }),
      { numRuns: 50 },
    )
  })

  it('comes to the same in two steps as in one: the vector of the first is the start of the second', () => {
    fc.assert(
      fc.property(taken, fc.nat(), (items, cut) => {
        const [before, after] = [items.slice(0, cut % items.length), items.slice(cut % items.length)]
        const vector = discriminant.vector(discriminant.offset(before))
        const start = { vector, count: before.length }
        const twice = discriminant.vector(discriminant.offset(after, start), start)
        const once = discriminant.vector(discriminant.offset(items))
        twice.forEach((value, d) => expect(Math.abs(value - once[d]!)).toBeLessThan(1e-4))
      }),
      { numRuns: 50 },
    )
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

describe('Recommender.foldIn of a user of the model', () => {
  const model = toyModel({ users: 60, items: 40 }) // even users were trained on the even items
  const trainedOn = (user: number) => [...Array(40).keys()].filter((item) => item % 2 === user % 2)
  const scoresOf = (user: number | ReturnType<typeof model.foldIn>) => {
    const scores = new Float64Array(40)
    for (const { item, score } of model.recommend(user, 40)) scores[item] = score
    return scores
  }

  it('is the trained side to the bit where nothing is new', () => {
    for (const user of [0, 7, 59]) {
      const rows = model.foldIn(trainedOn(user), { user })
      expect(model.recommend(rows, 40)).toEqual(model.recommend(user, 40))
      expect(model.explain(rows, [1, 2, 9])).toEqual(model.explain(user, [1, 2, 9]))
    }
  })

  it('starts from the trained side: the scores of users who took the same since still differ', () => {
    const [one, other] = [0, 2].map((user) => scoresOf(model.foldIn([...trainedOn(0), 5], { user })))
    expect(one).not.toEqual(other)
    expect(one).not.toEqual(scoresOf(model.foldIn([...trainedOn(0), 5])))
  })

  it('raises what was taken since', () => {
    let raised = 0
    for (let user = 0; user < 60; user++) {
      const before = scoresOf(user)
      const liked = [...trainedOn(user + 1)].slice(user % 15, (user % 15) + 3)
      const after = scoresOf(model.foldIn([...trainedOn(user), ...liked], { user }))
      const centred = (scores: Float64Array) => scores.map((score) => score - scores.reduce((a, b) => a + b) / 40)
      const gain = liked.reduce((sum, item) => sum + centred(after)[item]! - centred(before)[item]!, 0)
      if (gain > 0) raised++
    }
    expect(raised).toBeGreaterThan(50)
  })

  it('moves less than a new user does: what was trained weighs with the items it was made of', () => {
    const moved = (rows: ReturnType<typeof model.foldIn>, from: ReturnType<typeof model.foldIn>) =>
      Math.hypot(...rows.blocks[0]!.map((value, d) => value - from.blocks[0]![d]!))
    let [known, fresh] = [0, 0]
    for (let user = 0; user < 60; user += 2) {
      known += moved(model.foldIn([...trainedOn(0), 5], { user }), model.foldIn(trainedOn(0), { user }))
      fresh += moved(model.foldIn([5]), model.foldIn([]))
    }
    expect(known).toBeLessThan(fresh / 2)
  })

  it('forgets a trained side that less than half of the history speaks for', () => {
    const some = trainedOn(0).slice(0, 9)
    expect(model.foldIn(some, { user: 0 })).toEqual(model.foldIn(some))
    const half = trainedOn(0).slice(0, 10)
    expect(model.recommend(model.foldIn(half, { user: 0 }), 40)).toEqual(model.recommend(0, 40))
  })

  it('adds up to the score when explained', () => {
    const rows = model.foldIn([...trainedOn(3), 2, 8, 10], { user: 3 })
    const ranked = model.recommend(rows, 40)
    model
      .explain(
        rows,
        ranked.map(({ item }) => item),
      )
      .forEach(({ score, baseline, collaborative, unique, redundant, synergy }, n) => {
        const parts = [baseline, collaborative, ...Object.values(unique), redundant, synergy]
        expect(parts.reduce((a, b) => a + b)).toBeCloseTo(score, 9)
        expect(Math.abs(score - ranked[n]!.score)).toBeLessThan(1e-5)
      })
  })

  it('refuses a user it does not know', () => {
    expect(() => model.foldIn([1], { user: 60 })).toThrow('There is no user 60')
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
    const { factors, users, items, manifest, trained } = model
    const moved = (foldInPriorWeight: number) => {
      const one = new Recommender({
        factors,
        users,
        items,
        trained,
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
    const { factors, users, items, manifest, trained } = model
    const member = { base: 'vbpr', mrdib: true, seed: 1, share: 0.5 }
    const blended = new Recommender({
      factors,
      users,
      items,
      trained,
      manifest: { ...manifest, members: [member, member] },
    })
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

  it('adds to what a user was trained on', () => {
    const rows = { blocks: [Float32Array.of(0, 0, 1)], decoders: [] }
    expect(new FoldIn(factors, 1).rowsOf([0], { rows, count: 1 }).blocks).toEqual([Float32Array.of(1, 0, 1)])
    expect(rows.blocks).toEqual([Float32Array.of(0, 0, 1)])
  })

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
