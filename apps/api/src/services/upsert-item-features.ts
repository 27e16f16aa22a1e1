import { checkVector, encodeVector, type Modality } from '@trifold/catalog'
import { UserFacingError } from '@trifold/model/errors'
import type { Platform } from '../context.ts'
import { refusal, type UserError } from '../errors/refusal.ts'
import { shorten } from '../ids.ts'
import { BATCH_LIMIT } from '../limits/batch.ts'
import { externalIdFault } from './identity.ts'

const NAME = /^[a-z][a-z0-9_-]{0,39}$/
const MAX_DIMENSION = 16_384

export interface FeaturesInput {
  readonly modality: string
  readonly dimension?: number | null
  readonly features: readonly { readonly itemId: string; readonly vector: readonly number[] }[]
}

export interface UpsertedFeatures {
  readonly stored: number
  readonly userErrors: UserError[]
}

/** Store feature vectors of one modality, created where it is new; rows stand for themselves. */
export async function upsertItemFeatures(
  platform: Pick<Platform, 'pool' | 'prisma'>,
  input: FeaturesInput,
): Promise<UpsertedFeatures> {
  if (input.features.length > BATCH_LIMIT) {
    const message = `The batch has ${input.features.length} vectors; at most ${BATCH_LIMIT} are taken at once.`
    return { stored: 0, userErrors: [refusal('TOO_MANY_ROWS', message, ['features'])] }
  }
  const modality = await findOrCreate(platform, input)
  if ('code' in modality) return { stored: 0, userErrors: [modality] }
  const items = await itemKeys(platform, input)
  const userErrors: UserError[] = []
  const accepted = new Map<number, Buffer>()
  input.features.forEach(({ itemId, vector }, index) => {
    const item = items.get(itemId)
    if (item === undefined) {
      userErrors.push(
        refusal('UNKNOWN_ITEM', `No item has the external id "${shorten(itemId)}".`, ['features', index, 'itemId']),
      )
      return
    }
    if (accepted.has(item)) {
      userErrors.push(
        refusal('DUPLICATE_ROW', `The item "${shorten(itemId)}" stands in an earlier row already.`, [
          'features',
          index,
          'itemId',
        ]),
      )
      return
    }
    const stored = encode(vector, modality, index)
    if ('code' in stored) userErrors.push(stored)
    else accepted.set(item, stored)
  })
  if (accepted.size > 0) {
    await platform.pool.query(
      `insert into item_features (item_id, modality_id, vector)
       select item_id, $1, vector from unnest($2::int[], $3::bytea[]) as r(item_id, vector)
       on conflict (modality_id, item_id) do update set vector = excluded.vector`,
      [modality.id, [...accepted.keys()], [...accepted.values()]],
    )
  }
  return { stored: accepted.size, userErrors }
}

async function findOrCreate({ prisma }: Pick<Platform, 'prisma'>, input: FeaturesInput): Promise<Modality | UserError> {
  const { modality: name, dimension } = input
  if (!NAME.test(name)) {
    return refusal(
      'INVALID_INPUT',
      `"${shorten(name)}" is not a name for a modality: lower-case letters, digits, "-" and "_".`,
      ['modality'],
    )
  }
  if (typeof dimension === 'number' && !(dimension >= 1 && dimension <= MAX_DIMENSION)) {
    return refusal('INVALID_INPUT', `A dimension must be between 1 and ${MAX_DIMENSION}; it was ${dimension}.`, [
      'dimension',
    ])
  }
  const found = await prisma.modality.findUnique({ where: { name } })
  if (!found && typeof dimension !== 'number') {
    return refusal('UNKNOWN_MODALITY', `No modality is called "${name}"; give its dimension to create it.`, [
      'modality',
    ])
  }
  const modality =
    found ?? (await prisma.modality.upsert({ where: { name }, create: { name, dimension: dimension! }, update: {} }))
  if (typeof dimension === 'number' && modality.dimension !== dimension) {
    return refusal('WRONG_DIMENSION', `The vectors of "${name}" have ${modality.dimension} values, not ${dimension}.`, [
      'dimension',
    ])
  }
  return modality
}

async function itemKeys({ pool }: Pick<Platform, 'pool'>, input: FeaturesInput): Promise<Map<string, number>> {
  const ids = input.features.map((row) => row.itemId).filter((id) => externalIdFault(id) === null)
  const { rows } = await pool.query<{ id: number; external_id: string }>(
    'select id, external_id from items where external_id = any($1::text[])',
    [ids],
  )
  return new Map(rows.map((row) => [row.external_id, row.id]))
}

/** The stored form of a vector, or what is wrong with it. */
function encode(vector: readonly number[], modality: Modality, index: number): Buffer | UserError {
  try {
    return encodeVector(checkVector(vector, modality))
  } catch (error) {
    if (!(error instanceof UserFacingError)) throw error
    const code = vector.length === modality.dimension ? 'NOT_FINITE' : 'WRONG_DIMENSION'
    return refusal(code, error.message, ['features', index, 'vector'])
  }
}
