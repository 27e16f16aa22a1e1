import { describe, expect, it } from 'vitest'
import { BASE_NAMES, carriesMrdib } from '../bases/index.ts'
import { type Dataset, type ModalityFeatures, seededRandom, SPLIT } from '../data/index.ts'
import { UserFacingError } from '../errors.ts'
import { BASELINE_NAMES } from '../baselines/index.ts'
import { fitConfigSchema } from '../config/index.ts'
import { fit } from './fit.ts'

const USERS = 8
const ITEMS = 10

function features(name: string, valueOf: (item: number, d: number) => number, items = ITEMS): ModalityFeatures {
  const values = Float32Array.from({ length: items * 3 }, (_, n) => valueOf(Math.floor(n / 3), n % 3))
  return { name, dimension: 3, values, present: new Uint8Array(items).fill(1) }
}

const random = seededRandom(4)
const image = features('image', () => random() - 0.5)
const text = features('text', () => random() - 0.5)

/** Every user has every second item, or what `pairs` says; the split is made here, so that it is the same for all. */
function shop(
  changes: Partial<Dataset> & { pairs?: [user: number, item: number, part: keyof typeof SPLIT][] } = {},
): Dataset {
  const { pairs = everySecond(), ...others } = changes
  const ids = (count: number) => Array.from({ length: count }, (_, n) => String(n))
  return {
    ...{ name: 'shop', userIds: ids(USERS), itemIds: ids(ITEMS), modalities: [image, text] },
    interactions: {
      users: Uint32Array.from(pairs, ([user]) => user),
      items: Uint32Array.from(pairs, ([, item]) => item),
      split: Uint8Array.from(pairs, ([, , part]) => SPLIT[part]),
    },
    ...others,
  }
}

function everySecond(): [number, number, keyof typeof SPLIT][] {
  return Array.from({ length: USERS * ITEMS }, (_, n): [number, number] => [Math.floor(n / ITEMS), n % ITEMS])
    .filter(([user, item]) => (user + item) % 2 === 0)
    .map(([user, item]) => [user, item, item >= 8 ? 'test' : item >= 6 ? 'valid' : 'train'])
}

const alone = (count: number) => Array.from({ length: count }, (_, n) => String(n))
const constant = (name: string) => features(name, () => 0.5)
const missing = (name: string) => ({ ...image, name, present: new Uint8Array(ITEMS) })

/** Data sets that are odd and no more: what is trained on them must serve. */
const ODD: Record<string, Dataset> = {
  'a user and an item without interactions': shop({
    pairs: everySecond().filter(([user, item]) => user !== 3 && item !== 4),
  }),
  'one user': shop({ userIds: ['0'], pairs: everySecond().filter(([user]) => user === 0) }),
  'two items': shop({
    itemIds: alone(2),
    pairs: [
      [0, 0, 'train'],
      [1, 1, 'train'],
      [2, 0, 'train'],
      [2, 1, 'valid'],
      [0, 1, 'test'],
    ],
    modalities: [features('image', (item, d) => item + d, 2), features('text', (item, d) => item - d, 2)],
  }),
  'a modality of constant vectors': shop({ modalities: [image, constant('text')] }),
  'nothing but constant vectors': shop({ modalities: [constant('image'), constant('text')] }),
  'zero vectors': shop({ modalities: [image, features('text', () => 0)] }),
  'two modalities that are the same': shop({ modalities: [image, { ...image, name: 'text' }] }),
  'a modality that every item lacks': shop({ modalities: [image, missing('text')] }),
  'modalities that every item lacks': shop({ modalities: [missing('image'), missing('text')] }),
  'a modality that one item has': shop({
    modalities: [image, { ...text, present: text.present.map((_, item) => (item === 2 ? 1 : 0)) }],
  }),
  'modalities that no item has both of': shop({
    modalities: [image, text].map((one, m) => ({
      ...one,
      present: one.present.map((_, item) => (item % 2 === m ? 1 : 0)),
    })),
  }),
  'nobody to validate on': shop({ pairs: everySecond().map(([user, item]) => [user, item, 'train']) }),
  'one training pair': shop({
    pairs: [
      [0, 0, 'train'],
      [0, 1, 'valid'],
      [0, 2, 'test'],
    ],
  }),
  'a user who has everything': shop({
    pairs: [
      ...everySecond().filter(([user]) => user > 0),
      ...alone(ITEMS).map((item): [number, number, 'train'] => [0, Number(item), 'train']),
    ],
  }),
  'enormous vectors': shop({ modalities: [features('image', (item, d) => 1e18 * (item + d)), text] }),
}

/** Data sets without a negative: nothing to learn from, while a reference in closed form makes do with them. */
const ONE_SIDED: Record<string, Dataset> = {
  'one item': shop({
    itemIds: ['0'],
    pairs: [
      [0, 0, 'train'],
      [1, 0, 'valid'],
    ],
    modalities: [features('image', () => 1, 1)],
  }),
  'users who have everything': shop({
    pairs: Array.from({ length: USERS * ITEMS }, (_, n) => [Math.floor(n / ITEMS), n % ITEMS, 'train']),
  }),
}

const EMPTY: Record<string, Dataset> = {
  'no interaction': shop({ pairs: [] }),
  'no training interaction': shop({
    pairs: [
      [0, 1, 'valid'],
      [1, 2, 'test'],
    ],
  }),
}

const bases = BASE_NAMES.flatMap((base) =>
  [false, ...(carriesMrdib(base) ? [true] : [])].map((mrdib) => ({
    base,
    mrdib,
    name: mrdib ? `${base} with MRdIB` : base,
  })),
)
const references = BASELINE_NAMES.map((base) => ({ base, mrdib: false, name: base }))
const small = { epochs: 2, embeddingSize: 4, batchSize: 16, interactionRank: 2, redundancyWeight: 0.1, neighbours: 3 }

describe.each([...bases, ...references])('$name', ({ base, mrdib }) => {
  const config = fitConfigSchema.parse({ ...small, base, mrdib })
  const isBaseline = references.some((reference) => reference.base === base)
  const served = isBaseline ? { ...ODD, ...ONE_SIDED } : ODD
  const refused = isBaseline ? EMPTY : { ...EMPTY, ...ONE_SIDED }

  it.each(Object.entries(served))('trains and serves: %s', async (_, dataset) => {
    const { model, report } = await fit(dataset, config)
    const items = dataset.itemIds.map((_, item) => item)
    for (const [user] of dataset.userIds.entries()) {
      const ranked = model.recommend(user, 5)
      expect(ranked.length).toBe(Math.min(5, items.length))
      expect(ranked.every(({ score }) => Number.isFinite(score))).toBe(true)
      model.explain(user, items).forEach(({ score, baseline, collaborative, unique, redundant, synergy }) => {
        const parts = Object.values(unique).reduce(
          (sum, part) => sum + part,
          baseline + collaborative + redundant + synergy,
        )
        expect(Math.abs(parts - score)).toBeLessThanOrEqual(1e-5 * Math.max(1, Math.abs(score)))
      })
    }
    expect(model.similarItems(0, 3).every(({ score }) => Number.isFinite(score))).toBe(true)
    expect([...Object.values(report.valid.ndcg), ...Object.values(report.test.ndcg)].every(Number.isFinite)).toBe(true)
  })

  it.each(Object.entries(refused))('is refused in one sentence: %s', async (_, dataset) => {
    const error = await fit(dataset, config).then(
      () => null,
      (thrown: unknown) => thrown,
    )
    expect(error).toBeInstanceOf(UserFacingError)
    expect((error as Error).message).toMatch(
      /^Data set "shop" has no training interaction( to tell from a non-interaction)?\.$/,
    )
  })
})
