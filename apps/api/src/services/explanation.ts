import type { User } from '@trifold/catalog'
import type { Explanation } from '@trifold/model'
import type { Context } from '../context.ts'
import type { ExplainItems } from './recommendation-page.ts'
import type { RecommendationList } from './recommendation-list.ts'
import { sentenceOf } from './sentence.ts'

/** One part of a score, as the API shows it. */
export interface ScorePart {
  readonly kind: 'UNIQUE' | 'REDUNDANT' | 'SYNERGY' | 'COLLABORATIVE' | 'RULE'
  /** Of a UNIQUE part. */
  readonly modality: string | null
  readonly value: number
}

/** A score and its parts: `baseline` and the values of `components` add up to `score`, within 1e-5. */
export interface ExplainedScore {
  readonly score: number
  readonly baseline: number
  readonly reading: 'OBSERVATIONAL' | 'INTERVENTIONAL'
  readonly components: readonly ScorePart[]
  readonly sentence: string
}

/**
 * How to explain the entries of a list: by the very model that ranked it. No explanation where none did, where that
 * model has left the memory, or where what it knew has been deleted.
 */
export function explainFor(context: Context, user: User | null, list: RecommendationList): ExplainItems {
  const model =
    list.source === 'MODEL' && list.modelVersionId !== null ? context.model.ofVersion(list.modelVersionId) : null
  const index = model && user ? model.recommender.users.indexOf(user.externalId) : undefined
  if (!model || index === undefined) return () => null
  return (itemIds) => {
    const items = itemIds.map((id) => model.itemIndexes.get(id))
    if (items.some((item) => item === undefined)) return null
    const reading = model.recommender.readings[0] === 'observational' ? 'OBSERVATIONAL' : 'INTERVENTIONAL'
    return model.recommender.explain(index, items as number[]).map((explanation) => present(explanation, reading))
  }
}

/** An explanation of the model package in the shape and words of the API. */
export function present(explanation: Explanation, reading: ExplainedScore['reading']): ExplainedScore {
  const components: ScorePart[] = [
    ...Object.entries(explanation.unique).map(([modality, value]) => ({ kind: 'UNIQUE' as const, modality, value })),
    { kind: 'REDUNDANT', modality: null, value: explanation.redundant },
    { kind: 'SYNERGY', modality: null, value: explanation.synergy },
    { kind: 'COLLABORATIVE', modality: null, value: explanation.collaborative },
  ]
  const { score, baseline } = explanation
  return { score, baseline, reading, components, sentence: sentenceOf(components, Object.keys(explanation.unique)) }
}
