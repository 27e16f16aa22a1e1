import type { User } from '@trifold/catalog'
import type { Explanation } from '@trifold/model'
import type { Context } from '../context/index.ts'
import type { RecommendationList } from './recommendation-list.ts'
import type { ExplainItems } from './recommendation-page.ts'
import { sentenceOf } from './sentence.ts'
import { userSide } from './user-side.ts'

/** One part of a score, as the API shows it. */
export interface ScorePart {
  readonly kind: 'UNIQUE' | 'REDUNDANT' | 'SYNERGY' | 'COLLABORATIVE'
  /** Of a UNIQUE part. */
  readonly modality: string | null
  readonly value: number
}

/** How the parts of a score were measured. */
export type ExplanationMode = 'OBSERVATIONAL' | 'INTERVENTIONAL'

/** A score and its parts: `baseline` and the values of `components` add up to `score`, within 1e-5. */
export interface ExplainedScore {
  readonly score: number
  readonly baseline: number
  readonly mode: ExplanationMode
  readonly components: readonly ScorePart[]
  readonly sentence: string
}

/**
 * Explains the entries of a list by the model that ranked it and the history it was made from.
 * There is no explanation without such a model, if it is no longer in memory, or if it does not know the items.
 */
export function explainerOf(context: Context, user: User | null, list: RecommendationList): ExplainItems {
  const isPersonal = list.source === 'MODEL' || list.source === 'SESSION'
  const model = isPersonal && list.modelVersionId !== null ? context.model.ofVersion(list.modelVersionId) : null
  if (!model) return () => null
  return (itemIds) => {
    const side = userSide(model, user, list.history)
    const items = itemIds.flatMap((id) => model.itemIndexes.get(id) ?? [])
    if (side === null || items.length < itemIds.length) return null
    const mode = model.recommender.modes[0] === 'observational' ? 'OBSERVATIONAL' : 'INTERVENTIONAL'
    return model.recommender.explain(side, items).map((explanation) => present(explanation, mode))
  }
}

/** An explanation of the model package in the form of the API. */
function present(explanation: Explanation, mode: ExplanationMode): ExplainedScore {
  const components: ScorePart[] = [
    ...Object.entries(explanation.unique).map(([modality, value]) => ({ kind: 'UNIQUE' as const, modality, value })),
    { kind: 'REDUNDANT', modality: null, value: explanation.redundant },
    { kind: 'SYNERGY', modality: null, value: explanation.synergy },
    { kind: 'COLLABORATIVE', modality: null, value: explanation.collaborative },
  ]
  const { score, baseline } = explanation
  return { score, baseline, mode, components, sentence: sentenceOf(components, Object.keys(explanation.unique)) }
}
