import { type ModelVersion, promoteModelVersion, type PromotionRefusal } from '@trifold/catalog'
import type { Platform } from '../context.ts'
import { refusal, type UserError } from '../errors/refusal.ts'
import { idFault, parseKey } from '../ids.ts'
import { textFault } from './text.ts'

const MAX_REASON = 1000
/** Which input each refusal of the registry is about. */
const FIELDS: Record<PromotionRefusal, string[]> = {
  NOT_FOUND: ['id'],
  REASON_REQUIRED: ['reason'],
  WORSE_THAN_PRODUCTION: ['id'],
}

export interface PromotionWish {
  readonly id: string
  readonly force?: boolean | null
  readonly reason?: string | null
}

/** Put a model version into production through the registry's gate. */
export async function promote(
  { prisma }: Pick<Platform, 'prisma'>,
  wish: PromotionWish,
): Promise<{ modelVersion: ModelVersion | null; userErrors: UserError[] }> {
  const fault = idFault('ModelVersion', wish.id)
  if (fault) return { modelVersion: null, userErrors: [refusal('INVALID_ID', fault, ['id'])] }
  const reason = wish.reason ?? undefined
  const wrong = reason && (reason.length > MAX_REASON ? `is longer than ${MAX_REASON} characters` : textFault(reason))
  if (wrong) return { modelVersion: null, userErrors: [refusal('INVALID_INPUT', `The reason ${wrong}.`, ['reason'])] }
  const result = await promoteModelVersion(prisma, {
    id: parseKey('ModelVersion', wish.id),
    force: wish.force ?? false,
    reason,
  })
  if (result.promoted) return { modelVersion: result.modelVersion, userErrors: [] }
  return { modelVersion: null, userErrors: [refusal(result.code, result.message, FIELDS[result.code])] }
}
