import type { ModelVersion } from '../../generated/prisma/client.ts'
import { parseMetrics } from './json-columns.ts'

type Comparable = Pick<ModelVersion, 'id' | 'metrics' | 'dataFingerprint'>

/** Whether a version may go into production, and the sentence that gives the reason. */
export interface GateDecision {
  readonly passed: boolean
  readonly reason: string
}

const CUTOFF = '20'
/** Larger than differences that come from the order of a sum. */
const TOLERANCE = 1e-9

/**
 * Decides whether a candidate may replace the version in production: its NDCG@20 must not be lower. On the same data
 * (same fingerprint, hence the same split) the validation part decides, so no choice is made by the test part. On
 * different data no figures are strictly comparable, and each version's own test part decides.
 *
 * @throws Error when one of them has no such figure
 */
export function compareForPromotion(candidate: Comparable, production: Comparable | null): GateDecision {
  if (!production) return { passed: true, reason: 'No model was in production.' }
  const sameData = candidate.dataFingerprint === production.dataFingerprint
  const part = sameData ? 'valid' : 'test'
  const offered = ndcgOf(candidate, part)
  const current = ndcgOf(production, part)
  const passed = offered >= current - TOLERANCE
  const where = sameData ? 'validation' : "test (each on its own data's)"
  const comparison = passed ? 'is not worse than' : 'is worse than'
  return {
    passed,
    reason:
      `Its ${where} NDCG@${CUTOFF} of ${offered.toFixed(4)} ${comparison} ` +
      `the ${current.toFixed(4)} of version ${production.id}.`,
  }
}

function ndcgOf(version: Comparable, part: 'valid' | 'test'): number {
  const value = parseMetrics(version)[part].ndcg[CUTOFF]
  if (value === undefined) throw new Error(`model version ${version.id} has no ${part} NDCG@${CUTOFF} to compare`)
  return value
}
