import { fitConfigSchema, IdMap, type ModelManifest, Recommender } from '@trifold/model'

export const USERS = 30
export const ITEMS = 150
const DIMENSION = 8

/** Small numbers that look random and are the same on every run (mulberry32). */
export function numbersFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

type Factors = Recommender['factors']

/** Six items of each of some users of the test shop, by index, the first users first. `[users, 6]` */
export function drawHistories(users: number): number[][] {
  const next = numbersFrom(7)
  return Array.from({ length: users }, () => Array.from({ length: 6 }, () => Math.floor(next() ** 2 * ITEMS)))
}

function trainedPairs(): Recommender['trained'] {
  const rows = drawHistories(USERS).map((items) => [...new Set(items)].sort((a, b) => a - b))
  const indptr = Int32Array.from({ length: USERS + 1 }, (_, n) => rows.slice(0, n).flat().length)
  return { indptr, indices: Int32Array.from(rows.flat()) }
}

/** A model of users `u0..` and items `i0..` with factors made by hand: real to serve and to explain, without training. */
export function handMadeModel(seed: number): Recommender {
  const next = numbersFrom(seed)
  const matrix = (rows: number) => Float32Array.from({ length: rows * DIMENSION }, () => next() * 2 - 1)
  const block = () => ({ dimension: DIMENSION, user: matrix(USERS), item: matrix(ITEMS) })
  const present = new Uint8Array(ITEMS).fill(1)
  const factors: Factors = {
    users: USERS,
    items: ITEMS,
    blocks: [
      { ...block(), role: 'collaborative', inScore: true },
      { ...block(), role: 'modal', inScore: true },
    ],
    modalities: ['image', 'text'].map((name) => ({ name, present })),
    decoders: [block(), block()],
    interventional: { joint: [1], alone: [[], []] },
  }
  const ids = (prefix: string, count: number) => new IdMap(Array.from({ length: count }, (_, n) => `${prefix}${n}`))
  return new Recommender({
    factors,
    users: ids('u', USERS),
    items: ids('i', ITEMS),
    manifest: manifestOf(seed),
    trained: trainedPairs(),
  })
}

function manifestOf(seed: number): ModelManifest {
  const at = { '5': 0.1, '10': 0.2, '20': 0.3, '50': 0.4 }
  const metrics = { recall: at, ndcg: at, precision: at, map: at }
  const config = { base: 'vbpr', mrdib: true, seed } as const
  return {
    createdAt: '2026-01-01T00:00:00.000Z',
    config: fitConfigSchema.parse(config),
    dataset: {
      name: 'hand-made',
      fingerprint: 'a'.repeat(64),
      interactions: 300,
      modalities: [
        { name: 'image', dimension: 4 },
        { name: 'text', dimension: 4 },
      ],
    },
    report: {
      base: 'vbpr',
      mrdib: true,
      seed,
      backend: 'none',
      epochs: 1,
      bestEpoch: 1,
      secondsPerEpoch: 0,
      peakMemoryMiB: 0,
      valid: metrics,
      test: metrics,
    },
  }
}
