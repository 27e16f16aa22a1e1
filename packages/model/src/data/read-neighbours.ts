import { UserFacingError } from '../errors.ts'
import type { ItemNeighbours } from './dataset.ts'
import { readNpy, type NpyFile } from './npy.ts'

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
