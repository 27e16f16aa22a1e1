import { z } from 'zod'
import type { Factors } from '../serve/factors.ts'
import { modelManifestSchema } from './manifest.ts'

export const FORMAT_VERSION = 2
export const MANIFEST = 'manifest.json'
/** Checksum of the manifest, in the form that `sha256sum -c` reads; the manifest holds those of all other files. */
export const MANIFEST_CHECKSUM = 'manifest.sha256'
export const USERS = 'users.json'
export const ITEMS = 'items.json'

const size = z.int().min(1)
const place = z.int().min(0)

/** `manifest.json`: what the model says of itself, the shapes of its arrays, and a checksum of every other file. */
export const artifactSchema = z.strictObject({
  formatVersion: z.literal(FORMAT_VERSION),
  model: modelManifestSchema,
  users: size,
  items: size,
  blocks: z.array(
    z.strictObject({
      dimension: size,
      role: z.enum(['collaborative', 'modal', 'masked']),
      inScore: z.boolean(),
      modality: z.string().optional(),
      /** Pairs of users and items, where the user side is their histories and not vectors. */
      history: z.int().min(0).optional(),
    }),
  ),
  modalities: z.array(z.string()),
  /** Of the observational reading, one a modality; none where the model has only the interventional one. */
  decoders: z.array(z.strictObject({ dimension: size })),
  interventional: z.strictObject({ joint: z.array(place), alone: z.array(z.array(place)) }),
  files: z.record(
    z.string(),
    z.strictObject({ bytes: z.int().min(0), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  ),
})

export type ArtifactManifest = z.output<typeof artifactSchema>

/** An array of the model and the file that holds it, little-endian. */
export interface ArrayFile {
  readonly name: string
  readonly array: Float32Array | Uint32Array | Uint8Array
}

/** Every array of a model in the order and under the names in which it is kept. */
export function arrayFiles({ blocks, decoders, modalities }: Pick<Factors, 'blocks' | 'decoders' | 'modalities'>): ArrayFile[] {
  return [
    ...blocks.flatMap(({ user, item }, n) => [
      ...(user instanceof Float32Array
        ? [{ name: `block-${n}.user.f32`, array: user }]
        : [
            { name: `block-${n}.user.indptr.u32`, array: user.indptr },
            { name: `block-${n}.user.indices.u32`, array: user.indices },
          ]),
      { name: `block-${n}.item.f32`, array: item },
    ]),
    ...decoders.flatMap(({ user, item }, n) => [
      { name: `decoder-${n}.user.f32`, array: user },
      { name: `decoder-${n}.item.f32`, array: item },
    ]),
    ...modalities.map(({ present }, n) => ({ name: `modality-${n}.present.u8`, array: present })),
  ]
}

/** Factors of the shapes a manifest names, still empty: its arrays are then filled file by file. */
export function emptyFactors(manifest: ArtifactManifest): Factors {
  const { users, items, interventional } = manifest
  const vectors = (dimension: number) => ({
    dimension,
    user: new Float32Array(users * dimension),
    item: new Float32Array(items * dimension),
  })
  const histories = (dimension: number, pairs: number) => ({
    dimension,
    user: { indptr: new Uint32Array(users + 1), indices: new Uint32Array(pairs) },
    item: new Float32Array(items * dimension),
  })
  return {
    users,
    items,
    interventional,
    modalities: manifest.modalities.map((name) => ({ name, present: new Uint8Array(items) })),
    blocks: manifest.blocks.map(({ history, ...block }) => ({
      ...block,
      ...(history === undefined ? vectors(block.dimension) : histories(block.dimension, history)),
    })),
    decoders: manifest.decoders.map(({ dimension }) => vectors(dimension)),
  }
}
