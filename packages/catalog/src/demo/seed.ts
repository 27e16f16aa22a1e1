import { join } from 'node:path'
import type pg from 'pg'
import { readNpy } from '@trifold/model/data'
import { UserFacingError } from '@trifold/model/errors'
import { inTransaction } from '../database/pool.ts'
import { INTERACTION_WEIGHTS } from '../interactions/weights.ts'
import { catalogSize } from '../load/contents.ts'
import { copyInto } from '../load/copy.ts'
import { enterModality, loadFeatures } from '../load/features.ts'
import { lockLoads } from '../load/lock.ts'
import type { ImportSummary, OnProgress } from '../load/progress.ts'
import { readTraits } from './dataset.ts'
import { DEMO_DIR, readProducts, toItem, type Product } from './products.ts'
import { inOrder, simulateShoppers, type Shopper } from './shoppers.ts'

const MODALITIES = [
  { name: 'image', normalization: 'NONE' },
  { name: 'text', normalization: 'L2' },
] as const

export interface SeedOptions {
  /** In rows written. */
  readonly onProgress?: OnProgress
}

/**
 * Fills an empty catalog with the demo shop: its products, their vectors, and 2,000 simulated shoppers. All or
 * nothing; once it is there, a second call changes nothing.
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
  return rows[0].count
}

/** @throws UserFacingError when there is something, and it is not this shop */
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
      writer.row(4).text(externalId).text(displayName).jsonb({ simulated: true, taste }).timestamp(events[0].time)
    }
    yield
  })
  const { rows } = await client.query<{ id: number }>('SELECT id FROM users ORDER BY id') // the table was empty
  return Int32Array.from(rows, ({ id }) => id)
}

const ROWS_A_PIECE = 2000

/** In order of time, as they would have come in. */
async function insertInteractions(
  client: pg.PoolClient,
  shoppers: readonly Shopper[],
  users: Int32Array,
  items: Int32Array,
  onRows: (rows: number) => void,
): Promise<void> {
  const all = inOrder(shoppers)
  await copyInto(client, 'interactions (user_id, item_id, type, weight, occurred_at)', function* (writer) {
    for (let start = 0; start < all.length; start += ROWS_A_PIECE) {
      const piece = all.slice(start, start + ROWS_A_PIECE)
      for (const { shopper, product, type, time } of piece) {
        writer
          .row(5)
          .int32(users[shopper])
          .int32(items[product])
          .text(type)
          .float32(INTERACTION_WEIGHTS[type])
          .timestamp(time)
      }
      onRows(piece.length)
      yield
    }
  })
}
