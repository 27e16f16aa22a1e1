import type { ModelVersion, Prisma, PrismaClient } from '../../generated/prisma/client.ts'
import { MODEL_CHANNEL, notify } from './channels.ts'
import { compareForPromotion } from './gate.ts'

/** Held until the transaction ends, so that promotions are decided one after the other. */
const PROMOTION_LOCK = 72707370

/** Prisma ends a transaction after 5 s by default; while a model trains on the same machine, it may take longer. */
export const LONG_TRANSACTION = { maxWait: 30_000, timeout: 60_000 } as const

export interface Promotion {
  readonly id: number
  /** The caller's reason. It is stored with the version; a forced promotion needs one. */
  readonly reason?: string
  /** Promote it even if it is worse than the version in production. */
  readonly force?: boolean
}

export type PromotionResult =
  | { readonly promoted: true; readonly modelVersion: ModelVersion; readonly previous: ModelVersion | null }
  | { readonly promoted: false; readonly code: PromotionRefusal; readonly message: string }

export type PromotionRefusal = 'NOT_FOUND' | 'REASON_REQUIRED' | 'WORSE_THAN_PRODUCTION'

/**
 * Puts a version into production and retires the one before, in one transaction; listeners are notified when it commits.
 * To roll back, promote a retired version. Promoting the version in production changes nothing.
 */
export function promoteModelVersion(prisma: PrismaClient, promotion: Promotion): Promise<PromotionResult> {
  return prisma.$transaction((transaction) => promoteIn(transaction, promotion), LONG_TRANSACTION)
}

/** `promoteModelVersion` as a part of a larger transaction. */
export async function promoteIn(
  transaction: Prisma.TransactionClient,
  { id, reason, force = false }: Promotion,
): Promise<PromotionResult> {
  if (force && !reason?.trim()) return refused('REASON_REQUIRED', 'A forced promotion needs a reason.')
  await transaction.$executeRaw`SELECT pg_advisory_xact_lock(${PROMOTION_LOCK}::bigint)`
  const candidate = await transaction.modelVersion.findUnique({ where: { id } })
  if (!candidate) return refused('NOT_FOUND', `There is no model version ${id}.`)
  const previous = await transaction.modelVersion.findFirst({ where: { status: 'PRODUCTION' } })
  if (previous?.id === id) return { promoted: true, modelVersion: previous, previous }

  const decision = force ? { passed: true, reason: 'Forced.' } : compareForPromotion(candidate, previous)
  if (!decision.passed) return refused('WORSE_THAN_PRODUCTION', decision.reason)

  if (previous) await transaction.modelVersion.update({ where: { id: previous.id }, data: { status: 'RETIRED' } })
  const promotionReason = reason?.trim() ? `${reason.trim()} (${decision.reason})` : decision.reason
  const modelVersion = await transaction.modelVersion.update({
    where: { id },
    data: { status: 'PRODUCTION', promotedAt: new Date(), promotionReason },
  })
  await notify(transaction, MODEL_CHANNEL, String(id))
  return { promoted: true, modelVersion, previous }
}

function refused(code: PromotionRefusal, message: string): PromotionResult {
  return { promoted: false, code, message }
}
