import {
  type Dataset,
  type Factors,
  heldOutUsers,
  ItemMask,
  parseConfig,
  rankUsers,
  resolveSplit,
  scorerOf,
  seededRandom,
  type Split,
  type UserMetrics,
} from '@trifold/model/internals'
import { withNewItems } from './cold-items.ts'
import type { Subject } from './coldstart.ts'
import type { Contender } from '../compare/index.ts'
import { contentKnn } from './content-knn.ts'
import { type ExperimentRunner, type Measure, usersOf, valuesOf } from '../runner/index.ts'
import { liftMeasure } from './lifted-items.ts'

export interface ColdstartInput {
  readonly dataset: Dataset
  readonly split: Split
  readonly subjects: readonly Subject[]
  readonly seeds: readonly number[]
  readonly runner: ExperimentRunner
}

/** The stronger of the two: cosines of features less their mean. */
const CENTRED = 'content-kNN, centred'
const AMONG = 'new items among themselves'
/** Draws of guesses, averaged by the dimension of the vectors they come from. */
const GUESS_RANK = 32

/** How well each recommender ranks new items, among themselves and among all items. */
export async function newItemContenders({ dataset, split, subjects, seeds, runner }: ColdstartInput) {
  const cold = withNewItems(dataset, split)
  const { newItems } = cold
  const parts = resolveSplit(cold, 1)
  const only = ItemMask.where(newItems.length, (item) => newItems[item] === 1)
  const { evaluationUsers } = parseConfig({})
  const users = heldOutUsers(parts.test, evaluationUsers)
  const ranked = (factors: Factors, allow?: ItemMask): UserMetrics => ({
    users,
    values: rankUsers(scorerOf(factors), parts.train, parts.test, users, allow),
  })
  const measure: Measure = {
    name: 'coldstart items 1',
    of: ({ factors }) => ({ users: { [AMONG]: ranked(factors, only) } }),
  }
  const lift = liftMeasure(parts, newItems, evaluationUsers)
  const runs = await runner.runs(
    subjects.flatMap(({ name, config }) =>
      seeds.map((seed) => ({
        label: `${name}, new items, seed ${seed}`,
        config: { ...config, seed },
        dataset: cold,
        measures: [measure, lift],
      })),
    ),
  )
  const [plain, centred] = [false, true].map((of) => contentKnn(parts.train, cold.modalities, of))
  const count = newItems.reduce((sum, isNew) => sum + isNew, 0)
  const popular = popularity(parts, cold)
  const contenders = (allow: ItemMask | undefined, of: (run: number) => UserMetrics): Contender[] => [
    { name: 'popularity', seeds: [ranked(popular, allow)] },
    { name: 'content-kNN', seeds: [ranked(plain!, allow)] },
    { name: CENTRED, seeds: [ranked(centred!, allow)] },
    ...subjects.map(({ name }, n) => ({
      name,
      over: CENTRED,
      seeds: seeds.map((_, s) => of(n * seeds.length + s)),
    })),
  ]
  const seedsOf = (n: number) => runs.slice(n * seeds.length, (n + 1) * seeds.length)
  const measured = (run: number) => usersOf(runs[run]!, measure, AMONG)
  return {
    amongThemselves: contenders(only, measured),
    amongAll: contenders(undefined, (run) => runs[run]!.test),
    lifted: subjects.map(({ name }, n) => ({ name, seeds: seedsOf(n).map((run) => valuesOf(run, lift)) })),
    note:
      `${count} of ${newItems.length} items are new; ${users.length} users have ${parts.test.indices.length} interactions with ` +
      'them, which are all that counts as a hit. Popularity can only guess among new items.',
  }
}

/** Log popularity of known items. New items come below them all, in a random order for each user. */
function popularity({ train }: Split, { userIds, newItems }: Dataset & { readonly newItems: Uint8Array }): Factors {
  const [users, items] = [userIds.length, newItems.length]
  const random = seededRandom(1)
  const drawn = (length: number, counts: (row: number) => boolean) =>
    Float32Array.from({ length }, (_, n) => (counts(Math.floor(n / GUESS_RANK)) ? random() - 0.5 : 0))
  const counts = new Float64Array(items)
  for (const item of train.indices) counts[item]!++
  const known = {
    dimension: 1,
    user: new Float32Array(users).fill(1),
    item: Float32Array.from(counts, (n, item) => (newItems[item] ? -GUESS_RANK : Math.log1p(n))),
  }
  const guess = {
    dimension: GUESS_RANK,
    user: drawn(users * GUESS_RANK, () => true),
    item: drawn(items * GUESS_RANK, (item) => newItems[item] === 1),
  }
  const blocks = [known, guess].map((block) => ({ ...block, role: 'collaborative' as const, inScore: true }))
  return { users, items, blocks, modalities: [], decoders: [], interventional: { joint: [], alone: [] } }
}
