import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { normal, readNpy, seededRandom } from '@trifold/model/data'
import { DEMO_DIR } from './products.ts'
import { separateTraits, type Traits } from './traits.ts'

type Rows = readonly (readonly number[])[]

async function readRows(name: string): Promise<number[][]> {
  const file = await readNpy(join(DEMO_DIR, name))
  const rows: number[][] = []
  for await (const { values, rows: count } of file.chunks()) {
    for (let row = 0; row < count; row++) rows.push([...values.subarray(row * file.columns, (row + 1) * file.columns)])
  }
  return rows
}

const column = (rows: Rows, d: number) => rows.map((row) => row[d]!)
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** Largest absolute correlation between a column of one and a column of the other. */
function largestCorrelation(a: Rows, b: Rows): number {
  const correlation = (x: number[], y: number[]) => {
    const [mx, my] = [mean(x), mean(y)]
    const product = (u: number[], mu: number, v: number[], mv: number) =>
      mean(u.map((value, n) => (value - mu) * (v[n]! - mv)))
    return product(x, mx, y, my) / Math.sqrt(product(x, mx, x, mx) * product(y, my, y, my))
  }
  return Math.max(...a[0]!.flatMap((_, i) => b[0]!.map((_, j) => Math.abs(correlation(column(a, i), column(b, j))))))
}

describe('separateTraits', () => {
  it('gives the traits that are committed', async () => {
    const committed = JSON.parse(await readFile(join(DEMO_DIR, 'traits.json'), 'utf8')) as Traits
    const built = separateTraits(await readRows('image_feat.npy'), await readRows('text_feat.npy'))
    for (const group of ['picture', 'words', 'both'] as const) {
      const [before, now] = [committed[group].flat(), built[group].flat()]
      expect(now).toHaveLength(before.length)
      now.forEach((value, n) => expect(value).toBeCloseTo(before[n]!, 3))
    }
  })

  it('keeps apart what only pictures and what only words say', async () => {
    const texts = await readRows('text_feat.npy')
    const traits = separateTraits(await readRows('image_feat.npy'), texts)
    expect(largestCorrelation(traits.picture, texts)).toBeLessThan(1e-4)
    expect(largestCorrelation(traits.picture, traits.words)).toBeLessThan(1e-4)
    expect(largestCorrelation(traits.words, texts)).toBeGreaterThan(0.5)
    expect(largestCorrelation(traits.both, texts)).toBeGreaterThan(0.5)
  })

  it('finds what two sides share', () => {
    const random = seededRandom(7)
    const shared = Array.from({ length: 40 }, () => [normal(random), normal(random), normal(random)])
    const side = (width: number) =>
      shared.map((row) => [...row.map((value) => value * 3), ...Array.from({ length: width }, () => normal(random))])
    const traits = separateTraits(side(20), side(9))
    expect(largestCorrelation(traits.both, shared)).toBeGreaterThan(0.8)
    for (const group of Object.values(traits) as Rows[]) {
      for (let d = 0; d < group[0]!.length; d++) {
        expect(mean(column(group, d))).toBeCloseTo(0, 4)
        expect(mean(column(group, d).map((value) => value ** 2))).toBeCloseTo(1, 4)
      }
    }
  })
})
