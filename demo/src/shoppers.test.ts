import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { seededRandom } from '@trifold/model/data'
import { DEMO_DIR } from './products.ts'
import { FIRST_DAY, LAST_DAY, simulateShoppers, type Shopper } from './shoppers.ts'
import { drawUtilities, TASTES } from './tastes.ts'
import type { Traits } from './traits.ts'

let traits: Traits
let shoppers: Shopper[]
beforeAll(async () => {
  traits = JSON.parse(await readFile(join(DEMO_DIR, 'traits.json'), 'utf8')) as Traits
  shoppers = [...simulateShoppers(traits)]
})

/** Share of the variance of `y` that a linear function of the columns explains (they are orthogonal, of variance 1). */
function explained(y: ArrayLike<number>, columns: readonly number[][]): number {
  const n = columns.length
  return columns[0]!.reduce(
    (sum, _, d) => sum + (columns.reduce((dot, row, i) => dot + row[d]! * y[i]!, 0) / n) ** 2,
    0,
  )
}

describe('simulateShoppers', () => {
  it('draws 2,000 shoppers, a quarter of each taste, with 12 interactions on average', () => {
    expect(shoppers).toHaveLength(2000)
    for (const taste of TASTES) expect(shoppers.filter((each) => each.taste === taste)).toHaveLength(500)
    const counts = shoppers.map(({ events }) => events.length)
    expect([Math.min(...counts), Math.max(...counts)]).toEqual([8, 16])
    expect(counts.reduce((sum, count) => sum + count, 0) / 2000).toBeCloseTo(12, 0)
    expect(new Set(shoppers.map(({ externalId }) => externalId)).size).toBe(2000)
    for (const { displayName } of shoppers) expect(displayName).toMatch(/^\p{Lu}\p{L}+ \p{Lu}\p{L}+$/u)
  })

  it('is decided by the seed alone, and a shopper by their number', () => {
    expect([...simulateShoppers(traits)]).toEqual(shoppers)
    expect([...simulateShoppers(traits, { shoppers: 10 })]).toEqual(shoppers.slice(0, 10))
    expect([...simulateShoppers(traits, { shoppers: 10, seed: 2 })]).not.toEqual(shoppers.slice(0, 10))
  })

  it('has each shopper meet a product once, in order of time, within the half year', () => {
    for (const { events } of shoppers) {
      expect(new Set(events.map(({ product }) => product)).size).toBe(events.length)
      const times = events.map(({ time }) => time)
      expect(times).toEqual([...times].sort((a, b) => a - b))
      expect(times[0]).toBeGreaterThanOrEqual(FIRST_DAY)
      expect(times.at(-1)).toBeLessThan(LAST_DAY)
    }
  })

  it('spreads them over time so that most of the last tenth are shoppers known before', () => {
    const all = shoppers.flatMap(({ externalId, events }) => events.map(({ time }) => ({ externalId, time })))
    all.sort((a, b) => a.time - b.time)
    const cut = Math.floor(0.9 * all.length)
    const known = new Set(all.slice(0, cut).map(({ externalId }) => externalId))
    const late = new Set(all.slice(cut).map(({ externalId }) => externalId))
    expect([...late].filter((each) => known.has(each)).length / late.size).toBeGreaterThan(0.95)
    expect(late.size).toBeGreaterThan(300)
  })
})

describe('drawUtilities', () => {
  it('follows the traits of its taste and no others', () => {
    for (let seed = 0; seed < 20; seed++) {
      for (const taste of ['picture', 'words', 'both'] as const) {
        const utilities = drawUtilities(taste, traits, seededRandom(seed))
        expect(explained(utilities, traits[taste])).toBeCloseTo(1, 3)
        if (taste !== 'picture') expect(explained(utilities, traits.picture)).toBeLessThan(0.03)
        if (taste !== 'words') expect(explained(utilities, traits.words)).toBeLessThan(0.03)
      }
    }
  })

  it('tells little of a combination from either side alone', () => {
    const shares = Array.from({ length: 50 }, (_, seed) => {
      const utilities = drawUtilities('combination', traits, seededRandom(seed))
      return (['picture', 'words'] as const).map((group) => explained(utilities, traits[group]))
    })
    const average = (side: number) => shares.reduce((sum, each) => sum + each[side]!, 0) / shares.length
    expect(Math.max(average(0), average(1))).toBeLessThan(0.15)
  })
})
