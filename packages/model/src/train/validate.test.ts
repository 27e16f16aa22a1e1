import { describe, expect, it } from 'vitest'
import type { Csr } from '../data/csr.ts'
import { evaluate, heldOutUsers } from '../evaluate/evaluate.ts'
import type { Factors } from '../serve/factors.ts'
import { scorerOf } from '../serve/score-vectors.ts'
import { Random } from './random.ts'
import { validate } from './validate.ts'

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
  const indptr = new Uint32Array(USERS + 1)
  const indices: number[] = []
  for (let user = 0; user < USERS; user++) {
    const count = random.below(10) === 0 ? 0 : 1 + random.below(3)
    for (let n = 0; n < count; n++) indices.push(offset + 3 * n + random.below(3))
    indptr[user + 1] = indices.length
  }
  return { indptr, indices: Uint32Array.from(indices) }
}

describe('validate', () => {
  const [train, heldOut] = [draw(0), draw(15)]

  it('gives what evaluating all users at once gives', async () => {
    expect(await validate(scorerOf(factors), train, heldOut, heldOutUsers(heldOut))).toEqual(
      evaluate(factors, train, heldOut),
    )
  })

  it('hears an abort between two slices', async () => {
    const controller = new AbortController()
    setImmediate(() => controller.abort(new Error('enough')))
    await expect(validate(scorerOf(factors), train, heldOut, heldOutUsers(heldOut), controller.signal)).rejects.toThrow(
      'enough',
    )
  })
})
