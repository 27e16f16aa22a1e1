import { FoldIn, parseConfig, resolveSplit, scorerOf, solveBaseline, type UserMetrics } from '@trifold/model/internals'
import { UserFacingError } from '@trifold/model/errors'
import type { ColdstartInput } from './items.ts'
import type { Contender } from '../compare/index.ts'
import { chooseWeight, foldedName, measureTestUsers, measureWeights, NOBODY, type Choice } from './fold-in-weight.ts'
import {
  drawNewUsers,
  foldedIn,
  COUNTS,
  LEAST,
  rankNewUsers,
  RETRAINED_WITH,
  withFirst,
  withoutNewUsers,
} from './new-users.ts'
import { usersOf, valuesOf, type Measure } from '../runner/index.ts'

const RETRAINED = 'retrained'
const POPULARITY = 'popularity'

/** How well each recommender ranks for new users, by the number of interactions it is given. */
export async function newUserContenders({ dataset, split, subjects, seeds, runner }: ColdstartInput) {
  const drawn = drawNewUsers(split)
  const validationUsers = drawNewUsers(split, 'valid', drawn.users)
  if (drawn.users.length === 0 || validationUsers.users.length === 0) {
    throw new UserFacingError(
      `Data set "${dataset.name}" has too few users with ${LEAST} training interactions and some held out to take for new ones.`,
    )
  }
  const before = withoutNewUsers(dataset, drawn)
  const beforeValidation = withoutNewUsers(dataset, validationUsers)
  const [folding, choosing] = [measureTestUsers(drawn), measureWeights(validationUsers)]
  const retraining: Measure = {
    name: 'coldstart retrained users 1',
    of({ factors }) {
      const all = scorerOf(factors)
      const scorer = {
        items: all.items,
        sidesOf: (indexes: ArrayLike<number>) => all.sidesOf(Array.from(indexes, (n) => drawn.users[n]!)),
      }
      return { users: { [RETRAINED]: rankNewUsers(scorer, drawn) } }
    },
  }
  const again = RETRAINED_WITH.map((count) => ({ count, data: withFirst(dataset, drawn, count) }))
  const choices: Choice[] = []
  const contenders: Contender[] = [{ name: POPULARITY, seeds: [await popularity()] }]
  for (const { name, config } of subjects) {
    const spec = (seed: number, label: string) => ({
      label: `${name}, ${label}, seed ${seed}`,
      config: { ...config, seed },
    })
    const folded = await runner.runs(
      seeds.map((seed) => ({ ...spec(seed, 'without new users'), dataset: before, measures: [folding] })),
    )
    const labelOf = (count: number) => `${name}, folded in from ${count}`
    const weighed = await runner.runs(
      seeds.map((seed) => ({
        ...spec(seed, 'without validation users'),
        dataset: beforeValidation,
        measures: [choosing],
      })),
    )
    const choice = chooseWeight(
      name,
      weighed.map((run) => valuesOf(run, choosing)),
      folded.map((run) => (which: string) => usersOf(run, folding, which)),
    )
    choices.push(choice)
    for (const count of [0, ...COUNTS]) {
      const which = count === 0 ? NOBODY : foldedName(choice.weight, count)
      contenders.push({
        name: labelOf(count),
        over: POPULARITY,
        seeds: folded.map((run) => usersOf(run, folding, which)),
      })
    }
    for (const { count, data } of again) {
      const runs = await runner.runs(
        seeds.map((seed) => ({ ...spec(seed, `new users with ${count}`), dataset: data, measures: [retraining] })),
      )
      contenders.push({
        name: `${name}, trained with ${count}`,
        over: labelOf(count),
        seeds: runs.map((run) => usersOf(run, retraining, RETRAINED)),
      })
    }
  }
  return {
    contenders,
    choices,
    validationUsers: validationUsers.users.length,
    note:
      `${drawn.users.length} new users of ${dataset.userIds.length}, who have ${typical(drawn.first)} training interactions ` +
      'at the median, ten at most. A user with fewer than the number given has all of them. Lists leave out all of them, given or not.',
  }

  async function popularity(): Promise<UserMetrics> {
    const { train } = resolveSplit(before, 1)
    const factors = await solveBaseline('popularity', {
      users: before.userIds.length,
      items: before.itemIds.length,
      train,
      graphs: () => Promise.resolve([]),
      settings: parseConfig({}),
    })
    return rankNewUsers(foldedIn(factors, new FoldIn(factors, 1), drawn, 0), drawn) // no interactions: the most popular items, whatever the prior weighs
  }
}

function typical(lists: readonly Int32Array[]): number {
  return lists.map(({ length }) => length).sort((a, b) => a - b)[Math.floor(lists.length / 2)]!
}
