import { describe, expect, it } from 'vitest'
import type { Csr } from '../data/csr.ts'
import type { Factors } from '../serve/factors.ts'
import { Random } from '../train/random.ts'
import { calibrate, temperature } from './calibration.ts'

const USERS = 300
const ITEMS = 40

/** Users hold out items in proportion to exp(truth); the joint decoder says `truth` times `joint`. */
function world(joint: number, scales: readonly number[], reading: Factors['reading'] = 'observational') {
  const random = new Random(9)
  const taste = random.normals(USERS)
  const item = random.normals(ITEMS).map((x) => 1.5 * x)
  const noise = random.normals(ITEMS)
  const rows = Array.from(taste, (t) => {
    const odds = Array.from(item, (x) => Math.exp(t * x))
    let left = random.uniform() * odds.reduce((sum, x) => sum + x, 0)
    return odds.findIndex((x) => (left -= x) < 0)
  })
  const heldOut: Csr = { indptr: Uint32Array.from({ length: USERS + 1 }, (_, n) => n), indices: Uint32Array.from(rows) }
  const train: Csr = { indptr: new Uint32Array(USERS + 1), indices: new Uint32Array(0) }
  const times = (values: Float32Array, factor: number) => values.map((x) => x * factor)
  const decoder = (modality: string, values: Float32Array) =>
    ({ modality, dimension: 1, user: taste, item: values, scale: 1, present: new Uint8Array(ITEMS).fill(1) }) as const
  const factors: Factors = {
    users: USERS,
    items: ITEMS,
    blocks: [
      { role: 'collaborative', inScore: true, dimension: 1, user: times(taste, 5), item: noise },
      { role: 'modal', inScore: true, dimension: 1, user: taste, item: times(item, joint) },
    ],
    decoders: [...scales.map((scale, n) => decoder(`m${n}`, times(item, scale))), decoder('noise', times(noise, 7))],
    reading,
  }
  return calibrate(factors, train, heldOut, new Random(1)).decoders.map(({ scale }) => scale)
}

describe('temperature', () => {
  it('finds the factor that makes margins log odds', () => {
    // of margins +-2, a share sigmoid(1) is right: half a nat for each unit
    const right = Math.round(1000 / (1 + Math.exp(-1)))
    const margins = Array.from({ length: 1000 }, (_, n) => (n < right ? 2 : -2))
    expect(temperature(margins)).toBeCloseTo(0.5, 2)
  })

  it('is 0 for what predicts nothing and bounded for what is always right', () => {
    expect(temperature([1, -1, -1])).toBe(0)
    expect(temperature([])).toBe(0)
    expect(temperature([0, 0])).toBe(0)
    expect(temperature([1, 2])).toBe(100)
  })
})

describe('calibrate', () => {
  it('brings decoders that say the same to the same scale, that of the joint decoder', () => {
    const [small, large] = world(1, [0.25, 3])
    expect(small).toBeCloseTo(4, 3)
    expect(large).toBeCloseTo(1 / 3, 4)
  })

  it('follows the scale that is served, right or not', () => {
    const [scale] = world(2.5, [1])
    expect(scale).toBeCloseTo(2.5, 3)
  })

  it('silences a decoder that predicts nothing', () => {
    const scales = world(1, [])
    expect(scales[0] * 7).toBeLessThan(0.25) // what was said seven times too loud is now hardly heard
  })

  it('leaves the served function itself alone', () => {
    expect(world(2, [3], 'interventional')).toEqual([1, 1])
  })
})
