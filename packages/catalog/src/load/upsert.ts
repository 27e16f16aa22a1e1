import type pg from 'pg'

/** What became of the rows of an upsert. */
export interface Upserted {
  readonly created: number
  readonly updated: number
  /** Those that were there with the same values. */
  readonly unchanged: number
}

/** An item or user by its external id; absent fields stay as they are, null clears. */
interface UpsertRow {
  readonly id: string
  /** Merged into those that are there; null removes one. */
  readonly attributes: Readonly<Record<string, unknown>>
}

export interface ItemUpsert extends UpsertRow {
  readonly title?: string
  readonly description?: string
  readonly category?: string | null
  readonly imageUrl?: string | null
  readonly priceMinor?: number | null
  readonly currency?: string | null
  readonly stock?: number | null
  readonly isAvailable?: boolean
}

export interface UserUpsert extends UpsertRow {
  readonly displayName?: string | null
}

// Rows go in as one JSON document `$1`; `ordinality` keeps the order of the file for the internal keys.
const ROWS = `jsonb_array_elements($1::jsonb) WITH ORDINALITY AS row(g, n)`
const NEW_ATTRIBUTES = `(SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(g->'attributes')
  WHERE value <> 'null')`
const mergedAttributes = (table: string) => `(SELECT coalesce(jsonb_object_agg(key, value), '{}')
  FROM jsonb_each(${table}.attributes || (g->'attributes')) WHERE value <> 'null')`
const kept = (key: string, column: string, type = '') =>
  `CASE WHEN g ? '${key}' THEN (g->>'${key}')${type} ELSE t.${column} END`

const INSERT_ITEMS = `
  INSERT INTO items (external_id, title, description, category, image_url, price_minor, currency, stock, is_available,
                     attributes)
  SELECT g->>'id', coalesce(g->>'title', g->>'id'), coalesce(g->>'description', ''), g->>'category', g->>'imageUrl',
         (g->>'priceMinor')::int, g->>'currency', (g->>'stock')::int, coalesce((g->>'isAvailable')::boolean, true),
         ${NEW_ATTRIBUTES}
  FROM ${ROWS} WHERE NOT EXISTS (SELECT FROM items WHERE external_id = g->>'id') ORDER BY n
  ON CONFLICT (external_id) DO NOTHING RETURNING external_id`

const UPDATE_ITEMS = `
  UPDATE items t SET
    (title, description, category, image_url, price_minor, currency, stock, is_available, attributes, updated_at) =
    (v.title, v.description, v.category, v.image_url, v.price_minor, v.currency, v.stock, v.is_available, v.attributes,
     now())
  FROM (
    SELECT t.id, coalesce(g->>'title', t.title) AS title, coalesce(g->>'description', t.description) AS description,
           ${kept('category', 'category')} AS category, ${kept('imageUrl', 'image_url')} AS image_url,
           ${kept('priceMinor', 'price_minor', '::int')} AS price_minor, ${kept('currency', 'currency')} AS currency,
           ${kept('stock', 'stock', '::int')} AS stock,
           coalesce((g->>'isAvailable')::boolean, t.is_available) AS is_available, ${mergedAttributes('t')} AS attributes
    FROM ${ROWS} JOIN items t ON t.external_id = g->>'id' WHERE NOT g->>'id' = ANY ($2)
  ) v
  WHERE t.id = v.id AND (t.title, t.description, t.category, t.image_url, t.price_minor, t.currency, t.stock,
                         t.is_available, t.attributes)
    IS DISTINCT FROM (v.title, v.description, v.category, v.image_url, v.price_minor, v.currency, v.stock,
                      v.is_available, v.attributes)`

const INSERT_USERS = `
  INSERT INTO users (external_id, display_name, attributes)
  SELECT g->>'id', g->>'displayName', ${NEW_ATTRIBUTES}
  FROM ${ROWS} WHERE NOT EXISTS (SELECT FROM users WHERE external_id = g->>'id') ORDER BY n
  ON CONFLICT (external_id) DO NOTHING RETURNING external_id`

const UPDATE_USERS = `
  UPDATE users t SET display_name = v.display_name, attributes = v.attributes
  FROM (
    SELECT t.id, ${kept('displayName', 'display_name')} AS display_name, ${mergedAttributes('t')} AS attributes
    FROM ${ROWS} JOIN users t ON t.external_id = g->>'id' WHERE NOT g->>'id' = ANY ($2)
  ) v
  WHERE t.id = v.id AND (t.display_name, t.attributes) IS DISTINCT FROM (v.display_name, v.attributes)`

/** Enters new items and changes those that are there, in two statements. @param rows of different ids */
export const upsertItems = (client: pg.PoolClient, rows: readonly ItemUpsert[]): Promise<Upserted> =>
  upsert(client, rows, INSERT_ITEMS, UPDATE_ITEMS)

/** The same for users. @param rows of different ids */
export const upsertUsers = (client: pg.PoolClient, rows: readonly UserUpsert[]): Promise<Upserted> =>
  upsert(client, rows, INSERT_USERS, UPDATE_USERS)

async function upsert(
  client: pg.PoolClient,
  rows: readonly UpsertRow[],
  insert: string,
  update: string,
): Promise<Upserted> {
  if (rows.length === 0) return { created: 0, updated: 0, unchanged: 0 }
  const document = JSON.stringify(rows)
  const inserted = await client.query<{ external_id: string }>(insert, [document])
  const created = inserted.rows.map((row) => row.external_id)
  const updated = created.length < rows.length ? ((await client.query(update, [document, created])).rowCount ?? 0) : 0
  return { created: created.length, updated, unchanged: rows.length - created.length - updated }
}
