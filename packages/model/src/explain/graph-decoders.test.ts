import { describe, expect, it } from 'vitest'
import { seededRandom } from '../data/index.ts'
import { Explainer } from './explainer.ts'
import { type Factors, rowsOfUser } from '../factors/index.ts'
import { withGraphDecoders } from './graph-decoders.ts'

const ITEMS = 400
const random = seededRandom(4)
const draw = (count: number) => Float32Array.from({ length: count }, () => 2 * random() - 1)

/** A score of ids and of two graphs with the same user side. */
function factorsOf(image: Float32Array, text: Float32Array, present = new Uint8Array(ITEMS).fill(1)): Factors {
  const user = draw(5 * 2)
  const ids = draw(ITEMS * 2)
  const block = { dimension: 2, user }
  const beside = { ...block, user: draw(5 * 2), item: draw(ITEMS * 2) }
  return {
    users: 5,
    items: ITEMS,
    blocks: [
      { ...beside, role: 'modal', inScore: false },
      { ...block, item: ids.map((x, n) => x + image[n]! + text[n]!), role: 'collaborative', inScore: true },
      { ...block, item: image, role: 'masked', inScore: false, modality: 'image' },
      { ...block, item: text, role: 'masked', inScore: false, modality: 'text' },
    ],
    modalities: [
      { name: 'image', present },
      { name: 'text', present: new Uint8Array(ITEMS).fill(1) },
    ],
    decoders: [],
    interventional: { joint: [2, 3], alone: [[2], [3]] },
  }
}

/** Sizes of the parts over all users and items. */
function partsOf(factors: Factors | null): Record<string, number> {
  if (!factors) throw new Error('the score is a sum')
  const explainer = new Explainer(factors)
  const sums = { image: 0, text: 0, redundant: 0, synergy: 0 }
  for (let user = 0; user < 5; user++) {
    for (const { unique, redundant, synergy } of explainer.explain(
      rowsOfUser(factors, user),
      [...Array(ITEMS).keys()],
      'observational',
    )) {
      sums.image += Math.abs(unique.image!)
      sums.text += Math.abs(unique.text!)
      sums.redundant += Math.abs(redundant)
      sums.synergy += Math.abs(synergy)
    }
  }
  const total = Object.values(sums).reduce((a, b) => a + b)
  return Object.fromEntries(Object.entries(sums).map(([name, size]) => [name, size / total]))
}

describe('withGraphDecoders', () => {
  const image = draw(ITEMS * 2)

  it('makes common values of two graphs redundant, whatever each weighs', () => {
    const { redundant } = partsOf(
      withGraphDecoders(
        factorsOf(
          image,
          image.map((x) => 3 * x),
        ),
      ),
    )
    expect(redundant).toBeGreaterThan(0.99)
  })

  it('makes values of unrelated graphs unique', () => {
    const parts = partsOf(withGraphDecoders(factorsOf(image, draw(ITEMS * 2))))
    expect(parts.image! + parts.text!).toBeGreaterThan(0.95)
  })

  it('gives a silent graph nothing', () => {
    const parts = partsOf(withGraphDecoders(factorsOf(image, new Float32Array(ITEMS * 2))))
    expect(parts.image).toBeCloseTo(1, 6)
  })

  it('is the expectation, by hand: one graph gives 1 and -1, the other the same plus independent noise', () => {
    // items in fours: x = 1, 1, -1, -1 and y = 2 x + 0.5 (1, -1, 1, -1), uncorrelated noise: E[y | x] = 2 x,
    // E[x | y] = y * 2 / (4 + .25)
    const of = (values: readonly number[]) =>
      Float32Array.from({ length: ITEMS * 2 }, (_, n) => (n % 2 === 0 ? values[(n / 2) % 4]! : 0))
    const [x, y] = [
      [1, 1, -1, -1],
      [2.5, 1.5, -1.5, -2.5],
    ]
    const decoders = withGraphDecoders(factorsOf(of(x), of(y)))?.decoders ?? []
    x.forEach((value, n) => expect(decoders[0]!.item[2 * n]).toBeCloseTo(2 * value, 2))
    y.forEach((value, n) => expect(decoders[1]!.item[2 * n]).toBeCloseTo((value * 2) / 4.25, 2))
  })

  it('keeps the users of the score, and no decoder that the score does not hold', () => {
    const found = withGraphDecoders(factorsOf(image, image))
    expect(found?.blocks.map(({ role }) => role)).toEqual(['collaborative', 'masked', 'masked'])
    expect(found?.interventional).toEqual({ joint: [1, 2], alone: [[1], [2]] })
    for (const { user } of found?.decoders ?? []) expect(user).toBe(found?.blocks[0]!.user)
  })

  it('returns null if masks change the users, or if the score has a term of both modalities together', () => {
    const { blocks, ...rest } = factorsOf(image, image)
    const other = { ...blocks[3]!, user: (blocks[3]!.user as Float32Array).slice() }
    expect(withGraphDecoders({ ...rest, blocks: [...blocks.slice(0, 3), other] })).toBeNull()
    const both = { ...blocks[2]!, modality: undefined }
    expect(
      withGraphDecoders({
        ...rest,
        blocks: [...blocks, both],
        interventional: { joint: [2, 3, 4], alone: [[2], [3]] },
      }),
    ).toBeNull()
    expect(withGraphDecoders({ ...rest, blocks, interventional: { joint: [], alone: [[], []] } })).toBeNull()
  })
})
