import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { fileError, UserFacingError } from '../errors.ts'
import { IdMap, Recommender } from '../serve/index.ts'
import { readVerified } from './files.ts'
import {
  arrayFiles,
  artifactSchema,
  emptyFactors,
  emptyPairs,
  FORMAT_VERSION,
  ITEMS,
  MANIFEST,
  MANIFEST_CHECKSUM,
  USERS,
  type ArtifactManifest,
} from './layout.ts'

export interface LoadOptions {
  /** The checksum that `save` returned. Another model in the folder is then an error, even if it is undamaged. */
  readonly checksum?: string
}

/**
 * Loads a model that `save` wrote. Its scores are those of the saved one, bit for bit.
 *
 * @throws UserFacingError naming the file that is missing, truncated, altered or of another format
 *
 * @example
 * const model = await load('./my-model')
 * const user = model.users.indexOf('17')
 * if (user !== undefined) console.log(model.recommend(user, 10))
 */
export async function load(dir: string, { checksum }: LoadOptions = {}): Promise<Recommender> {
  const manifest = await readManifest(dir, checksum)
  const read = async (name: string) => {
    const record = manifest.files[name]
    if (!record) throw new UserFacingError(`${join(dir, MANIFEST)}: it does not list the file ${name}.`)
    return readVerified(dir, name, record)
  }
  const users = readIds(join(dir, USERS), await read(USERS), manifest.users)
  const items = readIds(join(dir, ITEMS), await read(ITEMS), manifest.items)
  const factors = emptyFactors(manifest)
  const trained = emptyPairs(manifest)
  for (const { name, array } of arrayFiles(factors, trained)) {
    const content = await read(name)
    if (content.byteLength !== array.byteLength) {
      throw new UserFacingError(
        `${join(dir, name)}: ${content.byteLength} bytes do not fit the shape in the manifest (${array.byteLength}).`,
      )
    }
    new Uint8Array(array.buffer).set(content)
  }
  return new Recommender({ factors, users, items, manifest: manifest.model, trained })
}

async function readManifest(dir: string, expected: string | undefined): Promise<ArtifactManifest> {
  const path = join(dir, MANIFEST)
  const text = await readText(path)
  const recorded = (await readText(join(dir, MANIFEST_CHECKSUM))).slice(0, 64)
  const actual = createHash('sha256').update(text).digest('hex')
  if (actual !== recorded) {
    throw new UserFacingError(`${path}: the file was altered: it does not match ${MANIFEST_CHECKSUM}.`)
  }
  if (expected !== undefined && actual !== expected) {
    throw new UserFacingError(`${path}: this is another model than the one recorded (its checksum is ${actual}).`)
  }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw new UserFacingError(`${path}: it is not JSON.`, { cause: error })
  }
  const version = z.object({ formatVersion: z.int() }).safeParse(json)
  if (version.success && version.data.formatVersion !== FORMAT_VERSION) {
    const { formatVersion } = version.data
    const remedy = formatVersion < FORMAT_VERSION ? 'train the model again' : 'update Trifold'
    throw new UserFacingError(`${path}: format ${formatVersion} is not known here, only ${FORMAT_VERSION}; ${remedy}.`)
  }
  const parsed = artifactSchema.safeParse(json)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new UserFacingError(
      `${path}: it is no model manifest: ${issue!.path.join('.') || 'the whole'}: ${issue!.message}.`,
    )
  }
  return parsed.data
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw fileError(path, error)
  }
}

function readIds(path: string, content: Uint8Array, count: number): IdMap {
  const ids = z.array(z.string()).safeParse(JSON.parse(Buffer.from(content).toString('utf8')))
  if (!ids.success || ids.data.length !== count) {
    throw new UserFacingError(`${path}: it does not hold the ${count} ids that the manifest says.`)
  }
  return new IdMap(ids.data)
}
