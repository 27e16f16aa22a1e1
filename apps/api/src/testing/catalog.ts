import type { Pool } from 'pg'
import { drawHistories, ITEMS, USERS } from './model.ts'

/** Items that no list may show. */
export const HIDDEN = ['i3', 'i4']
/** In the catalog, but newer than any model. */
export const COLD_ITEM = 'cold'
/** A user without interactions, and one that no model has seen. */
export const NEWCOMER = 'newcomer'
export const LATECOMER = 'latecomer'

/** A shop for tests: the users and items of the hand-made model, some of them hidden or sold out, and newer ones. */
export async function fillCatalog(pool: Pool): Promise<void> {
  const items = [...names('i', ITEMS), COLD_ITEM]
  await pool.query(
    `insert into items (external_id, title, description, category, image_url, price_minor, currency, stock, is_available, updated_at)
     select id, 'Item ' || id, 'About ' || id, 'category ' || (position % 5), '/media/' || id || '.webp', position * 100, 'EUR',
            case when id = 'i4' then 0 else 9 end, id <> 'i3', now()
     from unnest($1::text[]) with ordinality as r(id, position) order by position`,
    [items],
  )
  await pool.query(
    'insert into users (external_id, display_name) select id, upper(id) from unnest($1::text[]) as r(id)',
    [[...names('u', USERS), NEWCOMER, LATECOMER]],
  )
  const histories = drawHistories(USERS + 1)
  const rows = [...names('u', USERS), LATECOMER].flatMap((user, n) =>
    histories[n]!.map((item) => ({ user, item: `i${item}` })),
  )
  await pool.query(
    `insert into interactions (user_id, item_id, type, weight, occurred_at)
     select u.id, i.id, 'VIEW', 1, timestamptz '2026-01-01' + position * interval '1 hour'
     from unnest($1::text[], $2::text[]) with ordinality as r(u, i, position)
     join users u on u.external_id = r.u join items i on i.external_id = r.i`,
    [rows.map((row) => row.user), rows.map((row) => row.item)],
  )
}

function names(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, n) => `${prefix}${n}`)
}
