import { type Factors, FoldIn, meanMetrics, parseConfig, type UserMetrics } from '@trifold/model/internals'
import { decimals } from '../compare/index.ts'
import type { Measure, Table } from '../runner/index.ts'
import { foldedIn, HANDFULS, rankNewUsers, type NewUsers } from './new-users.ts'

/** Weights that a prior is tried with. */
export const PRIOR_WEIGHTS = [0.03, 0.1, 0.3, 0.5, 1, 3] as const
const DEFAULT = parseConfig({}).foldInPriorWeight
const LARGEST = Math.max(...HANDFULS)

/** NDCG@20 of users to choose by, with each weight, from each handful. `[weights][handfuls]` */
export type Tried = readonly (readonly number[])[]

/** What `usersOf` calls the metrics of users folded in from `count` interactions. */
export const foldedName = (weight: number, count: number) => `${weight} from ${count}`
/** The mean user: the prior's weight is nothing there. */
export const NOBODY = 'from 0'

/** How well every weight ranks for users to choose by. */
export function weighing(choosers: NewUsers): Measure<Tried> {
  return {
    name: 'coldstart prior 1',
    of: ({ factors }) => ({
      values: withEveryWeight(factors, choosers, (ranked) => meanMetrics(ranked.values).ndcg[20]),
    }),
  }
}

/** What every weight comes to for the users that judge. */
export function judging(judges: NewUsers): Measure {
  return {
    name: 'coldstart users 2',
    of: ({ factors }) => {
      const mean = foldedIn(factors, new FoldIn(factors, DEFAULT), judges, 0)
      const users: Record<string, UserMetrics> = { [NOBODY]: rankNewUsers(mean, judges) }
      withEveryWeight(factors, judges, (ranked, weight, count) => (users[foldedName(weight, count)] = ranked))
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
    return HANDFULS.map((count) => of(rankNewUsers(foldedIn(factors, folding, drawn, count), drawn), weight, count))
  })
}

/** What a recommender's weights came to over seeds, and which is best over all handfuls. */
export interface Choice {
  readonly name: string
  readonly tried: Tried
  readonly weight: number
  /** Test NDCG@20 of the users that judge, with each weight, from the largest handful; nothing is chosen by it. `[weights]` */
  readonly test: readonly number[]
}

/**
 * @param seeds of one recommender, as `weighing` measured them; of equal weights the default is kept
 * @param judged the same recommender's runs that `judging` measured
 */
export function chooseWeight(
  name: string,
  seeds: readonly Tried[],
  judged: readonly ((which: string) => UserMetrics)[],
): Choice {
  const tried = PRIOR_WEIGHTS.map((_, w) =>
    HANDFULS.map((_, h) => seeds.reduce((sum, seed) => sum + seed[w]![h]! / seeds.length, 0)),
  )
  const merit = (weight: number) =>
    tried[PRIOR_WEIGHTS.findIndex((one) => one === weight)]!.reduce((sum, value) => sum + value, 0)
  const weight = PRIOR_WEIGHTS.reduce((best: number, one) => (merit(one) > merit(best) ? one : best), DEFAULT)
  const test = PRIOR_WEIGHTS.map((one) =>
    judged.reduce((sum, of) => sum + meanMetrics(of(foldedName(one, LARGEST)).values).ndcg[20] / judged.length, 0),
  )
  return { name, tried, weight, test }
}

export function weightTable(choices: readonly Choice[], users: number): Table {
  return {
    title: 'Weight of the prior that new users are folded in with',
    columns: ['', 'weight', ...HANDFULS.map((count) => `valid, from ${count}`), `test, from ${LARGEST}`],
    rows: choices.flatMap(({ name, tried, weight: chosen, test }) =>
      PRIOR_WEIGHTS.map((weight, w) => [
        name,
        weight === chosen ? `**${weight}**` : `${weight}`,
        ...[...tried[w]!, test[w]!].map(decimals!),
      ]),
    ),
    notes: [
      `NDCG@20. Valid: of ${users} users who are left out of a training of their own and are none of those below, on their validation items, by ` +
        'how many interactions they are folded in from. In bold the weight that is best over these, which is taken below. Test: of the users below; nothing is chosen by it. ' +
        `\`foldInPriorWeight\` sets it for a model (default ${DEFAULT}).`,
    ],
  }
}
