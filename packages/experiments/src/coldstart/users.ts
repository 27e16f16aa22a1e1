import { FoldIn, parseConfig, resolveSplit, scorerOf, solveBaseline, type UserMetrics } from '@trifold/model/internals'
import { UserFacingError } from '@trifold/model/errors'
import type { ColdstartInput } from './items.ts'
import type { Contender } from '../compare/index.ts'
import { chooseWeight, foldedName, judging, NOBODY, weighing, type Choice } from './fold-in-weight.ts'
import {
  drawNewUsers,
  foldedIn,
  HANDFULS,
  LEAST,
  rankNewUsers,
  RETRAINED_WITH,
  withFirst,
  withoutNewUsers,
} from './new-users.ts'
import { usersOf, valuesOf, type Measure } from '../runner/index.ts'

const RETRAINED = 'retrained'
const POPULARITY = 'popularity'

/** Who ranks for new users how well, given how many of their interactions. */
export async function newUserContenders({ dataset, split, subjects, seeds, lab }: ColdstartInput) {
  const drawn = drawNewUsers(split)
  const choosers = drawNewUsers(split, 'valid', drawn.users)
  if (drawn.users.length === 0 || choosers.users.length === 0) {
    throw new UserFacingError(
      `Data set "${dataset.name}" has too few users with ${LEAST} training interactions and some held out to take for new ones.`,
    )
  }
  const before = withoutNewUsers(dataset, drawn)
  const beforeChoosers = withoutNewUsers(dataset, choosers)
  const [folding, choosing] = [judging(drawn), weighing(choosers)]
  const retraining: Measure = {
    name: 'coldstart retrained users 1',
    of({ factors }) {
      const all = scorerOf(factors)
      const scorer = {
        items: all.items,
        sidesOf: (places: ArrayLike<number>) => all.sidesOf(Array.from(places, (n) => drawn.users[n]!)),
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
    const folded = await lab.runs(
      seeds.map((seed) => ({ ...spec(seed, 'without new users'), dataset: before, measures: [folding] })),
    )
    const labelOf = (count: number) => `${name}, folded in from ${count}`
    const weighed = await lab.runs(
      seeds.map((seed) => ({
        ...spec(seed, 'without users to choose by'),
        dataset: beforeChoosers,
        measures: [choosing],
      })),
    )
    const choice = chooseWeight(
      name,
      weighed.map((run) => valuesOf(run, choosing)),
      folded.map((run) => (which: string) => usersOf(run, folding, which)),
    )
    choices.push(choice)
    for (const count of [0, ...HANDFULS]) {
      const which = count === 0 ? NOBODY : foldedName(choice.weight, count)
      contenders.push({
        name: labelOf(count),
        over: POPULARITY,
        seeds: folded.map((run) => usersOf(run, folding, which)),
      })
    }
    for (const { count, data } of again) {
      const runs = await lab.runs(
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
    choosers: choosers.users.length,
    note:
      `${drawn.users.length} new users of ${dataset.userIds.length}, who have ${typical(drawn.first)} interactions of train to come with ` +
      'at the median, ten at most; who has fewer than a handful comes with all. All of them are left out of the lists, given or not.',
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
    return rankNewUsers(foldedIn(factors, new FoldIn(factors, 1), drawn, 0), drawn) // of nothing comes what is popular, whatever the prior weighs
  }
}

function typical(lists: readonly Int32Array[]): number {
  return lists.map(({ length }) => length).sort((a, b) => a - b)[Math.floor(lists.length / 2)]!
}
