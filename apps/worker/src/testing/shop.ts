import { encodeVector } from '@trifold/catalog'
import type { Pool } from 'pg'

const USERS = 24
const ITEMS = 16

/** A shop small enough to train on in a second: two tastes, told apart by pictures and words. */
export async function fillShop(pool: Pool): Promise<void> {
  await pool.query(
    "insert into items (external_id, title, updated_at) select 'i' || n, 'Item ' || n, now() from generate_series(0, $1::int - 1) n",
    [ITEMS],
  )
  await pool.query("insert into users (external_id) select 'u' || n from generate_series(0, $1::int - 1) n", [USERS])
  await pool.query(
    `insert into interactions (user_id, item_id, type, occurred_at)
     select u.id, i.id, 'VIEW', timestamptz '2026-01-01' + (u.id * 7 + i.id * 5) % 97 * interval '1 hour'
     from users u join items i on u.id % 2 = i.id % 2 and (u.id + i.id) % 3 > 0`,
  )
  for (const [name, dimension] of [
    ['image', 6],
    ['text', 4],
  ] as const) {
    const { rows } = await pool.query<{ id: number }>(
      'insert into modalities (name, dimension) values ($1, $2) returning id',
      [name, dimension],
    )
    const vectors = Array.from({ length: ITEMS }, (_, n) =>
      encodeVector(
        Float32Array.from({ length: dimension }, (_, d) => Math.sin(n * dimension + d) + (n % 2 === d % 2 ? 1 : 0)),
      ),
    )
    await pool.query(
      `insert into item_features (item_id, modality_id, vector)
       select i.id, $1, v from unnest($2::bytea[]) with ordinality as r(v, n) join items i on i.external_id = 'i' || (n - 1)`,
      [rows[0].id, vectors],
    )
  }
}
