import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { INTERACTION_WEIGHTS } from '@trifold/catalog'
import type { FitConfigInput } from '@trifold/model'
import { readNpy, type Dataset, type ModalityFeatures } from '@trifold/model/data'
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

/**
 * Settings under which explanations follow the shoppers' tastes. With 54 products a picture model can memorize any taste;
 * the penalty on projections makes it use what pictures look like instead. The rank is high because a combination is a sum
 * of four products of traits, none of them a strong direction.
 */
export const DEMO_SETTINGS = {
  learningRate: 0.005,
  patience: 20,
  uniqueWeight: 0.5,
  jointWeight: 1,
  interactionRank: 128,
  projectionRegularization: 8e-5,
} as const satisfies FitConfigInput

/** The shop as a data set, and the truth about its shoppers. */
export interface DemoShop {
  readonly dataset: Dataset
  /** Taste of each user, by the data set's user index. */
  readonly tastes: readonly Taste[]
}

/** The same data set as a snapshot of the seeded catalog, without a database. */
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
