import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { findDataset, readInter, readNpy, type DatasetFiles, type NpyChunk, type NpyFile } from '@trifold/model/data'
import { UserFacingError } from '@trifold/model/errors'
import {
  enterByExternalId,
  enterModality,
  type EventInput,
  type EventLoader,
  loadFeatures,
  upsertItems,
} from '../load/index.ts'
import { Batches } from './batches.ts'
import { scanInter } from './scan-inter.ts'
import { readItemTexts, type ItemText } from './items-csv.ts'
import type { Tally } from './tally.ts'

const EVENTS_A_BATCH = 20_000
const ITEMS_A_BATCH = 1000
const SPLIT_LABELS = ['TRAIN', 'VALID', 'TEST'] as const

/**
 * Loads `<name>.inter` and `<modality>_feat.npy` of a folder, and titles from `items.csv` where there is one. External
 * ids are the numbers in the files, which also are rows of the features. The interactions are read twice: once before
 * anything is written, which finds every bad row.
 *
 * @param onBytes told of bytes read of all files, as `datasetBytes` counts them
 * @throws UserFacingError naming file, line and reason
 */
export async function loadDataset(
  client: pg.PoolClient,
  dir: string,
  { events, tally, onBytes }: { events: EventLoader; tally: Tally; onBytes: (bytes: number) => void },
): Promise<void> {
  const files = await findDataset(dir)
  const modalities = await openModalities(files)
  const texts = await readItemTexts(join(dir, 'items.csv'))
  let before = 0
  const reported = (bytes: number) => onBytes(before + bytes)

  const scan = await scanInter(files.inter, modalities[0]?.file.rows, reported)
  before += (await stat(files.inter)).size
  const itemCount = modalities[0]?.file.rows ?? scan.itemCount
  checkTexts(dir, texts, itemCount)

  const items = await enterByExternalId(client, 'items', itemRows(itemCount, texts))
  const users = await enterByExternalId(client, 'users', { externalIds: Array.from(scan.users, String) })
  const known = itemCount - items.created
  const updated = texts && known > 0 ? await updateTexts(client, texts) : 0
  tally.add('items', { created: items.created, updated, unchanged: known - updated })
  tally.add('users', { created: users.created, unchanged: scan.users.length - users.created })
  for (const { name, path, file } of modalities) {
    const modality = { name, dimension: file.columns, normalization: 'NONE' } as const // kept as given
    const id = await enterModality(client, modality, path)
    tally.features[name] = await loadFeatures(client, id, items.ids, file.columns, chunksOf(file, reported))
    before += (await stat(path)).size
  }
  await loadEvents(files.inter, events, tally, reported)
}

/** Items that were there take the titles of the file. */
async function updateTexts(client: pg.PoolClient, texts: readonly ItemText[]): Promise<number> {
  const rows = texts.map((text, item) => ({ id: String(item), ...text, attributes: {} }))
  let updated = 0
  for (let first = 0; first < rows.length; first += ITEMS_A_BATCH) {
    updated += (await upsertItems(client, rows.slice(first, first + ITEMS_A_BATCH))).updated
  }
  return updated
}

/** Bytes that `loadDataset` reads. */
export async function datasetBytes(dir: string): Promise<number> {
  const { inter, modalities } = await findDataset(dir)
  const sizes = await Promise.all(
    [inter, inter, ...modalities.map(({ path }) => path)].map(async (path) => (await stat(path)).size),
  )
  return sizes.reduce((sum, bytes) => sum + bytes, 0)
}

/** Without a rating column they are views. */
async function loadEvents(
  path: string,
  events: EventLoader,
  tally: Tally,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const batches = new Batches<EventInput>(EVENTS_A_BATCH, async (rows) => {
    const { recorded } = await events.load(rows)
    tally.events.recorded += recorded
    tally.events.known += rows.length - recorded
  })
  try {
    for await (const { length, users, items, ratings, times, labels, bytes } of readInter(path)) {
      for (let n = 0; n < length; n++) {
        const event: EventInput = {
          user: String(users[n]),
          item: String(items[n]),
          type: ratings ? 'RATING' : 'VIEW',
          weight: ratings ? ratings[n]! : 1,
          seconds: times ? times[n]! : null,
          split: labels ? SPLIT_LABELS[labels[n]!]! : null,
          id: null,
        }
        if (batches.push(event)) await batches.flush()
      }
      onBytes(bytes)
    }
    await batches.end()
  } finally {
    await batches.settled()
  }
}

interface OpenModality {
  readonly name: string
  readonly path: string
  readonly file: NpyFile
}

/** Checks every header, and that all modalities are of the same items. */
async function openModalities({ modalities }: DatasetFiles): Promise<OpenModality[]> {
  const open: OpenModality[] = []
  for (const { name, path } of modalities) {
    const file = await readNpy(path)
    if (file.rows === 0 || file.columns === 0) throw new UserFacingError(`${path}: the array is empty.`)
    if (open.length > 0 && file.rows !== open[0]!.file.rows) {
      throw new UserFacingError(
        `${path}: it has ${file.rows} rows where ${open[0]!.name}_feat.npy has ${open[0]!.file.rows}; ` +
          'every modality has one row an item.',
      )
    }
    open.push({ name, path, file })
  }
  return open
}

function checkTexts(dir: string, texts: ItemText[] | undefined, itemCount: number): void {
  if (texts && texts.length !== itemCount) {
    throw new UserFacingError(
      `${join(dir, 'items.csv')}: it has ${texts.length} rows where there are ${itemCount} items.`,
    )
  }
}

function itemRows(itemCount: number, texts: ItemText[] | undefined) {
  return {
    externalIds: Array.from({ length: itemCount }, (_, item) => String(item)),
    columns: {
      title: (item: number) => texts?.[item]!.title ?? `Item ${item}`,
      description: (item: number) => texts?.[item]!.description ?? '',
    },
  }
}

async function* chunksOf(file: NpyFile, onBytes: (bytes: number) => void): AsyncGenerator<NpyChunk> {
  for await (const chunk of file.chunks()) {
    yield chunk
    onBytes((chunk.firstRow + chunk.rows) * file.columns * Float32Array.BYTES_PER_ELEMENT)
  }
}
