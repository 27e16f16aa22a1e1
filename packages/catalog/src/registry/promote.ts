import type { ModelVersion, Prisma, PrismaClient } from '../../generated/prisma/client.ts'
import { MODEL_CHANNEL } from './channels.ts'
import { judge } from './gate.ts'
import { notify, PATIENT } from './notify.ts'

/** Held for the length of a promotion: two at once are decided one after the other. */
const PROMOTION_LOCK = 72707370

export interface Promotion {
  readonly id: number
  /** Why, in a person's words; kept with the version, and needed to force. */
  readonly reason?: string
  /** Promote it even where the gate refuses. */
  readonly force?: boolean
}

export type PromotionResult =
  | { readonly promoted: true; readonly modelVersion: ModelVersion; readonly previous: ModelVersion | null }
  | { readonly promoted: false; readonly code: PromotionRefusal; readonly message: string }

export type PromotionRefusal = 'NOT_FOUND' | 'REASON_REQUIRED' | 'WORSE_THAN_PRODUCTION'

/**
 * Puts a version into production and retires the one before, in one transaction; listeners hear of it when it commits.
 * Promoting a retired version is how to roll back; promoting the one in production changes nothing.
 */
export function promoteModelVersion(prisma: PrismaClient, promotion: Promotion): Promise<PromotionResult> {
  return prisma.$transaction((transaction) => promoteIn(transaction, promotion), PATIENT)
}

/** The same as a part of a transaction that does more. */
export async function promoteIn(
  transaction: Prisma.TransactionClient,
  { id, reason, force = false }: Promotion,
): Promise<PromotionResult> {
  if (force && !reason?.trim()) return refuse('REASON_REQUIRED', 'A forced promotion needs a reason.')
  await transaction.$executeRaw`SELECT pg_advisory_xact_lock(${PROMOTION_LOCK}::bigint)`
  const candidate = await transaction.modelVersion.findUnique({ where: { id } })
  if (!candidate) return refuse('NOT_FOUND', `There is no model version ${id}.`)
  const previous = await transaction.modelVersion.findFirst({ where: { status: 'PRODUCTION' } })
  if (previous?.id === id) return { promoted: true, modelVersion: previous, previous }

  const decision = force ? { passed: true, reason: 'Forced.' } : judge(candidate, previous)
  if (!decision.passed) return refuse('WORSE_THAN_PRODUCTION', decision.reason)

  if (previous) await transaction.modelVersion.update({ where: { id: previous.id }, data: { status: 'RETIRED' } })
  const promotionReason = reason?.trim() ? `${reason.trim()} (${decision.reason})` : decision.reason
  const modelVersion = await transaction.modelVersion.update({
    where: { id },
    data: { status: 'PRODUCTION', promotedAt: new Date(), promotionReason },
  })
  await notify(transaction, MODEL_CHANNEL, String(id))
  return { promoted: true, modelVersion, previous }
}

function refuse(code: PromotionRefusal, message: string): PromotionResult {
  return { promoted: false, code, message }
}
