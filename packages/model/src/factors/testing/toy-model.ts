import { fitConfigSchema, type ModelManifest } from '../../config/index.ts'
import { seededRandom } from '../../data/index.ts'
import { CUTOFFS, type Cutoff, type Metrics } from '../../evaluate/index.ts'
import type { Csr } from '../../linalg/index.ts'
import type { Factors } from '../factors.ts'
import { IdMap, Recommender } from '../../serve/index.ts'

export interface ToyModel {
  readonly users: number
  readonly items: number
  readonly seed?: number
  readonly itemIds?: readonly string[]
  /** The number at every place of a row; random between -1 and 1 if not given. */
  readonly value?: (row: number) => number
}

/** For tests: a recommender of random factors with two modalities, one of them missing for some items. */
export function toyModel({ users, items, seed = 1, itemIds, value }: ToyModel): Recommender {
  const random = seededRandom(seed)
  const matrix = (rows: number, dimension: number) =>
    Float32Array.from({ length: rows * dimension }, (_, n) => value?.(Math.floor(n / dimension)) ?? 2 * random() - 1)
  const block = (dimension: number) => ({ dimension, user: matrix(users, dimension), item: matrix(items, dimension) })
  const factors: Factors = {
    users,
    items,
    blocks: [
      { ...block(5), role: 'collaborative', inScore: true },
      { ...block(3), role: 'modal', inScore: true },
      { ...block(2), role: 'modal', inScore: false },
      { ...block(2), role: 'masked', inScore: false, modality: 'image' },
      { ...block(2), role: 'masked', inScore: false, modality: 'text' },
    ],
    modalities: ['image', 'text'].map((name, n) => ({
      name,
      present: Uint8Array.from({ length: items }, (_, item) => (n === 0 && item % 3 === 0 ? 0 : 1)),
    })),
    decoders: [block(3), block(3)],
    interventional: { joint: [1, 3, 4], alone: [[3], [4]] },
  }
  return new Recommender({
    factors,
    users: new IdMap(Array.from({ length: users }, (_, n) => `user-${n}`)),
    items: new IdMap(itemIds ?? Array.from({ length: items }, (_, n) => `item-${n}`)),
    manifest: toyManifest(),
    trained: everyOther(users, items),
  })
}

export function toyManifest(): ModelManifest {
  const byCutoff = Object.fromEntries(CUTOFFS.map((k) => [k, 0.1 / 3])) as Record<Cutoff, number>
  const metrics: Metrics = { recall: byCutoff, ndcg: byCutoff, precision: byCutoff, map: byCutoff }
  return {
    createdAt: '2025-01-02T03:04:05.678Z',
    config: fitConfigSchema.parse({}),
    dataset: {
      name: 'toy',
      fingerprint: 'ab'.repeat(32),
      interactions: 7,
      modalities: [
        { name: 'image', dimension: 3 },
        { name: 'text', dimension: 2 },
      ],
    },
    report: {
      base: 'vbpr',
      mrdib: true,
      seed: 1,
      backend: 'cpu',
      epochs: 3,
      bestEpoch: 2,
      secondsPerEpoch: 0.5,
      peakMemoryMiB: 100,
      valid: metrics,
      test: metrics,
    },
  }
}

/** For tests: even users took the even items, odd users the odd ones. */
function everyOther(users: number, items: number): Csr {
  const rows = Array.from({ length: users }, (_, user) =>
    [...Array(items).keys()].filter((item) => item % 2 === user % 2),
  )
  const indptr = Int32Array.from({ length: users + 1 }, (_, n) => rows.slice(0, n).flat().length)
  return { indptr, indices: Int32Array.from(rows.flat()) }
}
