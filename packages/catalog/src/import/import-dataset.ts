import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { findDataset, readNpy, type DatasetFiles, type NpyChunk, type NpyFile } from '@trifold/model/data'
import { UserFacingError } from '@trifold/model/errors'
import { inTransaction } from '../database/pool.ts'
import { catalogSize } from '../load/contents.ts'
import { enterByExternalId } from '../load/external-ids.ts'
import { enterModality, loadFeatures } from '../load/features.ts'
import { lockLoads } from '../load/lock.ts'
import type { ImportSummary, OnProgress } from '../load/progress.ts'
import { loadInter, scanInter } from './interactions.ts'
import { readItemTexts, type ItemText } from './items-csv.ts'

export interface ImportOptions {
  /** In bytes of the files read. */
  readonly onProgress?: OnProgress
  /**
   * Import into a catalog that is not empty. Ids that are there already stand for the same users and items; features
   * given for them replace the old ones, interactions are added.
   */
  readonly append?: boolean
}

/**
 * Imports `<name>.inter` and `<modality>_feat.npy` of a folder, and titles from `items.csv` where there is one.
 * External ids are the ids in the files. Streams the files; all or nothing.
 *
 * @throws UserFacingError naming file, line and reason, or saying that the catalog is not empty
 */
export async function importDataset(
  pool: pg.Pool,
  dir: string,
  { onProgress = () => {}, append = false }: ImportOptions = {},
): Promise<ImportSummary> {
  const files = await findDataset(dir)
  const modalities = await openModalities(files)
  const texts = await readItemTexts(join(dir, 'items.csv'))
  const interBytes = (await stat(files.inter)).size
  const featureBytes = modalities.map(({ file }) => file.rows * file.columns * Float32Array.BYTES_PER_ELEMENT)
  const total = 2 * interBytes + featureBytes.reduce((sum, bytes) => sum + bytes, 0) // interactions are read twice
  let before = 0
  const reporter = (step: string) => (bytes: number) => onProgress({ step, done: before + bytes, total })

  const scan = await scanInter(files.inter, modalities[0]?.file.rows, reporter('checking'))
  before += interBytes
  const itemCount = modalities[0]?.file.rows ?? scan.itemCount
  checkTexts(dir, texts, itemCount)

  return inTransaction(pool, async (client) => {
    await lockLoads(client)
    if (!append) await refuseUnlessEmpty(client)
    const items = await enterByExternalId(client, 'items', itemRows(itemCount, texts))
    const users = await enterByExternalId(client, 'users', { externalIds: Array.from(scan.users, String) })

    const features: Record<string, number> = {}
    for (const [n, { name, path, file }] of modalities.entries()) {
      const modality = { name, dimension: file.columns, normalization: 'NONE' } as const // kept as given
      const id = await enterModality(client, modality, path)
      const chunks = reported(file, reporter(name))
      features[name] = await loadFeatures(client, id, items.ids, file.columns, chunks)
      before += featureBytes[n]
    }

    const userKeys = new Map(Array.from(scan.users, (user, n) => [user, users.ids[n]]))
    const keys = { user: (id: number) => userKeys.get(id)!, item: (id: number) => items.ids[id] }
    await loadInter(client, files.inter, keys, reporter('interactions'))
    await client.query('ANALYZE users, items, item_features, interactions')
    return { users: users.created, items: items.created, interactions: scan.rows, features }
  })
}

interface OpenModality {
  readonly name: string
  readonly path: string
  readonly file: NpyFile
}

/** Checks every header, and that all modalities speak of the same items. */
async function openModalities({ modalities }: DatasetFiles): Promise<OpenModality[]> {
  const open: OpenModality[] = []
  for (const { name, path } of modalities) {
    const file = await readNpy(path)
    if (file.rows === 0 || file.columns === 0) throw new UserFacingError(`${path}: the array is empty.`)
    if (open.length > 0 && file.rows !== open[0].file.rows) {
      throw new UserFacingError(
        `${path}: it has ${file.rows} rows where ${open[0].name}_feat.npy has ${open[0].file.rows}; ` +
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

async function refuseUnlessEmpty(client: pg.PoolClient): Promise<void> {
  const { users, items } = await catalogSize(client)
  if (users === 0 && items === 0) return
  throw new UserFacingError(
    `The catalog is not empty (${items} items, ${users} users): import into another one ` +
      '(a fresh DATA_DIR or DATABASE_URL), or add to this one with --append.',
  )
}

function itemRows(itemCount: number, texts: ItemText[] | undefined) {
  return {
    externalIds: Array.from({ length: itemCount }, (_, item) => String(item)),
    columns: {
      title: (item: number) => texts?.[item].title ?? `Item ${item}`,
      description: (item: number) => texts?.[item].description ?? '',
    },
  }
}

async function* reported(file: NpyFile, onBytes: (bytes: number) => void): AsyncGenerator<NpyChunk> {
  for await (const chunk of file.chunks()) {
    yield chunk
    onBytes((chunk.firstRow + chunk.rows) * file.columns * Float32Array.BYTES_PER_ELEMENT)
  }
}
