import { type Factors, FoldIn, meanMetrics, parseConfig, type UserMetrics } from '@trifold/model/internals'
import { decimals } from '../compare/index.ts'
import type { Measure, Table } from '../runner/index.ts'
import { foldedIn, COUNTS, rankNewUsers, type NewUsers } from './new-users.ts'

/** Weights that a prior is tried with. */
export const PRIOR_WEIGHTS = [0.03, 0.1, 0.3, 0.5, 1, 3] as const
const DEFAULT = parseConfig({}).foldInPriorWeight
const LARGEST = Math.max(...COUNTS)

/** NDCG@20 of the validation users with each weight, by number of interactions. `[weights][counts]` */
export type Tried = readonly (readonly number[])[]

/** The name in `usersOf` of the metrics of users folded in from `count` interactions. */
export const foldedName = (weight: number, count: number) => `${weight} from ${count}`
/** Folded in from nothing: the mean user, whatever the prior weighs. */
export const NOBODY = 'from 0'

/** How well every weight ranks for the validation users. */
export function measureWeights(validationUsers: NewUsers): Measure<Tried> {
  return {
    name: 'coldstart prior 1',
    of: ({ factors }) => ({
      values: withEveryWeight(factors, validationUsers, (ranked) => meanMetrics(ranked.values).ndcg[20]),
    }),
  }
}

/** Metrics of the test users under every weight. */
export function measureTestUsers(testUsers: NewUsers): Measure {
  return {
    name: 'coldstart users 2',
    of: ({ factors }) => {
      const mean = foldedIn(factors, new FoldIn(factors, DEFAULT), testUsers, 0)
      const users: Record<string, UserMetrics> = { [NOBODY]: rankNewUsers(mean, testUsers) }
      withEveryWeight(factors, testUsers, (ranked, weight, count) => (users[foldedName(weight, count)] = ranked))
      return { users }
    },
  }
}

function withEveryWeight<T>(
  factors: Factors,
  drawn: NewUsers,
  of: (ranked: UserMetrics, weight: number, count: number) => T,
): T[][] {
  return PRIOR_WEIGHTS.map((weight) => {
    const folding = new FoldIn(factors, weight)
    return COUNTS.map((count) => of(rankNewUsers(foldedIn(factors, folding, drawn, count), drawn), weight, count))
  })
}

/** The merit of each weight of a recommender over seeds, and the best weight over all numbers of interactions. */
export interface Choice {
  readonly name: string
  readonly tried: Tried
  readonly weight: number
  /** NDCG@20 of the test users with each weight, from most interactions; nothing is chosen by it. `[weights]` */
  readonly test: readonly number[]
}

/**
 * Chooses the weight of the prior by the validation users. The default stays unless another weight is better.
 *
 * @param seeds of one recommender, as `measureWeights` gives them
 * @param tested the same recommender's runs, as `measureTestUsers` gives them
 */
export function chooseWeight(
  name: string,
  seeds: readonly Tried[],
  tested: readonly ((which: string) => UserMetrics)[],
): Choice {
  const tried = PRIOR_WEIGHTS.map((_, w) =>
    COUNTS.map((_, h) => seeds.reduce((sum, seed) => sum + seed[w]![h]! / seeds.length, 0)),
  )
  const merit = (weight: number) =>
    tried[PRIOR_WEIGHTS.findIndex((one) => one === weight)]!.reduce((sum, value) => sum + value, 0)
  const weight = PRIOR_WEIGHTS.reduce((best: number, one) => (merit(one) > merit(best) ? one : best), DEFAULT)
  const test = PRIOR_WEIGHTS.map((one) =>
    tested.reduce((sum, of) => sum + meanMetrics(of(foldedName(one, LARGEST)).values).ndcg[20] / tested.length, 0),
  )
  return { name, tried, weight, test }
}

export function weightTable(choices: readonly Choice[], users: number): Table {
  return {
    title: 'Weight of the prior that new users are folded in with',
    columns: ['', 'weight', ...COUNTS.map((count) => `valid, from ${count}`), `test, from ${LARGEST}`],
    rows: choices.flatMap(({ name, tried, weight: chosen, test }) =>
      PRIOR_WEIGHTS.map((weight, w) => [
        name,
        weight === chosen ? `**${weight}**` : `${weight}`,
        ...[...tried[w]!, test[w]!].map(decimals!),
      ]),
    ),
    notes: [
      `NDCG@20. Valid: ${users} validation users, left out of a training of their own and different from the users below, ` +
        'on their validation items, by the number of interactions they are folded in from. The best weight over these is in bold and used below. ' +
        'Test: the users below; nothing is chosen by it. ' +
        `\`foldInPriorWeight\` sets it for a model (default ${DEFAULT}).`,
    ],
  }
}
