import type pg from 'pg'
import { openTable, type Row } from '../formats/index.ts'
import { type EventLoader, upsertItems, upsertUsers } from '../load/index.ts'
import type { BadRows } from './bad-rows.ts'
import { Batches } from './batches.ts'
import { Mapping, type GivenMap } from './mapping.ts'
import type { PlannedFile } from './plan.ts'
import { eventReader, itemReader, userReader } from './rows/index.ts'
import type { Tally } from './tally.ts'
import { BadRow, type EventTypes } from './values/index.ts'

/** How cells are understood, in all files. */
export interface Understanding {
  readonly map: GivenMap
  readonly types: EventTypes
  /** Of prices that name none. */
  readonly currency?: string
  readonly encoding?: string
  /** Seconds since 1970. */
  readonly now: number
}

export interface LoadContext {
  readonly client: pg.PoolClient
  readonly understanding: Understanding
  readonly badRows: BadRows
  readonly tally: Tally
  readonly events: EventLoader
  /** Ids of the items that were read. */
  readonly seenItems: Set<string>
  /** Whether good rows are still written after a bad one. */
  readonly writesOn: boolean
  readonly onBytes: (bytes: number) => void
}

interface Pair<T> {
  readonly value: T
  readonly row: Row
}

const ITEMS_A_BATCH = 1000
const EVENTS_A_BATCH = 20_000

/** Loads one file. It is read to its end also when rows are bad, so that all of them are found. */
export function loadFile(file: PlannedFile, context: LoadContext): Promise<void> {
  const { client, understanding, tally } = context
  switch (file.kind) {
    case 'items':
      return load(
        file,
        context,
        ITEMS_A_BATCH,
        (mapping) => itemReader(mapping, understanding.currency),
        async (pairs) => {
          noteRepeated(file, pairs, context)
          tally.add('items', await upsertItems(client, withoutRepeats(pairs)))
        },
      )
    case 'users':
      return load(file, context, ITEMS_A_BATCH, userReader, async (pairs) => {
        tally.add('users', await upsertUsers(client, withoutRepeats(pairs)))
      })
    case 'events': {
      const reader = (mapping: Mapping) => eventReader(mapping, understanding.types, understanding.now)
      return load(file, context, EVENTS_A_BATCH, reader, async (pairs, refuse) => {
        const loaded = await context.events.load(pairs.map(({ value }) => value))
        tally.events.recorded += loaded.recorded
        tally.events.known += pairs.length - loaded.recorded - loaded.faults.size
        tally.itemsFromEvents += loaded.createdItems
        tally.add('users', { created: loaded.createdUsers })
        for (const [n, fault] of loaded.faults) await refuse(pairs[n]!.row, fault)
      })
    }
  }
}

type Refuse = (row: Row, reason: string) => Promise<void>

async function load<T>(
  file: PlannedFile,
  { badRows, understanding, writesOn, onBytes }: LoadContext,
  batchSize: number,
  readerOf: (mapping: Mapping) => (row: Row) => T,
  write: (pairs: readonly Pair<T>[], refuse: Refuse) => Promise<void>,
): Promise<void> {
  const table = await openTable(file.path, file.shape, { encoding: understanding.encoding, onBytes })
  const mapping = new Mapping(file.kind, table.columns, understanding.map)
  const read = readerOf(mapping)
  const refuse: Refuse = (row, reason) =>
    badRows.add({ file: file.path, unit: table.unit, line: row.line, reason }, recordOf(table.columns, row))
  const batches = new Batches<Pair<T>>(batchSize, (pairs) => write(pairs, refuse))
  try {
    for await (const rows of table.pieces()) {
      mapping.update()
      for (const row of rows) {
        const result = row.fault === undefined ? attempt(read, row) : row.fault
        if (typeof result === 'string') await refuse(row, result)
        else if (writesOn || badRows.count === 0) {
          if (batches.push({ value: result.value, row })) await batches.flush()
        }
      }
    }
    if (writesOn || badRows.count === 0) await batches.end()
  } finally {
    await batches.settled()
  }
}

/** The value, or why there is none. */
function attempt<T>(read: (row: Row) => T, row: Row): { value: T } | string {
  try {
    return { value: read(row) }
  } catch (error) {
    if (error instanceof BadRow) return error.message
    throw error
  }
}

function recordOf(columns: readonly string[], { values }: Row): Record<string, unknown> {
  return Object.fromEntries(values.map((value, index) => [columns[index] ?? `column ${index + 1}`, value]))
}

/** Rows of one id become one: what a later row gives counts. */
function withoutRepeats<T extends { id: string; attributes: object }>(pairs: readonly Pair<T>[]): T[] {
  const rows = new Map<string, T>()
  for (const { value } of pairs) {
    const earlier = rows.get(value.id)
    rows.set(
      value.id,
      earlier ? { ...earlier, ...value, attributes: { ...earlier.attributes, ...value.attributes } } : value,
    )
  }
  return [...rows.values()]
}

function noteRepeated(
  file: PlannedFile,
  pairs: readonly Pair<{ id: string }>[],
  { seenItems, tally }: LoadContext,
): void {
  for (const { value, row } of pairs) {
    if (seenItems.has(value.id) && tally.repeated.count++ === 0) {
      tally.repeated.first = `"${value.id}", ${file.path}, line ${row.line}`
    }
    seenItems.add(value.id)
  }
}
