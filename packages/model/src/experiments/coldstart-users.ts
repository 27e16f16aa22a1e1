import { resolveSplit } from '../data/split.ts'
import type { UserMetrics } from '../evaluate/evaluate.ts'
import { solveReference } from '../references/index.ts'
import { FoldIn } from '../serve/fold-in.ts'
import { scorerOf } from '../serve/score-vectors.ts'
import { parseConfig } from '../train/fit.ts'
import type { ColdstartInput } from './coldstart-items.ts'
import type { Contender } from './comparison.ts'
import { drawNewUsers, foldedIn, HANDFULS, rankNewUsers, RETRAINED_WITH, withFirst, withoutNewUsers } from './new-users.ts'
import { usersOf, type Measure } from './run.ts'

const RETRAINED = 'retrained'
const POPULARITY = 'popularity'

/** Who ranks for new users how well, given how many of their interactions. */
export async function newUserContenders({ dataset, split, subjects, seeds, lab }: ColdstartInput) {
  const drawn = drawNewUsers(split)
  const before = withoutNewUsers(dataset, drawn)
  const folding: Measure = {
    name: 'coldstart users 1',
    of({ factors }) {
      const fold = new FoldIn(factors)
      const ranked = [0, ...HANDFULS].map((count) => [`${count}`, rankNewUsers(foldedIn(factors, fold, drawn, count), drawn)])
      return { users: Object.fromEntries(ranked) as Record<string, UserMetrics> }
    },
  }
  const retraining: Measure = {
    name: 'coldstart retrained users 1',
    of({ factors }) {
      const all = scorerOf(factors)
      const scorer = { items: all.items, sidesOf: (places: ArrayLike<number>) => all.sidesOf(Array.from(places, (n) => drawn.users[n])) }
      return { users: { [RETRAINED]: rankNewUsers(scorer, drawn) } }
    },
  }
  const again = RETRAINED_WITH.map((count) => ({ count, data: withFirst(dataset, drawn, count) }))
  const contenders: Contender[] = [{ name: POPULARITY, seeds: [await popularity()] }]
  for (const { name, config } of subjects) {
    const spec = (seed: number, label: string) => ({ label: `${name}, ${label}, seed ${seed}`, config: { ...config, seed } })
    const folded = await lab.runs(seeds.map((seed) => ({ ...spec(seed, 'without new users'), dataset: before, measures: [folding] })))
    const rowOf = (count: number) => `${name}, folded in from ${count}`
    for (const count of [0, ...HANDFULS]) {
      contenders.push({ name: rowOf(count), over: POPULARITY, seeds: folded.map((run) => usersOf(run, folding, `${count}`)) })
    }
    for (const { count, data } of again) {
      const runs = await lab.runs(
        seeds.map((seed) => ({ ...spec(seed, `new users with ${count}`), dataset: data, measures: [retraining] })),
      )
      contenders.push({
        name: `${name}, trained with ${count}`,
        over: rowOf(count),
        seeds: runs.map((run) => usersOf(run, retraining, RETRAINED)),
      })
    }
  }
  return {
    contenders,
    note:
      `${drawn.users.length} new users of ${dataset.userIds.length}, who have ${typical(drawn.first)} interactions of train to come with ` +
      'at the median, ten at most; who has fewer than a handful comes with all. All of them are left out of the lists, given or not.',
  }

  async function popularity(): Promise<UserMetrics> {
    const { train } = resolveSplit(before, 1)
    const factors = await solveReference('popularity', {
      users: before.userIds.length,
      items: before.itemIds.length,
      train,
      graphs: () => [],
      settings: parseConfig({}),
    })
    return rankNewUsers(foldedIn(factors, new FoldIn(factors), drawn, 0), drawn)
  }
}

function typical(lists: readonly Uint32Array[]): number {
  return lists.map(({ length }) => length).sort((a, b) => a - b)[Math.floor(lists.length / 2)]
}
