import { describe, expect, it } from 'vitest'
import type { Csr } from '../linalg/index.ts'
import { seededRandom } from '../data/index.ts'
import { type Factors, ItemMask, scorerOf } from '../factors/index.ts'
import { evaluate, evaluateUsers, heldOutUsers, rankUsers, validate } from './evaluate.ts'
import { valueIndex } from './metrics.ts'
import { Random } from '../nn/index.ts'

function csr(rows: readonly (readonly number[])[]): Csr {
  const indptr = new Int32Array(rows.length + 1)
  rows.forEach((row, n) => (indptr[n + 1] = indptr[n]! + row.length))
  return { indptr, indices: Int32Array.from(rows.flat()) }
}

/** A model that gives each user exactly these scores: user one-hot, item column of scores. */
function scoring(scores: readonly (readonly number[])[]): Factors {
  const users = scores.length
  const items = scores[0]!.length
  const user = new Float32Array(users * users)
  const item = new Float32Array(items * users)
  for (let u = 0; u < users; u++) {
    user[u * users + u] = 1
    for (let i = 0; i < items; i++) item[i * users + u] = scores[u]![i]!
  }
  const none = { dimension: 1, user: new Float32Array(users).fill(9), item: new Float32Array(items).fill(9) }
  const blocks = [
    { dimension: users, user, item, role: 'collaborative' as const, inScore: true },
    { ...none, role: 'modal' as const, inScore: false }, // must not move a score
  ]
  return { users, items, blocks, modalities: [], decoders: [], interventional: { joint: [], alone: [] } }
}

describe('evaluate', () => {
  it('masks training positives and nothing else, and skips users with nothing held out', () => {
    const factors = scoring([
      [9, 8, 7, 6, 5, 4, 3, 2],
      [1, 2, 3, 4, 5, 6, 7, 8],
      [0, 0, 0, 0, 0, 0, 0, 0],
    ])
    const train = csr([[0, 2], [], [1]])
    const heldOut = csr([[1, 4], [], [0, 2]])
    const found = evaluateUsers(factors, train, heldOut)
    expect([...found.users]).toEqual([0, 2])
    // user 0 ranks 1 3 4 ...: hits at ranks 1 and 3; user 2, all tied, ranks 0 2 3 ...: hits at ranks 1 and 2
    const metrics = evaluate(factors, train, heldOut)
    const d = (rank: number) => 1 / Math.log2(rank + 1)
    expect(metrics.recall['5']).toBe(1)
    expect(metrics.ndcg['5']).toBeCloseTo(((1 + d(3)) / (1 + d(2)) + 1) / 2, 12)
    expect(metrics.map['5']).toBeCloseTo(((1 + 2 / 3) / 2 + 1) / 2, 12)
    expect(metrics.precision['5']).toBeCloseTo(2 / 5, 12)
  })

  it('ranks only allowed items, if a mask is given', () => {
    const scorer = scorerOf(scoring([[9, 8, 7, 6, 5]]))
    const recallOf = (allow?: ItemMask) => {
      const values = rankUsers(scorer, csr([[0]]), csr([[2, 4]]), Uint32Array.of(0), allow)
      return values[valueIndex('precision', '5')]! * 5
    }
    expect(recallOf()).toBeCloseTo(2, 12)
    expect(recallOf(ItemMask.of(5, [0, 1, 4]))).toBeCloseTo(1, 12)
  })

  it('agrees with a plain sort over many batches and items', () => {
    const random = seededRandom(4)
    const users = 300
    const items = 90
    const scores = Array.from({ length: users }, () => Array.from({ length: items }, () => Math.floor(random() * 40)))
    const some = (share: number) => scores.map((row) => row.flatMap((_, i) => (random() < share ? [i] : [])))
    const train = some(0.2)
    const heldOut = some(0.05).map((row, u) => row.filter((i) => !train[u]!.includes(i)))
    let recall = 0
    let evaluated = 0
    scores.forEach((row, u) => {
      if (heldOut[u]!.length === 0) return
      const order = [...row.keys()].filter((i) => !train[u]!.includes(i)).sort((a, b) => row[b]! - row[a]! || a - b)
      recall += order.slice(0, 20).filter((i) => heldOut[u]!.includes(i)).length / heldOut[u]!.length
      evaluated++
    })
    expect(evaluate(scoring(scores), csr(train), csr(heldOut)).recall['20']).toBeCloseTo(recall / evaluated, 12)
  })
})

describe('heldOutUsers', () => {
  const heldOut = csr(Array.from({ length: 100 }, (_, user) => (user % 2 === 0 ? [user % 7] : [])))

  it('are all with something held out, or the given number of them', () => {
    const all = Array.from({ length: 50 }, (_, n) => 2 * n)
    expect([...heldOutUsers(heldOut)]).toEqual(all)
    expect([...heldOutUsers(heldOut, 50)]).toEqual(all)
    const some = [...heldOutUsers(heldOut, 20)]
    expect(new Set(some).size).toBe(20)
    expect(some).toEqual([...some].sort((a, b) => a - b))
    expect(some.every((user) => all.includes(user))).toBe(true)
    expect(some).not.toEqual(all.slice(0, 20))
    expect([...heldOutUsers(heldOut, 20)]).toEqual(some)
  })
})

const USERS = 1300
const ITEMS = 30
const random = new Random(1)
const factors: Factors = {
  users: USERS,
  items: ITEMS,
  blocks: [
    {
      role: 'collaborative',
      inScore: true,
      dimension: 2,
      user: random.normals(2 * USERS),
      item: random.normals(2 * ITEMS),
    },
  ],
  modalities: [],
  decoders: [],
  interventional: { joint: [], alone: [] },
}

/** A tenth of the users have nothing, the others one to three items. */
function draw(offset: number): Csr {
  const indptr = new Int32Array(USERS + 1)
  const indices: number[] = []
  for (let user = 0; user < USERS; user++) {
    const count = random.below(10) === 0 ? 0 : 1 + random.below(3)
    for (let n = 0; n < count; n++) indices.push(offset + 3 * n + random.below(3))
    indptr[user + 1] = indices.length
  }
  return { indptr, indices: Int32Array.from(indices) }
}

describe('validate', () => {
  const [train, heldOut] = [draw(0), draw(15)]

  it('gives what evaluating all users at once gives', async () => {
    expect(await validate(scorerOf(factors), train, heldOut, heldOutUsers(heldOut))).toEqual(
      evaluate(factors, train, heldOut),
    )
  })

  it('stops at an abort between two slices', async () => {
    const controller = new AbortController()
    setImmediate(() => controller.abort(new Error('enough')))
    await expect(validate(scorerOf(factors), train, heldOut, heldOutUsers(heldOut), controller.signal)).rejects.toThrow(
      'enough',
    )
  })
})
