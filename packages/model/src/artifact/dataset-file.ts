import { z } from 'zod'
import type { Dataset, ItemNeighbours, ModalityFeatures } from '../data/index.ts'
import { DamagedFile, readSections, writeSections, type SectionArray } from './sections.ts'

const KIND = 'dataset'
/** Ids a line of JSON: one list of all ids could exceed the longest possible string. */
const IDS_A_LINE = 10_000
const COLUMNS = ['users', 'items', 'weights', 'times', 'split'] as const

const metaSchema = z.strictObject({
  name: z.string(),
  modalities: z.array(z.strictObject({ name: z.string(), dimension: z.int() })),
  neighbours: z.array(z.strictObject({ name: z.string(), count: z.int() })).optional(),
})

/**
 * Writes a data set exactly, so that a run can resume with the same data even if its source changes.
 *
 * @throws UserFacingError if the file system reports an error
 */
export async function saveDataset(dataset: Dataset, path: string): Promise<void> {
  const { name, modalities, neighbours } = dataset
  const sections = new Map<string, SectionArray>()
  sections.set('user ids', encodeIds(dataset.userIds))
  sections.set('item ids', encodeIds(dataset.itemIds))
  for (const column of COLUMNS) {
    const values = dataset.interactions[column]
    if (values) sections.set(column, values)
  }
  modalities.forEach(({ values, scale, present }, m) => {
    sections.set(`values ${m}`, values).set(`present ${m}`, present)
    if (scale) sections.set(`scale ${m}`, scale)
  })
  neighbours?.forEach(({ indices, cosines }, m) => sections.set(`indices ${m}`, indices).set(`cosines ${m}`, cosines))
  if (dataset.newItems) sections.set('new items', dataset.newItems)
  const meta: z.input<typeof metaSchema> = {
    name,
    modalities: modalities.map(({ name, dimension }) => ({ name, dimension })),
    neighbours: neighbours?.map(({ name, count }) => ({ name, count })),
  }
  await writeSections(path, { kind: KIND, meta, sections })
}

/**
 * Reads what `saveDataset` wrote.
 *
 * @returns null if there is no such file
 * @throws DamagedFile naming the file when it is something else, truncated or altered
 */
export async function loadDataset(path: string): Promise<Dataset | null> {
  const file = await readSections(path, KIND)
  if (!file) return null
  const meta = metaSchema.safeParse(file.meta)
  if (!meta.success) throw new DamagedFile(`${path}: it was written by another version of Trifold.`)
  // The checksum proves that `saveDataset` wrote this content.
  const read = <T extends SectionArray>(name: string) => file.sections.get(name) as T
  const interactions = Object.fromEntries(
    COLUMNS.flatMap((column) => (file.sections.has(column) ? [[column, read(column)]] : [])),
  )
  return {
    name: meta.data.name,
    userIds: decodeIds(read('user ids')),
    itemIds: decodeIds(read('item ids')),
    interactions: interactions as unknown as Dataset['interactions'],
    modalities: meta.data.modalities.map((modality, m): ModalityFeatures => ({
      ...modality,
      values: read(`values ${m}`),
      ...(file.sections.has(`scale ${m}`) && { scale: read<Float32Array>(`scale ${m}`) }),
      present: read(`present ${m}`),
    })),
    ...(file.sections.has('new items') && { newItems: read<Uint8Array>('new items') }),
    ...(meta.data.neighbours && {
      neighbours: meta.data.neighbours.map((graph, m): ItemNeighbours => ({
        ...graph,
        indices: read(`indices ${m}`),
        cosines: read(`cosines ${m}`),
      })),
    }),
  }
}

function encodeIds(ids: readonly string[]): Uint8Array {
  const lines: Buffer[] = []
  for (let start = 0; start < ids.length; start += IDS_A_LINE) {
    lines.push(Buffer.from(`${JSON.stringify(ids.slice(start, start + IDS_A_LINE))}\n`))
  }
  return Uint8Array.from(Buffer.concat(lines))
}

function decodeIds(bytes: Uint8Array): string[] {
  const ids: string[] = []
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(10, start)
    for (const id of JSON.parse(Buffer.from(bytes.subarray(start, end)).toString('utf8')) as string[]) ids.push(id)
    start = end + 1
  }
  return ids
}
