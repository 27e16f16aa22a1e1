import { describe, expect, it } from 'vitest'
import { Random } from '../nn/index.ts'
import type { Factors } from '../factors/index.ts'
import { regressionDecoders } from './modality-regression.ts'

const ITEMS = 40
const USERS = 50
const WIDTH = 30
const random = new Random(8)
const [codes, other] = [0, 1].map(() => ({ dimension: WIDTH, values: random.normals(ITEMS * WIDTH) }))
const users = random.normals(USERS * WIDTH)
const present = new Uint8Array(ITEMS).fill(1)

function factorsOf(image: Float32Array, text: Float32Array): Factors {
  const block = { dimension: WIDTH, user: users, role: 'modal', inScore: true } as const
  return {
    users: USERS,
    items: ITEMS,
    blocks: [
      { ...block, item: image, modality: 'image' },
      { ...block, item: text, modality: 'text' },
    ],
    modalities: ['image', 'text'].map((name) => ({ name, present })),
    decoders: [],
    interventional: { joint: [0, 1], alone: [[0], [1]] },
  }
}

/** The values of the first modality's decoder, for all users and items. */
function valuesOf(text: Float32Array, codes: { dimension: number; values: Float32Array }) {
  const { dimension, user, item } = regressionDecoders(factorsOf(new Float32Array(ITEMS * WIDTH), text), [
    codes,
    codes,
  ])[0]!
  return Array.from({ length: USERS * ITEMS }, (_, n) => {
    const [u, i] = [Math.floor(n / ITEMS), n % ITEMS]
    let sum = 0
    for (let d = 0; d < dimension; d++) sum += user[u * dimension + d]! * item[i * dimension + d]!
    return sum
  })
}

const truth = (item: Float32Array) =>
  Array.from({ length: USERS * ITEMS }, (_, n) => {
    let sum = 0
    for (let d = 0; d < WIDTH; d++) sum += users[Math.floor(n / ITEMS) * WIDTH + d]! * item[(n % ITEMS) * WIDTH + d]!
    return sum
  })
const size = (values: readonly number[]) => Math.sqrt(values.reduce((sum, x) => sum + x * x, 0) / values.length)

describe('regressionDecoders', () => {
  it('predicts the blocks of the other modality from codes that determine them', () => {
    const expected = truth(codes!.values)
    expect(size(valuesOf(codes!.values, codes!).map((x, n) => x - expected[n]!))).toBeLessThan(0.1 * size(expected))
  })

  it('predicts nothing from unrelated codes, in a catalog hardly larger than the codes are wide', () => {
    // 30 numbers an item fit three quarters of any values of 40 items. They do not predict one item from the other 39.
    expect(size(valuesOf(other!.values, codes!))).toBeLessThan(0.2 * size(truth(other!.values)))
  })

  it('leaves out the blocks of the modality itself', () => {
    const [image] = regressionDecoders(factorsOf(codes!.values, new Float32Array(ITEMS * WIDTH)), [codes!, other!])
    expect(image!.user.every((x) => x === 0)).toBe(true)
  })
})
