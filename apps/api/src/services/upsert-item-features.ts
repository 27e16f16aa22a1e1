import { checkVector, encodeVector, type Modality } from '@trifold/catalog'
import { UserFacingError } from '@trifold/model/errors'
import type { Platform } from '../context/index.ts'
import { type UserError, userError } from '../errors/index.ts'
import { shorten } from '../input/index.ts'
import { batchError, duplicateRow, itemKeys, unknownItem } from './batch.ts'

const MODALITY_NAME = /^[a-z][a-z0-9_-]{0,39}$/
const MAX_DIMENSION = 16_384

export interface FeaturesInput {
  readonly modality: string
  readonly dimension?: number | null
  readonly features: readonly { readonly itemId: string; readonly vector: readonly number[] }[]
}

export interface UpsertedFeatures {
  readonly stored: number
  readonly userErrors: readonly UserError[]
}

/** Store feature vectors of one modality, which is created if it is new. A wrong row does not stop the others. */
export async function upsertItemFeatures(
  platform: Pick<Platform, 'pool' | 'prisma'>,
  input: FeaturesInput,
): Promise<UpsertedFeatures> {
  const tooMany = batchError(input.features, 'features', 'vectors')
  if (tooMany) return { stored: 0, userErrors: [tooMany] }
  const found = await findOrCreateModality(platform, input)
  if ('error' in found) return { stored: 0, userErrors: [found.error] }
  const { modality } = found
  const keys = await itemKeys(
    platform.pool,
    input.features.map((row) => row.itemId),
  )
  const userErrors: UserError[] = []
  const vectors = new Map<number, Buffer>()
  input.features.forEach(({ itemId, vector }, index) => {
    const key = keys.get(itemId)
    const field = ['features', index, 'itemId']
    if (key === undefined) return userErrors.push(unknownItem(itemId, field))
    if (vectors.has(key)) return userErrors.push(duplicateRow('The item', itemId, field))
    const encoded = encode(vector, modality, index)
    return 'error' in encoded ? userErrors.push(encoded.error) : vectors.set(key, encoded.bytes)
  })
  if (vectors.size > 0) {
    await platform.pool.query(
      `insert into item_features (item_id, modality_id, vector)
       select item_id, $1, vector from unnest($2::int[], $3::bytea[]) as r(item_id, vector)
       on conflict (modality_id, item_id) do update set vector = excluded.vector`,
      [modality.id, [...vectors.keys()], [...vectors.values()]],
    )
  }
  return { stored: vectors.size, userErrors }
}

async function findOrCreateModality(
  { prisma }: Pick<Platform, 'prisma'>,
  { modality: name, dimension }: FeaturesInput,
): Promise<{ modality: Modality } | { error: UserError }> {
  if (!MODALITY_NAME.test(name)) {
    const message = `"${shorten(name)}" is no modality name: use lower-case letters, digits, "-" and "_".`
    return { error: userError('INVALID_INPUT', message, ['modality']) }
  }
  if (typeof dimension === 'number' && !(dimension >= 1 && dimension <= MAX_DIMENSION)) {
    const message = `A dimension must be between 1 and ${MAX_DIMENSION}; it was ${dimension}.`
    return { error: userError('INVALID_INPUT', message, ['dimension']) }
  }
  const found = await prisma.modality.findUnique({ where: { name } })
  if (!found && typeof dimension !== 'number') {
    const message = `No modality is called "${name}"; give its dimension to create it.`
    return { error: userError('UNKNOWN_MODALITY', message, ['modality']) }
  }
  const modality =
    found ??
    (await prisma.modality.upsert({ where: { name }, create: { name, dimension: Number(dimension) }, update: {} }))
  if (typeof dimension === 'number' && modality.dimension !== dimension) {
    const message = `The vectors of "${name}" have ${modality.dimension} values, not ${dimension}.`
    return { error: userError('WRONG_DIMENSION', message, ['dimension']) }
  }
  return { modality }
}

/** The stored form of a vector, or its error. */
function encode(
  vector: readonly number[],
  modality: Modality,
  index: number,
): { bytes: Buffer } | { error: UserError } {
  try {
    return { bytes: encodeVector(checkVector(vector, modality)) }
  } catch (error) {
    if (!(error instanceof UserFacingError)) throw error
    const code = vector.length === modality.dimension ? 'NOT_FINITE' : 'WRONG_DIMENSION'
    return { error: userError(code, error.message, ['features', index, 'vector']) }
  }
}
