import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { readNpy, type Dataset, type ModalityFeatures } from '@trifold/model/data'
import { INTERACTION_WEIGHTS } from '../interactions/weights.ts'
import { DEMO_DIR, readProducts } from './products.ts'
import { inOrder, simulateShoppers } from './shoppers.ts'
import type { Taste } from './tastes.ts'
import type { Traits } from './traits.ts'

/** In the order in which a snapshot of the catalog has them. */
export const DEMO_MODALITIES = ['image', 'text'] as const

const rows = z.array(z.array(z.number()))
const traitsSchema = z.object({ picture: rows, words: rows, both: rows })

/** `traits.json` */
export async function readTraits(): Promise<Traits> {
  return traitsSchema.parse(JSON.parse(await readFile(join(DEMO_DIR, 'traits.json'), 'utf8')))
}

/** The shop as a data set, and the truth about its shoppers. */
export interface DemoShop {
  readonly dataset: Dataset
  /** What each user goes by, by the data set's user indexes. */
  readonly tastes: readonly Taste[]
}

/** The data set that a snapshot of the seeded catalog is, without a database. */
export async function readDemoShop(): Promise<DemoShop> {
  const products = await readProducts()
  const shoppers = [...simulateShoppers(await readTraits())]
  const events = inOrder(shoppers)
  return {
    dataset: {
      name: 'demo shop',
      userIds: shoppers.map(({ externalId }) => externalId),
      itemIds: products.map(({ slug }) => slug),
      interactions: {
        users: Uint32Array.from(events, ({ shopper }) => shopper),
        items: Uint32Array.from(events, ({ product }) => product),
        weights: Float32Array.from(events, ({ type }) => INTERACTION_WEIGHTS[type]),
        times: Float64Array.from(events, ({ time }) => time),
      },
      modalities: await Promise.all(DEMO_MODALITIES.map(readFeatures)),
    },
    tastes: shoppers.map(({ taste }) => taste),
  }
}

async function readFeatures(name: string): Promise<ModalityFeatures> {
  const file = await readNpy(join(DEMO_DIR, `${name}_feat.npy`))
  const values = new Float32Array(file.rows * file.columns) // [products, columns]
  for await (const chunk of file.chunks()) values.set(chunk.values, chunk.firstRow * file.columns)
  return { name, dimension: file.columns, values, present: new Uint8Array(file.rows).fill(1) }
}
