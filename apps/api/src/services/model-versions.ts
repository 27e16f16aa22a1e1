import { type ModelVersion, promoteModelVersion, type PromotionRefusal } from '@trifold/catalog'
import type { Context, Platform } from '../context/index.ts'
import { type UserError, userError } from '../errors/index.ts'
import { globalIdError, parseKey, textError } from '../input/index.ts'
import { keysetPage, type NodeEdge, type Page, type PageArguments } from '../paging/index.ts'

/** A page of all model versions, newest first. */
export async function listModelVersions(
  { prisma }: Context,
  args: PageArguments,
): Promise<Page<NodeEdge<ModelVersion>>> {
  return keysetPage(
    'modelVersions',
    args,
    (take, after) => {
      const where = after ? { id: { lt: Number(after[0]) } } : {}
      return prisma.modelVersion.findMany({ where, orderBy: { id: 'desc' }, take })
    },
    (version) => [version.id],
  )
}

export async function countModelVersions({ prisma }: Context): Promise<number> {
  return prisma.modelVersion.count()
}

const MAX_REASON = 1000
/** The input that each error of the registry is about. */
const FIELDS: Record<PromotionRefusal, string[]> = {
  NOT_FOUND: ['id'],
  REASON_REQUIRED: ['reason'],
  WORSE_THAN_PRODUCTION: ['id'],
}

export interface PromotionRequest {
  readonly id: string
  readonly force?: boolean | null
  readonly reason?: string | null
}

export interface PromotionResult {
  readonly modelVersion: ModelVersion | null
  readonly userErrors: readonly UserError[]
}

/** Put a model version into production, if the registry lets it pass. */
export async function promote(
  { prisma }: Pick<Platform, 'prisma'>,
  { id, force, reason }: PromotionRequest,
): Promise<PromotionResult> {
  const inputError = promotionInputError(id, reason)
  if (inputError) return failed(inputError)
  const result = await promoteModelVersion(prisma, {
    id: parseKey('ModelVersion', id),
    force: force ?? false,
    reason: reason ?? undefined,
  })
  if (result.promoted) return { modelVersion: result.modelVersion, userErrors: [] }
  return failed(userError(result.code, result.message, FIELDS[result.code]))
}

function promotionInputError(id: string, reason: string | null | undefined): UserError | null {
  const idError = globalIdError('ModelVersion', id)
  if (idError) return userError('INVALID_ID', idError, ['id'])
  if (!reason) return null
  const reasonError = reason.length > MAX_REASON ? `is longer than ${MAX_REASON} characters` : textError(reason)
  return reasonError ? userError('INVALID_INPUT', `The reason ${reasonError}.`, ['reason']) : null
}

function failed(error: UserError): PromotionResult {
  return { modelVersion: null, userErrors: [error] }
}
