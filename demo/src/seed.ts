import { join } from 'node:path'
import type pg from 'pg'
import {
  catalogSize,
  copyInto,
  enterModality,
  INTERACTION_WEIGHTS,
  inTransaction,
  loadFeatures,
  lockLoads,
  type ImportSummary,
  type OnProgress,
} from '@trifold/catalog'
import { readNpy } from '@trifold/model/data'
import { UserFacingError } from '@trifold/model/errors'
import { readTraits } from './dataset.ts'
import { DEMO_DIR, readProducts, toItem, type Product } from './products.ts'
import { inOrder, simulateShoppers, type Shopper } from './shoppers.ts'

const MODALITIES = [
  { name: 'image', normalization: 'NONE' },
  { name: 'text', normalization: 'L2' },
] as const

export interface SeedOptions {
  /** Counts rows written. */
  readonly onProgress?: OnProgress
}

/**
 * Fills an empty catalog with the demo shop: products, vectors and 2,000 simulated shoppers, in one transaction. If the
 * shop is there already, nothing changes.
 *
 * @throws UserFacingError when the catalog holds something else
 */
export async function seedDemo(pool: pg.Pool, { onProgress = () => {} }: SeedOptions = {}): Promise<ImportSummary> {
  const products = await readProducts()
  const shoppers = [...simulateShoppers(await readTraits())]
  const interactions = shoppers.reduce((sum, { events }) => sum + events.length, 0)
  const total = products.length * (1 + MODALITIES.length) + shoppers.length + interactions
  let done = 0
  const advance = (step: string, written: number) => onProgress({ step, done: (done += written), total })

  return inTransaction(pool, async (client) => {
    await lockLoads(client)
    if (await isSeeded(client, products)) return { users: 0, items: 0, interactions: 0, features: {} }
    const items = await insertItems(client, products)
    advance('products', products.length)
    const features: Record<string, number> = {}
    for (const { name, normalization } of MODALITIES) {
      const path = join(DEMO_DIR, `${name}_feat.npy`)
      const file = await readNpy(path)
      const id = await enterModality(client, { name, dimension: file.columns, normalization }, path)
      features[name] = await loadFeatures(client, id, items, file.columns, file.chunks())
      advance('features', products.length)
    }
    const users = await insertShoppers(client, shoppers)
    advance('shoppers', shoppers.length)
    await insertInteractions(client, shoppers, users, items, (written) => advance('interactions', written))
    await client.query('ANALYZE users, items, item_features, interactions')
    return { users: shoppers.length, items: products.length, interactions, features }
  })
}

/** Whether the catalog's products are those of the demo shop. */
export async function isDemoShop(pool: pg.Pool): Promise<boolean> {
  const products = await readProducts()
  const { items } = await catalogSize(pool)
  return items === products.length && (await countOf(pool, products)) === items
}

async function countOf(client: Pick<pg.PoolClient, 'query'>, products: readonly Product[]): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM items WHERE external_id = ANY ($1)',
    [products.map((product) => product.slug)],
  )
  return rows[0]!.count
}

/** @throws UserFacingError when the catalog holds something else */
async function isSeeded(client: pg.PoolClient, products: readonly Product[]): Promise<boolean> {
  const { users, items } = await catalogSize(client)
  if (users === 0 && items === 0) return false
  if ((await countOf(client, products)) === products.length) return true
  throw new UserFacingError(
    `The catalog is not empty (${items} items, ${users} users) and is not the demo shop: ` +
      'seed a fresh DATA_DIR or DATABASE_URL.',
  )
}

/** @returns internal keys, in the order of the products */
async function insertItems(client: pg.PoolClient, products: readonly Product[]): Promise<Int32Array> {
  const { rows } = await client.query<{ id: number; external_id: string }>(
    `INSERT INTO items (external_id, title, description, category, image_url, price_minor, currency, stock, attributes)
     SELECT external_id, title, description, category, image_url, price_minor, currency, stock, attributes
     FROM ROWS FROM (jsonb_to_recordset($1) AS (external_id text, title text, description text, category text,
       image_url text, price_minor int, currency text, stock int, attributes jsonb)) WITH ORDINALITY
     ORDER BY ordinality
     RETURNING id, external_id`,
    [JSON.stringify(products.map(toItem))],
  )
  const ids = new Map(rows.map((row) => [row.external_id, row.id]))
  return Int32Array.from(products, ({ slug }) => ids.get(slug)!)
}

/** @returns internal keys, in the order of the shoppers */
async function insertShoppers(client: pg.PoolClient, shoppers: readonly Shopper[]): Promise<Int32Array> {
  await copyInto(client, 'users (external_id, display_name, attributes, created_at)', function* (writer) {
    for (const { externalId, displayName, taste, events } of shoppers) {
      writer.row(4).text(externalId).text(displayName).jsonb({ simulated: true, taste }).timestamp(events[0]!.time)
    }
    yield
  })
  const { rows } = await client.query<{ id: number }>('SELECT id FROM users ORDER BY id') // the table was empty
  return Int32Array.from(rows, ({ id }) => id)
}

const BATCH_ROWS = 2000

/** In order of time. */
async function insertInteractions(
  client: pg.PoolClient,
  shoppers: readonly Shopper[],
  users: Int32Array,
  items: Int32Array,
  onRows: (rows: number) => void,
): Promise<void> {
  const all = inOrder(shoppers)
  await copyInto(client, 'interactions (user_id, item_id, type, weight, occurred_at)', function* (writer) {
    for (let start = 0; start < all.length; start += BATCH_ROWS) {
      const piece = all.slice(start, start + BATCH_ROWS)
      for (const { shopper, product, type, time } of piece) {
        writer
          .row(5)
          .int32(users[shopper]!)
          .int32(items[product]!)
          .text(type)
          .float32(INTERACTION_WEIGHTS[type])
          .timestamp(time)
      }
      onRows(piece.length)
      yield
    }
  })
}
