import { describe, expect, it } from 'vitest'
import { seededRandom } from '../data/index.ts'
import { chooseWeights, ndcgOf, type Candidates } from './choose-weights.ts'

/** 40 candidates with one hit; member m scores it with noise of the given spread. */
function drawCandidates(noise: readonly number[], seed = 1): Candidates[] {
  const random = seededRandom(seed)
  return Array.from({ length: 200 }, () => {
    const hits = new Uint8Array(40)
    hits[Math.floor(random() * 40)] = 1
    const scores = Float32Array.from({ length: noise.length * 40 }, (_, n) => {
      const spread = noise[Math.floor(n / 40)]!
      return hits[n % 40]! + spread * (random() + random() + random() - 1.5)
    })
    return { scores, hits, positives: 1 }
  })
}

describe('ndcgOf', () => {
  it('is NDCG@20 of the weighted sum; equal scores stay in order', () => {
    const candidates = { scores: Float32Array.of(3, 2, 1, 0, 0, 5), hits: Uint8Array.of(0, 1, 1), positives: 2 }
    const ideal = 1 + 1 / Math.log2(3)
    expect(ndcgOf([candidates], [1, 0])).toBeCloseTo((1 / Math.log2(3) + 1 / 2) / ideal, 6)
    expect(ndcgOf([candidates], [1, 1])).toBeCloseTo((1 + 1 / 2) / ideal, 6) // 3, 2, 6
    expect(ndcgOf([{ ...candidates, positives: 3 }], [0, 0])).toBeCloseTo(
      (1 / Math.log2(3) + 1 / 2) / (ideal + 1 / 2),
      6,
    )
  })
})

describe('chooseWeights', () => {
  it('beats every member alone and the plain mean, and gives noise no weight', () => {
    const given = drawCandidates([1, 1, 30])
    const weights = chooseWeights(given, 3)
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9)
    expect(weights[2]).toBeLessThan(0.05)
    const fresh = drawCandidates([1, 1, 30], 2)
    for (const alone of [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
      [1, 1, 1],
    ]) {
      expect(ndcgOf(fresh, weights)).toBeGreaterThan(ndcgOf(fresh, alone))
    }
  })

  it('gives equal members equal weights', () => {
    const [candidates] = drawCandidates([1])
    const same = { ...candidates!, scores: Float32Array.of(...candidates!.scores, ...candidates!.scores) }
    expect(chooseWeights([same], 2)).toEqual([0.5, 0.5])
  })
})
