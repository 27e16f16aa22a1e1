import type { ModelVersion } from '../../generated/prisma/client.ts'

type Judged = Pick<ModelVersion, 'id' | 'metrics' | 'dataFingerprint'>

/** The gate's decision and the sentence that gives its reason. */
export interface GateDecision {
  readonly passed: boolean
  readonly reason: string
}

const CUTOFF = '20'
/** Beyond what sums in another order can differ by. */
const TOLERANCE = 1e-9

/**
 * Whether a candidate may replace what is in production: not worse in NDCG@20. On the same data (same fingerprint,
 * hence the same split) the validation part decides, so that the test part stays untouched by choices. On different
 * data no figure is strictly comparable; each one's own test part then comes closest to what its users see.
 */
export function judge(candidate: Judged, production: Judged | null): GateDecision {
  if (!production) return { passed: true, reason: 'No model was in production.' }
  const sameData = candidate.dataFingerprint === production.dataFingerprint
  const part = sameData ? 'valid' : 'test'
  const offered = readNdcg(candidate, part)
  const served = readNdcg(production, part)
  const passed = offered >= served - TOLERANCE
  const where = sameData ? 'validation' : "test (each on its own data's)"
  const comparison = passed ? 'is not worse than' : 'is worse than'
  return {
    passed,
    reason:
      `Its ${where} NDCG@${CUTOFF} of ${offered.toFixed(4)} ${comparison} ` +
      `the ${served.toFixed(4)} of version ${production.id}.`,
  }
}

function readNdcg({ id, metrics }: Judged, part: 'valid' | 'test'): number {
  const value = (metrics as { [part: string]: { ndcg?: { [cutoff: string]: unknown } } } | null)?.[part]?.ndcg?.[CUTOFF]
  if (typeof value !== 'number') throw new Error(`model version ${id} has no ${part} NDCG@${CUTOFF} to judge it by`)
  return value
}
