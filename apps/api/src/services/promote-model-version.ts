import { type ModelVersion, promoteModelVersion } from '@trifold/catalog'
import type { Platform } from '../context.ts'
import { refusal, type UserError } from '../errors/refusal.ts'
import { idFault, parseKey } from '../ids.ts'

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
  const force = wish.force ?? false
  const reason = wish.reason?.trim() || undefined
  if (force && !reason) {
    return { modelVersion: null, userErrors: [refusal('REASON_REQUIRED', 'A forced promotion needs a reason.', ['reason'])] }
  }
  return promoteModelVersion(prisma, { id: parseKey('ModelVersion', wish.id), force, reason }) as never
}
