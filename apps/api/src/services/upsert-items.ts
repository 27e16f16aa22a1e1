import { inTransaction } from '@trifold/catalog'
import type { Platform } from '../context.ts'
import { refusal, type UserError } from '../errors/refusal.ts'
import { BATCH_LIMIT } from '../limits/batch.ts'
import { shorten } from '../ids.ts'
import { externalIdFault } from './identity.ts'
import { type ItemFields, itemFault } from './item-fields.ts'

export interface UpsertedItems {
  readonly created: number
  readonly updated: number
  /** Row keys, in the order of the input. */
  readonly items: number[]
  readonly userErrors: UserError[]
}

/** Create items or change them; rows stand for themselves. Three statements and a transaction, however many rows. */
export async function upsertItems(
  platform: Pick<Platform, 'pool'>,
  rows: readonly ItemFields[],
): Promise<UpsertedItems> {
  if (rows.length > BATCH_LIMIT) {
    const message = `The batch has ${rows.length} items; at most ${BATCH_LIMIT} are taken at once.`
    return { created: 0, updated: 0, items: [], userErrors: [refusal('TOO_MANY_ROWS', message, ['items'])] }
  }
  const userErrors: UserError[] = []
  const accepted = new Map<string, ItemFields>()
  const known = await knownItems(platform, rows)
  rows.forEach((row, index) => {
    const fault = accepted.has(row.externalId)
      ? refusal('DUPLICATE_ROW', `The external id "${shorten(row.externalId)}" stands in an earlier row already.`, [
          'items',
          index,
          'externalId',
        ])
      : itemFault(row, index, known.has(row.externalId))
    if (fault) userErrors.push(fault)
    else accepted.set(row.externalId, row)
  })
  const stored = accepted.size === 0 ? [] : await store(platform, [...accepted.values()])
  const created = stored.filter((row) => row.created).length
  const keys = new Map(stored.map((row) => [row.external_id, row.id]))
  const items = [...accepted.keys()].flatMap((externalId) => keys.get(externalId) ?? [])
  return { created, updated: stored.length - created, items, userErrors }
}

async function knownItems({ pool }: Pick<Platform, 'pool'>, rows: readonly ItemFields[]): Promise<Set<string>> {
  const ids = rows.map((row) => row.externalId).filter((id) => externalIdFault(id) === null)
  const found = await pool.query<{ external_id: string }>(
    'select external_id from items where external_id = any($1::text[])',
    [ids],
  )
  return new Set(found.rows.map((row) => row.external_id))
}

interface StoredItem {
  readonly id: number
  readonly external_id: string
  readonly created: boolean
}

/** Rows go in as one JSON document, new ones first: then a field that is absent keeps its value, and a null clears it. */
async function store({ pool }: Pick<Platform, 'pool'>, rows: readonly ItemFields[]): Promise<StoredItem[]> {
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
