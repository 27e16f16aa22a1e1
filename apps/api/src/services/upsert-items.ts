import { inTransaction } from '@trifold/catalog'
import type { Pool } from 'pg'
import type { Platform } from '../context/index.ts'
import type { UserError } from '../errors/index.ts'
import { batchError, duplicateRow, itemKeys } from './batch.ts'
import { type ItemFields, itemFieldsError } from './item-fields.ts'

export interface UpsertedItems {
  readonly created: number
  readonly updated: number
  /** Row keys, in the order of the input. */
  readonly items: readonly number[]
  readonly userErrors: readonly UserError[]
}

/** Create or change items. A wrong row does not stop the others. Three statements, for any number of rows. */
export async function upsertItems(
  { pool }: Pick<Platform, 'pool'>,
  rows: readonly ItemFields[],
): Promise<UpsertedItems> {
  const tooMany = batchError(rows, 'items')
  if (tooMany) return { created: 0, updated: 0, items: [], userErrors: [tooMany] }
  const existing = await itemKeys(
    pool,
    rows.map((row) => row.externalId),
  )
  const userErrors: UserError[] = []
  const valid = new Map<string, ItemFields>()
  rows.forEach((row, index) => {
    const error = valid.has(row.externalId)
      ? duplicateRow('The external id', row.externalId, ['items', index, 'externalId'])
      : itemFieldsError(row, index, !existing.has(row.externalId))
    if (error) userErrors.push(error)
    else valid.set(row.externalId, row)
  })
  const stored = valid.size === 0 ? [] : await store(pool, [...valid.values()])
  const created = stored.filter((row) => row.created).length
  const keys = new Map(stored.map((row) => [row.external_id, row.id]))
  const items = [...valid.keys()].flatMap((externalId) => keys.get(externalId) ?? [])
  return { created, updated: stored.length - created, items, userErrors }
}

interface StoredItem {
  readonly id: number
  readonly external_id: string
  readonly created: boolean
}

/** The rows are one JSON document, in which an absent field (keep) differs from a null (clear). */
async function store(pool: Pool, rows: readonly ItemFields[]): Promise<StoredItem[]> {
  // sorted, so that two batches lock the same rows in the same order
  const document = JSON.stringify([...rows].sort((a, b) => (a.externalId < b.externalId ? -1 : 1)))
  return inTransaction(pool, async (client) => {
    const created = await client.query<StoredItem>(INSERT, [document])
    const updated = await client.query<StoredItem>(UPDATE, [document, created.rows.map((row) => row.id)])
    return [...created.rows, ...updated.rows]
  })
}

const INSERT = `
  insert into items (external_id, title, description, category, image_url, price_minor, currency, stock, is_available, attributes, updated_at)
  select g->>'externalId', g->>'title', coalesce(g->>'description', ''), g->>'category', g->>'imageUrl',
         (g->>'priceMinor')::int, g->>'currency', (g->>'stock')::int, coalesce((g->>'isAvailable')::boolean, true),
         coalesce(nullif(g->'attributes', 'null'), '{}'), now()
  from jsonb_array_elements($1::jsonb) as g where g->>'title' is not null
  on conflict (external_id) do nothing
  returning id, external_id, true as created`

const UPDATE = `
  update items i set
    title = coalesce(g->>'title', i.title),
    description = case when g ? 'description' then coalesce(g->>'description', '') else i.description end,
    category = case when g ? 'category' then g->>'category' else i.category end,
    image_url = case when g ? 'imageUrl' then g->>'imageUrl' else i.image_url end,
    price_minor = case when g ? 'priceMinor' then (g->>'priceMinor')::int else i.price_minor end,
    currency = case when g ? 'currency' then g->>'currency' else i.currency end,
    stock = case when g ? 'stock' then (g->>'stock')::int else i.stock end,
    is_available = coalesce((g->>'isAvailable')::boolean, i.is_available),
    attributes = case when g ? 'attributes' then coalesce(nullif(g->'attributes', 'null'), '{}') else i.attributes end,
    updated_at = now()
  from jsonb_array_elements($1::jsonb) as g
  where i.external_id = g->>'externalId' and i.id <> all($2::int[])
  returning i.id, i.external_id, false as created`
