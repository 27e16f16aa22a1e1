import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileError, UserFacingError } from '../errors.ts'
import type { Dataset, Interactions, ModalityFeatures } from './dataset.ts'
import { readFeatureRow } from './features.ts'
import { npyHeader } from './npy.ts'

/** Rows that become text, and numbers that become bytes, at once. */
const ROWS = 1 << 14
const NUMBERS = 1 << 18

/**
 * Writes a data set in the import format: `<name>.inter` and `<modality>_feat.npy`, float32. The format knows users and
 * items by number only: their indexes are written. Streams: what is held beside the data set is a piece of a megabyte.
 *
 * @throws UserFacingError when the folder cannot be written
 */
export async function writeDataset(dataset: Dataset, dir: string): Promise<void> {
  const { name, interactions, modalities } = dataset
  for (const modality of modalities) {
    if (!/[\\/]/.test(modality.name)) continue
    throw new UserFacingError(`The modality ${JSON.stringify(modality.name)} cannot be a file name.`)
  }
  try {
    await mkdir(dir, { recursive: true })
    await writePieces(join(dir, `${name}.inter`), interactionLines(interactions))
    for (const modality of modalities) await writePieces(join(dir, `${modality.name}_feat.npy`), npyBytes(modality))
  } catch (error) {
    throw fileError(dir, error)
  }
}

async function writePieces(path: string, pieces: Iterable<string | Uint8Array>): Promise<void> {
  await pipeline(Readable.from(pieces), createWriteStream(path))
}

function* interactionLines({ users, items, weights, times, split }: Interactions): Generator<string> {
  const columns: [string, ArrayLike<number> | undefined][] = [
    ['userID', users],
    ['itemID', items],
    ['rating', weights],
    ['timestamp', times],
    ['x_label', split],
  ]
  const present = columns.flatMap(([name, values]) => (values ? [{ name, values }] : []))
  yield `${present.map(({ name }) => name).join('\t')}\n`
  for (let start = 0; start < users.length; start += ROWS) {
    let text = ''
    for (let n = start; n < Math.min(users.length, start + ROWS); n++) {
      for (let c = 0; c < present.length; c++) text += `${present[c]!.values[n]}${c + 1 < present.length ? '\t' : '\n'}`
    }
    yield text
  }
}

function* npyBytes(features: ModalityFeatures): Generator<Uint8Array> {
  const { dimension, present } = features
  yield npyHeader([present.length, dimension], '<f4')
  const rows = Math.max(1, Math.floor(NUMBERS / dimension))
  for (let start = 0; start < present.length; start += rows) {
    const piece = new Float32Array(Math.min(rows, present.length - start) * dimension)
    for (let at = 0; at < piece.length; at += dimension) {
      readFeatureRow(features, start + at / dimension, piece.subarray(at, at + dimension))
    }
    yield new Uint8Array(piece.buffer) // little-endian on every supported platform
  }
}
