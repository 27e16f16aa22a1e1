import {
  type Factors,
  heldOutUsers,
  meanMetrics,
  rankUsers,
  type ScoreBlock,
  scorerOf,
  type Split,
} from '@trifold/model/internals'
import { decimals } from '../compare/index.ts'
import type { Measure, Table } from '../runner/index.ts'

/** Nats added to the scores of new items. Popular items differ from others by about the largest. */
const LIFTS = [0, 0.5, 1, 1.5, 2, 3] as const

/** What new items gain and known items lose by a lift. */
export interface Lifted {
  readonly nats: number
  /** Recall@20 of new items among all items, on test. */
  readonly newItems: number
  /** NDCG@20 of known items among all items, on validation. */
  readonly knownItems: number
}

/** Measures what known items lose when the scores of all new items are raised by the same number. */
export function liftMeasure(parts: Split, newItems: Uint8Array, evaluationUsers: number): Measure<readonly Lifted[]> {
  return {
    name: 'coldstart lift 1',
    of: ({ factors }) => ({
      values: LIFTS.map((nats): Lifted => {
        const scorer = scorerOf(nats === 0 ? factors : lifted(factors, newItems, nats))
        const rank = (part: Split['test']) =>
          meanMetrics(rankUsers(scorer, parts.train, part, heldOutUsers(part, evaluationUsers)))
        return { nats, newItems: rank(parts.test).recall[20], knownItems: rank(parts.valid).ndcg[20] }
      }),
    }),
  }
}

function lifted(factors: Factors, newItems: Uint8Array, nats: number): Factors {
  const block: ScoreBlock = {
    dimension: 1,
    user: new Float32Array(factors.users).fill(1),
    item: Float32Array.from(newItems, (isNew) => (isNew ? nats : 0)),
    role: 'collaborative',
    inScore: true,
  }
  return { ...factors, blocks: [...factors.blocks, block] }
}

/** @param found the lifts of each recommender, once a seed */
export function liftTable(
  found: readonly { readonly name: string; readonly seeds: readonly (readonly Lifted[])[] }[],
): Table {
  return {
    title: 'New items lifted among all items',
    columns: ['', 'added, nats', "new items' Recall@20", "known items' NDCG@20 (validation)"],
    rows: found.flatMap(({ name, seeds }) =>
      LIFTS.map((nats, n) => {
        const mean = (of: (one: Lifted) => number) =>
          decimals(seeds.reduce((sum, seed) => sum + of(seed[n]!) / seeds.length, 0))
        return [name, `${nats}`, mean(({ newItems }) => newItems), mean(({ knownItems }) => knownItems)]
      }),
    ),
    notes: ['The same number is added to the score of every new item, for every user. Mean over seeds.'],
  }
}
