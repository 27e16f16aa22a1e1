// What fitting finds, and its file.
import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { EncodeError } from '../errors.ts'
import { partialOf } from '../leftovers.ts'
import { readSafetensors, writeSafetensors } from '../safetensors.ts'
import type { Terms } from './terms.ts'

const FORMAT = 'trifold-lsa-1'

export interface LsaState {
  terms: Terms
  /** [terms, dimension] */
  components: Float32Array
  dimension: number
  /** How many texts it was fitted on, and the first 12 digits of their SHA-256, whatever their order. */
  items: number
  fittedOn: string
}

export function serializeLsa({ terms, components, dimension, items, fittedOn }: LsaState): Uint8Array {
  return writeSafetensors(
    {
      idf: { shape: [terms.idf.length], values: terms.idf },
      components: { shape: [terms.idf.length, dimension], values: components },
    },
    { format: FORMAT, terms: JSON.stringify([...terms.index.keys()]), items: String(items), fittedOn },
  )
}

/** The first 12 digits of the SHA-256 of the state: another machine may round otherwise. */
export const fingerprintOfState = (state: LsaState) =>
  createHash('sha256').update(serializeLsa(state)).digest('hex').slice(0, 12)

/** Writes a file that is whole or not there. */
export async function saveLsa(state: LsaState, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const partial = partialOf(path)
  await writeFile(partial, serializeLsa(state))
  await rename(partial, path)
}

/** @throws EncodeError of code CONFIGURATION if nothing is fitted yet, MODEL if the file is another's */
export async function loadLsa(path: string): Promise<LsaState> {
  const bytes = await readFile(path).catch((error) => {
    throw new EncodeError('CONFIGURATION', `the encoder lsa is not fitted to the catalog yet: there is no ${path}`, {
      cause: error,
    })
  })
  const { tensors, metadata } = readSafetensors(bytes)
  const [idf, components] = [tensors.get('idf'), tensors.get('components')]
  if (metadata.format !== FORMAT || !idf || !components) {
    throw new EncodeError('MODEL', `${path} is not a fitted state of the encoder lsa: fit it again`)
  }
  const words = z.array(z.string()).parse(JSON.parse(metadata.terms ?? 'null'))
  return {
    terms: { index: new Map(words.map((word, i) => [word, i])), idf: idf.values },
    components: components.values,
    dimension: components.shape[1]!,
    items: Number(metadata.items),
    fittedOn: metadata.fittedOn ?? '',
  }
}
