import { expect, it } from 'vitest'
import type { Csr, Dataset, Factors, Trained } from '@trifold/model/internals'
import { liftMeasure, liftTable } from './lifted-items.ts'

/** Of one user; item 40 is new, item i of the others scores 10 - i / 10. */
const one = (...items: number[]): Csr => ({ indptr: Int32Array.of(0, items.length), indices: Int32Array.from(items) })
const split = { train: one(0), valid: one(1), test: one(40) }

/** The lifts of a new item with this score. */
async function measured(newScore: number) {
  const scores = Float32Array.from({ length: 41 }, (_, item) => (item < 40 ? 10 - item / 10 : newScore))
  const factors: Factors = {
    users: 1,
    items: 41,
    blocks: [{ role: 'collaborative', inScore: true, dimension: 1, user: Float32Array.of(1), item: scores }],
    modalities: [],
    decoders: [],
    interventional: { joint: [], alone: [] },
  }
  const newItems = Uint8Array.from(scores, (_, item) => +(item === 40))
  const { values = [] } = await liftMeasure(split, newItems, 100).of({ factors, split } as Trained, {} as Dataset)
  return values
}

it('lifts new items into the first 20', async () => {
  const values = await measured(6.45) // 1.55 below the 20th
  expect(values.map(({ nats, newItems }) => [nats, newItems])).toEqual([
    [0, 0],
    [0.5, 0],
    [1, 0],
    [1.5, 0],
    [2, 1],
    [3, 1],
  ])
  expect(values.every(({ knownItems }) => knownItems === 1)).toBe(true) // the validated one, of 9.9, is passed by none
  expect(liftTable([{ name: 'vbpr', seeds: [values, values] }]).rows[4]).toEqual(['vbpr', '2', '1.0000', '1.0000'])
})

it('measures what known items lose when new ones pass them', async () => {
  const values = await measured(9.5)
  expect(values[0]!.knownItems).toBe(1)
  expect(values[1]!.knownItems).toBeCloseTo(1 / Math.log2(3), 6) // 10.0 passes 9.9, the second then
})
