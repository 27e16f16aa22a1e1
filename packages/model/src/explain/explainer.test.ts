import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../data/index.ts'
import { dotUser, type Factors, rowsOfUser } from '../factors/index.ts'
import { Explainer } from './explainer.ts'
import { type Explanation, type ExplanationMode, modesOf } from './explanation.ts'

interface Shape {
  users?: number
  items?: number
  modalities?: readonly string[]
  jointInScore?: boolean
  present?: (modality: number, item: number) => boolean
}

/** Random factors in which every kind of block occurs. */
function factorsOf(
  seed: number,
  { users = 3, items = 8, modalities = ['image', 'text'], jointInScore = true, present }: Shape = {},
): Factors {
  const random = seededRandom(seed)
  const block = (dimension: number) => ({
    dimension,
    user: Float32Array.from({ length: users * dimension }, () => 2 * random() - 1),
    item: Float32Array.from({ length: items * dimension }, () => 2 * random() - 1),
  })
  return {
    users,
    items,
    blocks: [
      { ...block(4), role: 'collaborative', inScore: true },
      { ...block(3), role: 'modal', inScore: jointInScore },
      { ...block(2), role: 'modal', inScore: jointInScore },
      ...modalities.map((modality) => ({ ...block(3), role: 'masked' as const, inScore: false, modality })),
    ],
    decoders: modalities.map(() => block(3)),
    modalities: modalities.map((name, n) => ({
      name,
      present: Uint8Array.from({ length: items }, (_, item) => ((present?.(n, item) ?? true) ? 1 : 0)),
    })),
    interventional: { joint: [1, 2], alone: modalities.map((_, m) => [3 + m]) },
  }
}

function score(factors: Factors, user: number, item: number): number {
  let sum = 0
  for (const block of factors.blocks.filter((b) => b.inScore)) {
    sum += dotUser(block, user, block.item, item * block.dimension)
  }
  return sum
}

const unique = (e: Explanation) => Object.values(e.unique)
const modal = (e: Explanation) => unique(e).reduce((a, b) => a + b, 0) + e.redundant + e.synergy

/** The sum as a client with single-precision numbers would take it. */
function float32Sum(e: Explanation): number {
  return [e.collaborative, ...unique(e), e.redundant, e.synergy].reduce(
    (sum, part) => Math.fround(sum + Math.fround(part)),
    Math.fround(e.baseline),
  )
}

/** One recommendation at a time, of a user of the model. */
function explainerOf(
  factors: Factors,
  mode: ExplanationMode = modesOf(factors)[0],
): { explain(user: number, item: number): Explanation } {
  const explainer = new Explainer(factors)
  return { explain: (user, item) => explainer.explain(rowsOfUser(factors, user), [item], mode)[0]! }
}

describe('Explainer', () => {
  it('adds up to the served score, also in single precision, for any model and any gaps', () => {
    const shape = fc.record({
      seed: fc.nat(),
      count: fc.integer({ min: 0, max: 4 }),
      jointInScore: fc.boolean(),
      gaps: fc.nat({ max: 0xffff }),
      observes: fc.boolean(),
    })
    fc.assert(
      fc.property(shape, ({ seed, count, jointInScore, gaps, observes }) => {
        const modalities = ['image', 'text', 'audio', 'video'].slice(0, count)
        const present = (m: number, item: number) => ((gaps >> (m * 4 + (item % 4))) & 1) === 1
        const factors = factorsOf(seed, { modalities, jointInScore, present })
        const explainer = explainerOf(factors, observes ? modesOf(factors)[0] : 'interventional')
        for (let user = 0; user < factors.users; user++) {
          for (let item = 0; item < factors.items; item++) {
            const e = explainer.explain(user, item)
            expect(Math.abs(e.score - score(factors, user, item))).toBeLessThan(1e-6)
            expect(Math.abs(float32Sum(e) - e.score)).toBeLessThan(1e-5)
            expect(Object.keys(e.unique)).toEqual(modalities)
          }
        }
      }),
      { numRuns: 60 },
    )
  })

  it("takes the user's mean score over the catalog as the baseline", () => {
    const factors = factorsOf(3)
    const explainer = explainerOf(factors)
    const explanations = Array.from({ length: factors.items }, (_, item) => explainer.explain(1, item))
    const mean = explanations.reduce((sum, e) => sum + score(factors, 1, explanations.indexOf(e)), 0) / factors.items
    for (const e of explanations) expect(e.baseline).toBeCloseTo(mean, 6)
    // centred: what is above the baseline cancels over the catalog, part by part of the score
    expect(explanations.reduce((sum, e) => sum + e.collaborative, 0)).toBeCloseTo(0, 5)
    expect(explanations.reduce((sum, e) => sum + modal(e), 0)).toBeCloseTo(0, 5)
  })

  it('is symmetric under a swap of modalities', () => {
    const factors = factorsOf(5)
    const swapped = { ...factors, decoders: factors.decoders.toReversed(), modalities: factors.modalities.toReversed() }
    for (let item = 0; item < factors.items; item++) {
      const a = explainerOf(factors).explain(2, item)
      const b = explainerOf(swapped).explain(2, item)
      expect(b.redundant).toBeCloseTo(a.redundant, 9)
      expect(b.synergy).toBeCloseTo(a.synergy, 9)
      for (const name of ['image', 'text']) expect(b.unique[name]).toBeCloseTo(a.unique[name]!, 9)
    }
  })

  it('makes a duplicated modality redundant if both decoders equal the joint one', () => {
    const factors = factorsOf(7)
    const { dimension, user, item: rows } = factors.blocks[1]!
    const joint = { dimension, user: user as Float32Array, item: rows }
    const decoders = factors.decoders.map((decoder) => ({ ...decoder, ...joint })) as Factors['decoders']
    const interventional = { joint: [1], alone: [[1], [1]] }
    const explainer = explainerOf({ ...factors, blocks: factors.blocks.slice(0, 2), decoders, interventional })
    for (let item = 0; item < factors.items; item++) {
      const e = explainer.explain(0, item)
      expect(Math.abs(e.redundant)).toBeGreaterThan(1e-3)
      expect([...unique(e), e.synergy].map((part) => Math.abs(part) < 1e-6)).toEqual([true, true, true])
    }
  })

  it('counts only present modalities, and centres over the items that have them', () => {
    // item 0 has text only, item 1 nothing, the rest both
    const present = (modality: number, item: number) => item > 1 || (item === 0 && modality === 1)
    const factors = factorsOf(9, { present })
    const explainer = explainerOf(factors)
    const [textOnly, nothing] = [explainer.explain(0, 0), explainer.explain(0, 1)]
    expect([textOnly.unique.image, textOnly.redundant, textOnly.synergy]).toEqual([0, 0, 0])
    expect(textOnly.unique.text).not.toBe(0)
    expect(modal(nothing)).toBe(0)
    expect(nothing.collaborative).toBeCloseTo(nothing.score - nothing.baseline, 9)
    const over = Array.from({ length: factors.items }, (_, item) => item).filter((item) => item !== 1)
    expect(over.reduce((sum, item) => sum + modal(explainer.explain(0, item)), 0)).toBeCloseTo(0, 5)
  })

  it('gives a single modality the whole joint decoder', () => {
    const factors = factorsOf(11, { modalities: ['audio'] })
    const e = explainerOf(factors).explain(1, 4)
    expect(e.unique.audio).toBeCloseTo(e.score - e.baseline - e.collaborative, 9)
    expect([e.redundant, e.synergy]).toEqual([0, 0])
  })
})
