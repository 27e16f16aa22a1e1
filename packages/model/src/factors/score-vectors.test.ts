import { describe, expect, it } from 'vitest'
import { seededRandom } from '../data/index.ts'
import { dotUser, type Factors } from './factors.ts'
import { itemVectors, scorerOf, userVectors } from './score-vectors.ts'

const random = seededRandom(4)
const matrix = (length: number) => Float32Array.from({ length }, () => random() - 0.5)
const [USERS, ITEMS] = [3, 4]
/** User 1 has no history. */
const history = { indptr: Int32Array.of(0, 2, 2, 3), indices: Int32Array.of(1, 3, 0) }
const factors: Factors = {
  users: USERS,
  items: ITEMS,
  blocks: [
    { role: 'collaborative', inScore: true, dimension: ITEMS, user: history, item: matrix(ITEMS * ITEMS) },
    { role: 'modal', inScore: true, dimension: 2, user: matrix(USERS * 2), item: matrix(ITEMS * 2) },
    { role: 'modal', inScore: false, dimension: 3, user: matrix(USERS * 3), item: matrix(ITEMS * 3) },
  ],
  modalities: [],
  decoders: [],
  interventional: { joint: [], alone: [] },
}

const expected = (user: number, item: number) =>
  factors.blocks
    .filter(({ inScore }) => inScore)
    .reduce((sum, block) => sum + dotUser(block, user, block.item, item * block.dimension), 0)

const dot = (dimension: number, a: Float32Array, row: number, b: Float32Array, other: number) => {
  let sum = 0
  for (let d = 0; d < dimension; d++) sum += a[row * dimension + d]! * b[other * dimension + d]!
  return sum
}

describe.each([[[0, 1, 2]], [[2]], [[1]], [[2, 0]]])('the vectors of users %j', (users) => {
  it('have the score as their dot product, expanded or narrowed to the batch', () => {
    const all = { users: userVectors(factors, users), items: itemVectors(factors) }
    const narrow = scorerOf(factors).sidesOf(users)
    expect(narrow.dimension).toBeLessThanOrEqual(all.items.dimension)
    users.forEach((user, n) => {
      for (let item = 0; item < ITEMS; item++) {
        expect(dot(all.items.dimension, all.users.values, n, all.items.values, item)).toBeCloseTo(
          expected(user, item),
          6,
        )
        expect(dot(narrow.dimension, narrow.users, n, narrow.items, item)).toBeCloseTo(expected(user, item), 6)
      }
    })
  })
})

it('takes a sum over the history where the user side is one', () => {
  const row = factors.blocks[0]!.item.subarray(2 * ITEMS, 3 * ITEMS)
  expect(dotUser(factors.blocks[0]!, 0, row)).toBeCloseTo(row[1]! + row[3]!, 6)
  expect(dotUser(factors.blocks[0]!, 1, row)).toBe(0)
})
