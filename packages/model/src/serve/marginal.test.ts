import { describe, expect, it } from 'vitest'
import { Random } from '../train/random.ts'
import type { Factors } from './factors.ts'
import { codesOf, marginalDecoders } from './marginal.ts'

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
    blocks: [{ ...block, item: image, modality: 'image' }, { ...block, item: text, modality: 'text' }],
    modalities: ['image', 'text'].map((name) => ({ name, present })),
    decoders: [],
    interventional: { joint: [0, 1], alone: [[0], [1]] },
  }
}

/** What the first modality is said to say of all items, of one user, and the size of it over all users. */
function said(factors: Factors, codes: Parameters<typeof marginalDecoders>[1]) {
  const [{ dimension, user, item }] = marginalDecoders(factors, codes)
  const value = (u: number, i: number) => {
    let sum = 0
    for (let d = 0; d < dimension; d++) sum += user[u * dimension + d] * item[i * dimension + d]
    return sum
  }
  return Array.from({ length: USERS * ITEMS }, (_, n) => value(Math.floor(n / ITEMS), n % ITEMS))
}

const truth = (item: Float32Array) =>
  Array.from({ length: USERS * ITEMS }, (_, n) => {
    let sum = 0
    for (let d = 0; d < WIDTH; d++) sum += users[Math.floor(n / ITEMS) * WIDTH + d] * item[(n % ITEMS) * WIDTH + d]
    return sum
  })
const size = (values: readonly number[]) => Math.sqrt(values.reduce((sum, x) => sum + x * x, 0) / values.length)

describe('marginalDecoders', () => {
  it('has what a modality says itself exactly, though its codes tell nothing of it', () => {
    const found = said(factorsOf(codes.values, new Float32Array(ITEMS * WIDTH)), [other, other])
    truth(codes.values).forEach((value, n) => expect(found[n]).toBeCloseTo(value, 4))
  })

  it('adds what the codes tell of the other', () => {
    const found = said(factorsOf(new Float32Array(ITEMS * WIDTH), codes.values), [codes, other])
    const wanted = truth(codes.values)
    expect(size(found.map((x, n) => x - wanted[n]))).toBeLessThan(0.1 * size(wanted))
  })

  it('tells nothing of the other from codes that have nothing to do with it, in a catalogue hardly larger than they are wide', () => {
    // 30 numbers an item explain three quarters of anything said of 40 items, but not of one from the other 39
    const found = said(factorsOf(new Float32Array(ITEMS * WIDTH), other.values), [codes, other])
    expect(size(found)).toBeLessThan(0.2 * size(truth(other.values)))
  })

  it('gives the codes back', () => {
    const factors = factorsOf(codes.values, other.values)
    expect(codesOf({ ...factors, decoders: marginalDecoders(factors, [codes, other]) })).toEqual([codes, other])
  })
})
