import { describe, expect, it } from 'vitest'
import type { Csr } from '../linalg/index.ts'
import type { Block, Factors } from '../factors/index.ts'
import { Random } from '../nn/index.ts'
import { calibrate } from './calibration.ts'
import { regressionDecoders } from './modality-regression.ts'

const USERS = 400
const ITEMS = 200
const random = new Random(15)
const [first, second] = [random.normals(ITEMS), random.normals(ITEMS)]
const taste = random.normals(USERS)
const noise = random.normals(USERS).map((x) => 0.2 * x)
const ones = new Uint8Array(ITEMS).fill(1)
const column = (values: Float32Array) => ({ dimension: 1, values })

/** The rows of even users follow the first code; their second is noise. For odd users it is the other way around. */
const goesBy = (code: number) =>
  Float32Array.from(taste, (t, user) => (user % 2 === code ? 2 * Math.sign(t) : 0) + noise[user]!)
const modal = (block: Omit<Block, 'dimension'>, modality?: string) =>
  ({ ...block, dimension: 1, role: 'modal', inScore: true, modality }) as const
const factors: Factors = {
  users: USERS,
  items: ITEMS,
  blocks: [
    {
      role: 'collaborative',
      inScore: true,
      dimension: 1,
      user: new Float32Array(USERS).fill(1),
      item: random.normals(ITEMS),
    },
    modal({ user: goesBy(0), item: first }, 'a'),
    modal({ user: goesBy(1), item: second }, 'b'),
  ],
  modalities: [
    { name: 'a', present: ones },
    { name: 'b', present: ones },
  ],
  decoders: [],
  interventional: { joint: [1, 2], alone: [[1], [2]] },
}

/** Ten held-out items a user, drawn in proportion to exp(what truly drives the user). */
function draw(): Csr {
  const indices = Array.from(taste, (t, user) => {
    const odds = Array.from(user % 2 === 0 ? first : second, (x) => Math.exp(2 * Math.sign(t) * x))
    const sum = odds.reduce((a, b) => a + b)
    const drawn = Array.from({ length: 10 }, () => {
      let left = random.uniform() * sum
      return odds.findIndex((x) => (left -= x) < 0)
    })
    return [...new Set(drawn)].sort((a, b) => a - b)
  })
  let end = 0
  return {
    indptr: Int32Array.from([0, ...indices.map((row) => (end += row.length))]),
    indices: Int32Array.from(indices.flat()),
  }
}

const nothing: Csr = { indptr: new Int32Array(USERS + 1), indices: new Int32Array(0) }
const calibration = (heldOut: Csr, ndcg20: (candidate: Factors) => number = () => 0.5) => ({
  codes: [column(first), column(second)],
  train: nothing,
  heldOut,
  random: new Random(1),
  ndcg20: (candidate: Factors) =>
    Promise.resolve(Float64Array.from({ length: 50 }, (_, n) => 0.1 * (n % 5) + ndcg20(candidate))),
})
const userOf = ({ blocks }: Factors, index: number) => blocks[index]!.user as Float32Array

describe('calibrate', () => {
  const heldOut = draw()

  it('shrinks noise and keeps signal', async () => {
    const served = await calibrate(factors, calibration(heldOut))
    for (const [index, code] of [
      [1, 0],
      [2, 1],
    ]) {
      const before = userOf(factors, index!)
      const after = userOf(served, index!)
      const shareLeft = (ours: boolean) => {
        const chosen = [...before.keys()].filter((user) => (user % 2 === code) === ours)
        return (
          chosen.reduce((sum, user) => sum + Math.abs(after[user]!), 0) /
          chosen.reduce((sum, user) => sum + Math.abs(before[user]!), 0)
        )
      }
      expect(shareLeft(true)).toBeGreaterThan(0.9)
      expect(shareLeft(false)).toBeLessThan(0.1)
    }
    expect(served.blocks[0]).toBe(factors.blocks[0])
  })

  it('leaves the served score alone where ranking would suffer, and where nothing is held out', async () => {
    const worse = await calibrate(
      factors,
      calibration(heldOut, (candidate) => (candidate === factors ? 0.5 : 0.49)),
    )
    expect(worse.blocks).toBe(factors.blocks)
    expect((await calibrate(factors, calibration(nothing))).blocks).toBe(factors.blocks)
    expect(worse.decoders.length).toBe(2)
  })
})

describe('regressionDecoders', () => {
  const decode = (blocks: Factors['blocks'], codes = [column(first), column(second)]) =>
    regressionDecoders({ ...factors, blocks, interventional: { joint: [], alone: [[], []] } }, codes).map(
      ({ user }) => user[0],
    )
  const blockOf = (item: Float32Array) => modal({ user: new Float32Array(USERS).fill(1), item })

  it('reads an independent modality as it is served', () => {
    const [a, b] = decode([blockOf(first), blockOf(second.map((x) => 3 * x))])
    expect(a).toBeCloseTo(1, 0)
    expect(b).toBeCloseTo(3, 0)
  })

  it('gives each of two copies the whole value', () => {
    const [a, b] = decode([blockOf(first), blockOf(first)], [column(first), column(first)])
    expect([a, b].map((x) => Math.round(100 * x!) / 100)).toEqual([2, 2])
  })

  it('gives a modality nothing of an unrelated block', () => {
    const product = first.map((x, item) => x * second[item]!)
    for (const alone of decode([blockOf(product)])) expect(Math.abs(alone!)).toBeLessThan(0.25)
    expect(decode([])).toEqual([0, 0])
    expect(decode([blockOf(first)], [column(new Float32Array(ITEMS)), column(first)])[0]).toBe(0)
  })
})
