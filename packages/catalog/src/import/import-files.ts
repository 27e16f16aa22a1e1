import { basename } from 'node:path'
import type pg from 'pg'
import { UserFacingError } from '@trifold/model/errors'
import type { InteractionType } from '../../generated/prisma/client.ts'
import { inTransaction } from '../database/index.ts'
import {
  catalogContents,
  type CatalogContents,
  emptyCatalog,
  EventLoader,
  lockLoads,
  type OnProgress,
} from '../load/index.ts'
import { BadRows, describeBadRow, type BadRowReport } from './bad-rows.ts'
import { datasetBytes, loadDataset } from './load-dataset.ts'
import { loadFile, type Understanding } from './load-file.ts'
import { notesOf } from './notes.ts'
import type { ImportPlan } from './plan.ts'
import { Tally } from './tally.ts'
import { EventTypes } from './values/index.ts'

export interface ImportOptions extends Partial<Pick<Understanding, 'map' | 'currency' | 'encoding'>> {
  /** The caller's own words for types of events. */
  readonly types?: Readonly<Record<string, InteractionType>>
  /** Type of events whose row names none. */
  readonly type?: InteractionType
  /** Make an entry for items that only events name. Done anyway where neither catalog nor files know any item. */
  readonly createMissing?: boolean
  /** Remove all that is in the catalog first, in the same transaction. */
  readonly replace?: boolean
  /** Write bad rows to this file and go on, instead of importing nothing. */
  readonly skipBad?: string
  /** Do everything, then take it back. */
  readonly dryRun?: boolean
  readonly onProgress?: OnProgress
}

/** What an import did, or with `dryRun` would do. */
export interface ImportReport {
  readonly tally: Readonly<Tally>
  readonly removed: CatalogContents | undefined
  readonly badRows: { readonly count: number; readonly first: readonly BadRowReport[] }
  /** Sentences about what a caller may not expect. */
  readonly notes: readonly string[]
}

/** Rows of the files are bad, so nothing was imported. */
export class BadRowsError extends UserFacingError {
  constructor(
    readonly count: number,
    readonly first: readonly BadRowReport[],
  ) {
    const lines = first.map(describeBadRow)
    if (count > first.length) lines.push(`... and ${count - first.length} more.`)
    const remedy = 'mend it, or write bad rows to a file and go on with --skip-bad FILE'
    super(`${lines.join('\n')}\nNothing was imported: ${remedy}.`)
  }
}

/**
 * Imports files into the catalog in one transaction: items and users by their ids, events once each. Either all good
 * rows are in afterwards, or nothing has changed.
 *
 * @throws BadRowsError for rows that cannot be used, unless `skipBad` or `dryRun` is given
 * @throws UserFacingError naming file and reason
 */
export async function importFiles(pool: pg.Pool, plan: ImportPlan, options: ImportOptions = {}): Promise<ImportReport> {
  checkSkipFile(plan, options.skipBad)
  const badRows = new BadRows(options.dryRun ? undefined : options.skipBad)
  const report = await inTransaction(pool, async (client) => {
    await lockLoads(client)
    const result = await load(client, plan, options, badRows)
    await badRows.close()
    if (badRows.count > 0 && !badRows.areSkipped && !options.dryRun)
      throw new BadRowsError(badRows.count, badRows.first)
    if (options.dryRun) throw new TakenBack(result)
    await client.query('ANALYZE users, items, item_features, interactions')
    return result
  }).catch(async (error: unknown) => {
    await badRows.close().catch(() => {})
    if (error instanceof TakenBack) return error.report
    throw error
  })
  return report
}

/** Bad rows must not overwrite what is being read. */
function checkSkipFile(plan: ImportPlan, skipBad: string | undefined): void {
  if (plan.files.some(({ path }) => path === skipBad)) {
    throw new UserFacingError(`--skip-bad ${skipBad}: this file is to be imported; name another one for bad rows.`)
  }
}

/** Ends the transaction of a dry run. */
class TakenBack extends Error {
  constructor(readonly report: ImportReport) {
    super()
  }
}

async function load(
  client: pg.PoolClient,
  plan: ImportPlan,
  options: ImportOptions,
  badRows: BadRows,
): Promise<ImportReport> {
  const removed = options.replace ? await catalogContents(client) : undefined
  if (options.replace) await emptyCatalog(client)
  const tally = new Tally()
  const hasItems = plan.files.some(({ kind }) => kind === 'items') || (await hasAnyItem(client))
  const createsItems = options.createMissing || !hasItems || plan.datasets.length > 0
  const events = await EventLoader.start(client, createsItems)
  const sizes = await Promise.all(plan.datasets.map(datasetBytes))
  const total = [...sizes, ...plan.files.map(({ bytes }) => bytes)].reduce((sum, bytes) => sum + bytes, 0)
  let before = 0
  const progress = (step: string) => (bytes: number) => options.onProgress?.({ step, done: before + bytes, total })

  for (const [n, dir] of plan.datasets.entries()) {
    await loadDataset(client, dir, { events, tally, onBytes: progress(basename(dir)) })
    before += sizes[n]!
  }
  const { map = {}, types, type, currency, encoding } = options
  const understanding = { map, types: new EventTypes(types, type), currency, encoding, now: Date.now() / 1000 }
  const writesOn = badRows.areSkipped || options.dryRun === true
  const seenItems = new Set<string>()
  for (const file of plan.files) {
    const onBytes = progress(basename(file.path))
    await loadFile(file, { client, understanding, badRows, tally, events, seenItems, writesOn, onBytes })
    before += file.bytes
    onBytes(0)
  }
  const notes = await notesOf(client, plan, tally, seenItems.size > 0)
  return { tally, removed, badRows: { count: badRows.count, first: badRows.first }, notes }
}

async function hasAnyItem(client: pg.PoolClient): Promise<boolean> {
  return ((await client.query('SELECT FROM items LIMIT 1')).rowCount ?? 0) > 0
}
