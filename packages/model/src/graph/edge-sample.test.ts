import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasPair } from '../linalg/index.ts'
import { Random } from '../nn/index.ts'
import { sampleEdges } from './bipartite.ts'

/** Every user has item 0 and one of their own: edges of item 0 have a high degree at one end. */
const USERS = 200
const edges = {
  indptr: Int32Array.from({ length: USERS + 1 }, (_, n) => 2 * n),
  indices: Int32Array.from({ length: 2 * USERS }, (_, n) => (n % 2 === 0 ? 0 : 1 + (n - 1) / 2)),
}

describe('sampleEdges', () => {
  it('keeps the share asked for, of the edges there are, in the order of compressed rows', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 1, noNaN: true }), fc.integer({ min: 0, max: 1e6 }), (kept, seed) => {
        const { indptr, indices } = sampleEdges(edges, USERS + 1, kept, new Random(seed))
        expect(indices.length).toBe(Math.max(1, Math.round(kept * 2 * USERS)))
        expect(indptr[USERS]).toBe(indices.length)
        for (let user = 0; user < USERS; user++) {
          for (let e = indptr[user]!; e < indptr[user + 1]!; e++) {
            expect(hasPair(edges, user, indices[e]!)).toBe(true)
            if (e > indptr[user]!) expect(indices[e]).toBeGreaterThan(indices[e - 1]!)
          }
        }
      }),
      { numRuns: 30 },
    )
  })

  it('lets edges of popular items go first', () => {
    const { indices } = sampleEdges(edges, USERS + 1, 0.2, new Random(1))
    // weights 1 / sqrt(2 * 200) against 1 / sqrt(2): about one in 15 of those kept
    expect(indices.filter((item) => item === 0).length).toBeLessThan(indices.length / 5)
  })

  it('draws anew each time, and the same again from the same seed', () => {
    const draw = (random: Random) => [...sampleEdges(edges, USERS + 1, 0.5, random).indices]
    const random = new Random(3)
    const first = draw(random)
    expect(draw(random)).not.toEqual(first)
    expect(draw(new Random(3))).toEqual(first)
  })
})
