import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readNpy } from '@trifold/model/data'
import { countTerms, latentSemanticVectors, tfIdf } from './lsa.ts'
import { DEMO_DIR, readProducts } from './products.ts'

const product = (name: string, description = '', facets = {}) => ({ name, description, facets })
const cosine = (a: number[], b: number[]) => a.reduce((sum, value, d) => sum + value * b[d]!, 0)

describe('countTerms', () => {
  it('counts words of the name twice, whole facets once, and no stop words', () => {
    const counts = countTerms(
      product('Road Bike', 'The bike for every road, and for 2 riders.', { brand: ['De Rosa'] }),
    )
    expect(Object.fromEntries(counts)).toEqual({ road: 3, bike: 3, every: 1, riders: 1, 'brand:De Rosa': 1 })
  })
})

describe('tfIdf', () => {
  it('weighs a word by how rare it is, and leaves out words of one document', () => {
    const documents = [{ a: 1, b: 1 }, { a: 1, b: 1, only: 5 }, { a: 1 }, { b: 3 }].map(
      (each) => new Map(Object.entries(each)),
    )
    const matrix = tfIdf(documents) // a and b in 3 of 4 documents each
    expect(matrix.columns).toBe(2)
    expect(matrix.getRow(0)).toEqual([Math.SQRT1_2, Math.SQRT1_2].map((value) => expect.closeTo(value, 12)))
    expect(matrix.getRow(3)).toEqual([0, 1])
  })
})

describe('latentSemanticVectors', () => {
  it('puts products near each other that share no word but a neighbour', () => {
    const vectors = latentSemanticVectors(
      [
        product('plant pot', 'clay soil'),
        product('plant seed', 'soil water'),
        product('seed tray', 'water'),
        product('phone case', 'screen'),
        product('phone cable', 'charger'),
        product('cable box', 'charger'),
      ],
      2,
    )
    expect(cosine(vectors[0]!, vectors[2]!)).toBeGreaterThan(0.9)
    expect(Math.abs(cosine(vectors[0]!, vectors[5]!))).toBeLessThan(0.1)
    for (const vector of vectors) expect(cosine(vector, vector)).toBeCloseTo(1, 12)
  })

  it('gives the vectors that are committed', async () => {
    const file = await readNpy(join(DEMO_DIR, 'text_feat.npy'))
    const vectors = latentSemanticVectors(await readProducts(), file.columns)
    expect(file.rows).toBe(vectors.length)
    for await (const { values } of file.chunks()) {
      vectors.flat().forEach((value, n) => expect(values[n]).toBeCloseTo(value, 5))
    }
  })
})
