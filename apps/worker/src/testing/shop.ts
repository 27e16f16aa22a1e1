import { encodeVector } from '@trifold/catalog'
import type { Pool } from 'pg'

const USERS = 24
const ITEMS = 16

/** A shop small enough to train on in a second: two tastes that differ in pictures and words. */
export async function fillShop(pool: Pool): Promise<void> {
  await pool.query(
    "INSERT INTO items (external_id, title, updated_at) SELECT 'i' || n, 'Item ' || n, now() FROM generate_series(0, $1::int - 1) n",
    [ITEMS],
  )
  await pool.query("INSERT INTO users (external_id) SELECT 'u' || n FROM generate_series(0, $1::int - 1) n", [USERS])
  await pool.query(
    `INSERT INTO interactions (user_id, item_id, type, occurred_at)
     SELECT u.id, i.id, 'VIEW', timestamptz '2026-01-01' + (u.id * 7 + i.id * 5) % 97 * interval '1 hour'
     FROM users u JOIN items i ON u.id % 2 = i.id % 2 AND (u.id + i.id) % 3 > 0`,
  )
  for (const [name, dimension] of [
    ['image', 6],
    ['text', 4],
  ] as const) {
    const { rows } = await pool.query<{ id: number }>(
      'INSERT INTO modalities (name, dimension) VALUES ($1, $2) RETURNING id',
      [name, dimension],
    )
    const vectors = Array.from({ length: ITEMS }, (_, n) =>
      encodeVector(
        Float32Array.from({ length: dimension }, (_, d) => Math.sin(n * dimension + d) + (n % 2 === d % 2 ? 1 : 0)),
      ),
    )
    await pool.query(
      `INSERT INTO item_features (item_id, modality_id, vector)
       SELECT i.id, $1, v FROM unnest($2::bytea[]) WITH ORDINALITY AS r(v, n) JOIN items i ON i.external_id = 'i' || (n - 1)`,
      [rows[0]!.id, vectors],
    )
  }
}
