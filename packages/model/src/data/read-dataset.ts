import { fileError, UserFacingError } from '../errors.ts'
import type { Dataset, Interactions, ItemNeighbours, ModalityFeatures } from './dataset.ts'
import { type NpyFile, readNpy } from './npy.ts'
import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { writeHalfRow } from './features.ts'
import type { InterChunk } from './inter-parser.ts'
import { countLines, readInter } from './inter.ts'

/** A modality's neighbour graph as it lies in a folder. */
export interface NeighbourFiles {
  readonly name: string
  /** `[items, K]` whole numbers: the nearest items of each, -1 where there is none */
  readonly indices: string
  /** `[items, K]` */
  readonly cosines: string
}

/**
 * Reads a neighbour graph.
 *
 * @param items how many there are, where that is known
 * @throws UserFacingError naming the file, the row and the reason
 */
export async function readNeighbours({ name, ...paths }: NeighbourFiles, items?: number): Promise<ItemNeighbours> {
  const indexFile = await readNpy(paths.indices)
  const cosineFile = await readNpy(paths.cosines)
  const { rows, columns: count } = indexFile
  if (rows === 0 || count === 0) throw new UserFacingError(`${paths.indices}: the array is empty.`)
  if (items !== undefined && rows !== items) {
    throw new UserFacingError(`${paths.indices}: it has ${rows} rows where there are ${items} items.`)
  }
  if (cosineFile.rows !== rows || cosineFile.columns !== count) {
    throw new UserFacingError(`${paths.cosines}: its shape differs from that of the neighbours it is about.`)
  }
  const indices = Int32Array.from(await readAll(indexFile))
  const bad = indices.findIndex((index) => index < -1 || index >= rows)
  if (bad >= 0) {
    throw new UserFacingError(
      `${paths.indices}: row ${Math.floor(bad / count)} names item ${indices[bad]}, but there are ${rows}, numbered from 0.`,
    )
  }
  return { name, count, indices, cosines: await readAll(cosineFile) }
}

async function readAll({ rows, columns, chunks }: NpyFile): Promise<Float32Array> {
  const values = new Float32Array(rows * columns)
  for await (const chunk of chunks()) values.set(chunk.values, chunk.firstRow * columns)
  return values
}

/**
 * How features are held. Half precision takes half the memory, with a factor a row so that any unit fits, and ranks
 * alike (docs/results/machine/scale.md).
 */
export type FeaturePrecision = 'half' | 'single'

const FEATURES = /^(.+)_feat\.npy$/
const NEIGHBOURS = /^(.+_knn\d+)_idx\.npy$/

/** The files of a data set in the import format. */
export interface DatasetFiles {
  /** `<name>` of `<name>.inter`. */
  readonly name: string
  readonly inter: string
  /** In alphabetical order of their names. */
  readonly modalities: readonly { readonly name: string; readonly path: string }[]
  /** Each modality's pair of neighbour files, likewise. */
  readonly neighbours: readonly NeighbourFiles[]
}

/**
 * Finds the one `<name>.inter`, every `<modality>_feat.npy` and every `<modality>_knn<K>_idx.npy` of a folder.
 *
 * @throws UserFacingError when the folder cannot be read, holds no `.inter` or several, or lacks the cosines of a graph
 */
export async function findDataset(dir: string): Promise<DatasetFiles> {
  let names: string[]
  try {
    names = (await readdir(dir)).sort()
  } catch (error) {
    throw fileError(dir, error)
  }
  const inter = names.filter((name) => name.endsWith('.inter'))
  if (inter.length !== 1) {
    const found = inter.length === 0 ? 'no .inter file' : `several .inter files (${inter.join(', ')})`
    throw new UserFacingError(`${dir}: there ${inter.length > 1 ? 'are' : 'is'} ${found}; a data set has exactly one.`)
  }
  const modalities = names.flatMap((file) => {
    const name = FEATURES.exec(file)?.[1]
    return name === undefined ? [] : [{ name, path: join(dir, file) }]
  })
  const neighbours = names.flatMap((file) => {
    const stem = NEIGHBOURS.exec(file)?.[1]
    if (stem === undefined) return []
    const cosines = join(dir, `${stem}_cos.npy`)
    if (!names.includes(`${stem}_cos.npy`))
      throw new UserFacingError(`${cosines}: there is no such file beside ${file}.`)
    return [{ name: stem.replace(/_knn\d+$/, ''), indices: join(dir, file), cosines }]
  })
  return { name: basename(inter[0]!, '.inter'), inter: join(dir, inter[0]!), modalities, neighbours }
}

export interface ReadOptions {
  /** Precision of features in memory. */
  readonly precision?: FeaturePrecision
  /** Lower ratings get weight 0: seen, but no positive. By default every rating above 0 is a positive. */
  readonly positiveRating?: number
}

/**
 * Reads `<name>.inter` and every `<modality>_feat.npy` of a folder. Row i of a feature file is item i, and a row of
 * zeros means that the item lacks this modality. Ids in files are numbers; as external ids they become strings.
 * Where a folder has `<modality>_knn<K>_idx.npy` and `_cos.npy`, these are the modality's neighbour graph.
 *
 * @throws UserFacingError naming file, line or row, and the reason
 */
export async function readDataset(
  dir: string,
  { precision = 'half', positiveRating }: ReadOptions = {},
): Promise<Dataset> {
  const files = await findDataset(dir)
  const modalities: ModalityFeatures[] = []
  for (const { name, path } of files.modalities) {
    const features = await readFeatures(name, path, precision)
    const other = modalities[0]
    if (other && other.present.length !== features.present.length) {
      throw new UserFacingError(
        `${path}: it has ${features.present.length} rows where ${other.name}_feat.npy has ${other.present.length}; ` +
          'every modality has one row an item.',
      )
    }
    modalities.push(features)
  }
  const neighbours: ItemNeighbours[] = []
  for (const graph of files.neighbours) {
    neighbours.push(await readNeighbours(graph, modalities[0]?.present.length ?? rowsOf(neighbours[0])))
  }
  const known = modalities[0]?.present.length ?? rowsOf(neighbours[0])
  const interactions = await readInteractions(files.inter, known)
  if (positiveRating !== undefined) dropLowRatings(files.inter, interactions, positiveRating)
  const { length } = interactions.users
  const users = countIds(files.inter, 'userID', interactions.users, length)
  const items = known ?? countIds(files.inter, 'itemID', interactions.items, length)
  const dataset = { name: files.name, userIds: numbered(users), itemIds: numbered(items), interactions, modalities }
  return neighbours.length > 0 ? { ...dataset, neighbours } : dataset
}

const rowsOf = (graph: ItemNeighbours | undefined) => graph && graph.indices.length / graph.count

/** Fills the final arrays while the file streams past. */
async function readFeatures(name: string, path: string, precision: FeaturePrecision): Promise<ModalityFeatures> {
  const file = await readNpy(path)
  const { rows, columns: dimension } = file
  if (rows === 0 || dimension === 0) throw new UserFacingError(`${path}: the array is empty.`)
  const single = precision === 'single' ? new Float32Array(rows * dimension) : undefined
  const half = single ? undefined : new Uint16Array(rows * dimension)
  const scale = half && new Float32Array(rows)
  const present = new Uint8Array(rows)
  for await (const chunk of file.chunks()) {
    single?.set(chunk.values, chunk.firstRow * dimension)
    for (let n = 0; n < chunk.rows; n++) {
      const row = chunk.firstRow + n
      const vector = chunk.values.subarray(n * dimension, (n + 1) * dimension)
      present[row] = vector.some((value) => value !== 0) ? 1 : 0
      if (half && scale) scale[row] = writeHalfRow(vector, half, row * dimension)
    }
  }
  return single
    ? { name, dimension, values: single, present }
    : { name, dimension, values: half as Uint16Array, scale, present }
}

/** Every column is allocated once, at its final length, and filled while the file streams past. */
async function readInteractions(path: string, items: number | undefined): Promise<Interactions> {
  const capacity = await countLines(path)
  let columns: Interactions | undefined
  let length = 0
  for await (const chunk of readInter(path, { items })) {
    columns ??= emptyInteractions(capacity, chunk)
    if (length + chunk.length > capacity) throw new UserFacingError(`${path}: the file grew while it was read.`)
    columns.users.set(chunk.users, length)
    columns.items.set(chunk.items, length)
    if (chunk.ratings) columns.weights?.set(chunk.ratings, length)
    if (chunk.times) columns.times?.set(chunk.times, length)
    if (chunk.labels) columns.split?.set(chunk.labels, length)
    length += chunk.length
  }
  if (!columns) throw new UserFacingError(`${path}: there is not one interaction.`)
  return {
    users: columns.users.subarray(0, length),
    items: columns.items.subarray(0, length),
    weights: columns.weights?.subarray(0, length),
    times: columns.times?.subarray(0, length),
    split: columns.split?.subarray(0, length),
  }
}

/** Gives ratings below the threshold weight 0. */
function dropLowRatings(path: string, { weights }: Interactions, positiveRating: number): void {
  if (!weights) throw new UserFacingError(`${path}: it has no rating column, which a lowest positive rating needs.`)
  for (let n = 0; n < weights.length; n++) if (weights[n]! < positiveRating) weights[n] = 0
}

/** Room for `rows` rows in the columns that a file has. */
function emptyInteractions(rows: number, { ratings, times, labels }: InterChunk): Interactions {
  return {
    users: new Uint32Array(rows),
    items: new Uint32Array(rows),
    weights: ratings && new Float32Array(rows),
    times: times && new Float64Array(rows),
    split: labels && new Uint8Array(rows),
  }
}

/** One more than the largest id. Ids far beyond the number of rows are a mistake that would only cost memory. */
function countIds(path: string, column: string, ids: Uint32Array, rows: number): number {
  let largest = 0
  let at = 0
  for (let n = 0; n < ids.length; n++) if (ids[n]! > largest) largest = ids[(at = n)]!
  if (largest > 1000 * (rows + 1000)) {
    throw new UserFacingError(
      `${path}, line ${at + 2}: ${column} ${largest} is out of range: ids are numbered from 0 without large gaps.`,
    )
  }
  return largest + 1
}

function numbered(count: number): string[] {
  const ids = new Array<string>(count)
  for (let n = 0; n < count; n++) ids[n] = String(n)
  return ids
}
