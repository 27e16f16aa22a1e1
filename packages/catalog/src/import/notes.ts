import { basename } from 'node:path'
import type pg from 'pg'
import type { ImportPlan } from './plan.ts'
import type { Tally } from './tally.ts'

const number = (value: number) => value.toLocaleString('en-US')
const are = (count: number, what: string) => `${number(count)} ${count === 1 ? `${what} was` : `${what}s were`}`

/** What a caller may not expect, in sentences. */
export async function notesOf(
  client: pg.PoolClient,
  plan: ImportPlan,
  tally: Tally,
  hasItems: boolean,
): Promise<string[]> {
  const notes: string[] = []
  if (plan.leftOut.length > 0) notes.push(`Left out: ${plan.leftOut.map((path) => basename(path)).join(', ')}.`)
  if (tally.events.known > 0) {
    notes.push(`${are(tally.events.known, 'event')} left out: they are in the catalog or stand twice in the files.`)
  }
  if (tally.itemsFromEvents > 0) {
    notes.push(
      `${are(tally.itemsFromEvents, 'item')} made from events; import their titles, or recommendations show ids.`,
    )
  }
  if (tally.repeated.count > 0) {
    notes.push(
      `${are(tally.repeated.count, 'row')} of an item that an earlier row has, so the later row counts ` +
        `(first: ${tally.repeated.first}).`,
    )
  }
  return hasItems ? [...notes, ...(await caseNotes(client))] : notes
}

/** Ids that differ only in case stay different items: usually a mistake of an export. */
async function caseNotes(client: pg.PoolClient): Promise<string[]> {
  const { rows } = await client.query<{ ids: string[]; groups: string }>(`
    SELECT array_agg(external_id ORDER BY id) AS ids, count(*) OVER () AS groups
    FROM items GROUP BY lower(external_id) HAVING count(*) > 1 ORDER BY min(id) LIMIT 1`)
  if (rows.length === 0) return []
  const { ids, groups } = rows[0]!
  const others = Number(groups) > 1 ? ` (and ${number(Number(groups) - 1)} more such groups)` : ''
  return [`The items "${ids[0]}" and "${ids[1]}" differ only in the case of their ids${others}; they stay two items.`]
}
