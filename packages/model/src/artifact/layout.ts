import { z } from 'zod'
import { type Block, blockOf, type Factors, type ScoreBlock } from '../factors/index.ts'
import type { Csr } from '../linalg/index.ts'
import { modelManifestSchema } from '../config/index.ts'

export const FORMAT_VERSION = 4
export const MANIFEST = 'manifest.json'
/** Checksum of the manifest, in the form that `sha256sum -c` reads; the manifest holds those of all other files. */
export const MANIFEST_CHECKSUM = 'manifest.sha256'
export const USERS = 'users.json'
export const ITEMS = 'items.json'

const size = z.int().min(1)
const index = z.int().min(0)
/** The index of an earlier block with the same user side, which is then in that block's file. */
const usersOf = index.optional()

interface Shape {
  readonly dimension: number
  readonly usersOf?: number
  readonly history?: number
}

function namesEarlierUsers({
  blocks,
  decoders,
}: {
  readonly blocks: readonly Shape[]
  readonly decoders: readonly Shape[]
}): boolean {
  return [...blocks, ...decoders].every(({ dimension, usersOf }, n) => {
    if (usersOf === undefined) return true
    const known = usersOf < n ? blocks.at(usersOf) : undefined
    return known?.dimension === dimension && known.history === undefined
  })
}

/** `manifest.json`: the description of the model, the shapes of its arrays, and a checksum of every other file. */
export const artifactSchema = z
  .strictObject({
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
        /** The number of pairs of users and items, if the user side holds histories and not vectors. */
        history: z.int().min(0).optional(),
        usersOf,
      }),
    ),
    modalities: z.array(z.string()),
    /** Of the observational mode, one a modality; empty if the model has only the interventional mode. */
    decoders: z.array(z.strictObject({ dimension: size, usersOf })),
    /** Pairs of users and items that the model was trained on. */
    trained: z.int().min(0),
    interventional: z.strictObject({ joint: z.array(index), alone: z.array(z.array(index)) }),
    files: z.record(z.string(), z.strictObject({ bytes: z.int().min(0), sha256: z.string().regex(/^[0-9a-f]{64}$/) })),
  })
  .refine(namesEarlierUsers, 'usersOf names no earlier block with vectors of the same dimension')

export type ArtifactManifest = z.output<typeof artifactSchema>

/** An array of the model and the file that holds it, little-endian. */
export interface ArrayFile {
  readonly name: string
  readonly array: Float32Array | Int32Array | Uint8Array
}

/** Every array of a model, in the order and with the names of its files. */
export function arrayFiles(
  { blocks, decoders, modalities }: Pick<Factors, 'blocks' | 'decoders' | 'modalities'>,
  trained: Csr,
): ArrayFile[] {
  return [
    ...blocks.flatMap((block, n) => [
      ...(blockOf(block, blocks) === n ? userFiles(`block-${n}`, block) : []),
      { name: `block-${n}.item.f32`, array: block.item },
    ]),
    ...decoders.flatMap((decoder, n) => [
      ...(blockOf(decoder, blocks) === undefined ? userFiles(`decoder-${n}`, decoder) : []),
      { name: `decoder-${n}.item.f32`, array: decoder.item },
    ]),
    ...modalities.map(({ present }, n) => ({ name: `modality-${n}.present.u8`, array: present })),
    { name: 'trained.indptr.u32', array: trained.indptr },
    { name: 'trained.indices.u32', array: trained.indices },
  ]
}

function userFiles(name: string, { user }: ScoreBlock | Block): ArrayFile[] {
  if (user instanceof Float32Array) return [{ name: `${name}.user.f32`, array: user }]
  return [
    { name: `${name}.user.indptr.u32`, array: user.indptr },
    { name: `${name}.user.indices.u32`, array: user.indices },
  ]
}

/** Factors with the shapes of a manifest, still empty. Their arrays are then filled file by file. */
export function emptyFactors(manifest: ArtifactManifest): Factors {
  const { users, items, interventional } = manifest
  const blocks: ScoreBlock[] = []
  const vectors = (dimension: number, usersOf?: number) => ({
    dimension,
    user: usersOf === undefined ? new Float32Array(users * dimension) : (blocks[usersOf]!.user as Float32Array),
    item: new Float32Array(items * dimension),
  })
  const histories = (dimension: number, pairs: number) => ({
    dimension,
    user: { indptr: new Int32Array(users + 1), indices: new Int32Array(pairs) },
    item: new Float32Array(items * dimension),
  })
  for (const { history, usersOf, ...block } of manifest.blocks) {
    blocks.push({
      ...block,
      ...(history === undefined ? vectors(block.dimension, usersOf) : histories(block.dimension, history)),
    })
  }
  return {
    users,
    items,
    interventional,
    modalities: manifest.modalities.map((name) => ({ name, present: new Uint8Array(items) })),
    blocks,
    decoders: manifest.decoders.map(({ dimension, usersOf }) => vectors(dimension, usersOf)),
  }
}

/** Pairs as many as a manifest names, still empty. */
export function emptyPairs({ users, trained }: ArtifactManifest): Csr {
  return { indptr: new Int32Array(users + 1), indices: new Int32Array(trained) }
}
