import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { fileError, UserFacingError } from '../errors.ts'
import type { RecommenderParts } from '../serve/index.ts'
import { blockOf } from '../factors/index.ts'
import { syncFolder, writeDurable, type FileRecord } from './files.ts'
import {
  arrayFiles,
  FORMAT_VERSION,
  ITEMS,
  MANIFEST,
  MANIFEST_CHECKSUM,
  USERS,
  type ArtifactManifest,
} from './layout.ts'

/**
 * Writes a model as a self-contained folder, which appears whole or not at all. It is written beside its name, flushed
 * to the disk and renamed. A model in the folder is replaced; a folder with anything else is an error.
 *
 * @returns the SHA-256 of `manifest.json`, which holds the checksums of all other files
 * @throws UserFacingError if the folder cannot be written or holds something else
 *
 * @example
 * const { model } = await fit(await readDataset('./my-shop'))
 * const { checksum } = await save(model, './my-model')
 * const same = await load('./my-model', { checksum })
 */
export async function save(model: RecommenderParts, dir: string): Promise<{ checksum: string }> {
  const target = resolve(dir)
  const parent = dirname(target)
  const mark = `${basename(target)}.${process.pid}-${randomBytes(4).toString('hex')}`
  const fresh = join(parent, `${mark}.new`)
  const old = join(parent, `${mark}.old`)
  const replaces = await isReplaceable(target)
  try {
    await mkdir(fresh, { recursive: true })
    const checksum = await writeFiles(model, fresh)
    await syncFolder(fresh)
    if (replaces) await rename(target, old)
    await rename(fresh, target)
    await syncFolder(parent)
    await rm(old, { recursive: true, force: true })
    return { checksum }
  } catch (error) {
    await rm(fresh, { recursive: true, force: true })
    throw fileError(target, error)
  }
}

/** Whether there is a folder that may be replaced: a model or an empty one. */
async function isReplaceable(target: string): Promise<boolean> {
  let names: string[]
  try {
    names = await readdir(target)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
    throw fileError(target, error)
  }
  if (names.length > 0 && !names.includes(MANIFEST)) {
    throw new UserFacingError(`${target}: the folder holds something that is not a model; name another one.`)
  }
  return true
}

async function writeFiles(
  { factors, users, items, manifest, trained }: RecommenderParts,
  dir: string,
): Promise<string> {
  const files: Record<string, FileRecord> = {}
  for (const [name, ids] of [
    [USERS, users.ids],
    [ITEMS, items.ids],
  ] as const) {
    files[name] = await writeDurable(join(dir, name), Buffer.from(`${JSON.stringify(ids)}\n`))
  }
  for (const { name, array } of arrayFiles(factors, trained)) {
    files[name] = await writeDurable(join(dir, name), new Uint8Array(array.buffer, array.byteOffset, array.byteLength))
  }
  const content: ArtifactManifest = {
    formatVersion: FORMAT_VERSION,
    model: manifest,
    users: factors.users,
    items: factors.items,
    blocks: factors.blocks.map((block, n) => {
      const { dimension, role, inScore, modality, user } = block
      const users = blockOf(block, factors.blocks)
      return {
        dimension,
        role,
        inScore,
        ...(modality === undefined ? {} : { modality }),
        ...(user instanceof Float32Array ? {} : { history: user.indices.length }),
        ...(users === n ? {} : { usersOf: users }),
      }
    }),
    modalities: factors.modalities.map(({ name }) => name),
    decoders: factors.decoders.map((decoder) => {
      const users = blockOf(decoder, factors.blocks)
      return { dimension: decoder.dimension, ...(users === undefined ? {} : { usersOf: users }) }
    }),
    trained: trained.indices.length,
    interventional: factors.interventional,
    files,
  }
  const { sha256 } = await writeDurable(join(dir, MANIFEST), Buffer.from(`${JSON.stringify(content, null, 2)}\n`))
  await writeDurable(join(dir, MANIFEST_CHECKSUM), Buffer.from(`${sha256}  ${MANIFEST}\n`))
  return sha256
}
