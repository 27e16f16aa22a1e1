import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { scoreTopK, selectBackend } from './index.ts'

beforeAll(async () => {
  await selectBackend('cpu')
})

const small = fc.integer({ min: -3, max: 3 }) // few distinct values: many ties

describe('scoreTopK', () => {
  it('equals sorting all scores, ties by the lower id, exclusions left out', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(small, small), { minLength: 1, maxLength: 40 }),
        fc.array(fc.tuple(fc.tuple(small, small), fc.uniqueArray(fc.nat(39), { maxLength: 10 })), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 12 }),
        (items, users, k) => {
          const excluded = users.map(([, ids]) => ids.filter((id) => id < items.length))
          const offsets = [0]
          for (const ids of excluded) offsets.push(offsets[offsets.length - 1] + ids.length)
          const found = scoreTopK(
            Float32Array.from(users.flatMap(([vector]) => vector)), Float32Array.from(items.flat()), 2, k,
            { offsets, ids: excluded.flat() },
          )
          users.forEach(([[x, y]], b) => {
            const expected = items
              .map(([p, q], id) => ({ id, score: x * p + y * q }))
              .filter(({ id }) => !excluded[b].includes(id))
              .sort((one, other) => other.score - one.score || one.id - other.id)
              .slice(0, k)
            const padding = new Array<number>(k - expected.length)
            expect([...found.ids.subarray(b * k, (b + 1) * k)]).toEqual([...expected.map(({ id }) => id), ...padding.fill(-1)])
            expect([...found.scores.subarray(b * k, (b + 1) * k)].map((s) => s + 0)).toEqual([
              ...expected.map(({ score }) => score + 0), ...padding.slice().fill(-Infinity),
            ])
          })
        },
      ),
    )
  })

  it('never recommends an item whose score is not a number', () => {
    const { ids } = scoreTopK(Float32Array.of(1), Float32Array.of(2, NaN, 3), 1, 3)
    expect([...ids]).toEqual([2, 0, -1])
  })
})
