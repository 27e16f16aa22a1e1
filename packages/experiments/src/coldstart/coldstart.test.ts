import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasPair, resolveSplit, rowOf } from '@trifold/model/internals'
import { createWorld } from '../worlds/index.ts'
import { withNewItems } from './cold-items.ts'
import { coldstart } from './coldstart.ts'
import type { Standing } from '../compare/index.ts'
import { contentKnn } from './content-knn.ts'
import { ExperimentRunner, type Outcome, RunCache } from '../runner/index.ts'
import { PRIOR_WEIGHTS } from './fold-in-weight.ts'
import { drawNewUsers, COUNTS, withFirst, withoutNewUsers } from './new-users.ts'

const { dataset } = createWorld({ kind: 'copy', users: 120, items: 150, seed: 3 })
const split = resolveSplit(dataset, 1)

describe('withNewItems', () => {
  const cold = withNewItems(dataset, split)
  const parts = resolveSplit(cold, 1)

  it('takes a tenth of the items out of train and valid, and makes all of their interactions the test', () => {
    const isNew = (item: number) => cold.newItems[item] === 1
    expect(cold.newItems.reduce((a, b) => a + b)).toBe(15)
    expect([...parts.train.indices, ...parts.valid.indices].some(isNew)).toBe(false)
    expect([...parts.test.indices].every(isNew)).toBe(true)
    const before = [split.train, split.valid, split.test].flatMap(({ indices }) => [...indices].filter(isNew))
    expect([...parts.test.indices].sort()).toEqual(before.sort())
  })
})

describe('new users', () => {
  const drawn = drawNewUsers(split)

  it('are a tenth, and gone before they come', () => {
    expect(drawn.users).toHaveLength(12)
    const before = withoutNewUsers(dataset, drawn)
    expect(before.userIds).toHaveLength(108)
    expect(before.userIds).not.toContain(dataset.userIds[drawn.users[0]!])
    const remaining = Number(before.userIds[50])
    expect([...rowOf(resolveSplit(before, 1).train, 50)]).toEqual([...rowOf(split.train, remaining)])
  })

  it('of validation are others, who have something held out for validation', () => {
    const { users, heldOut } = drawNewUsers(split, 'valid', drawn.users)
    expect([users.length, heldOut]).toEqual([12, 'valid'])
    for (const user of users) {
      expect(drawn.users).not.toContain(user)
      expect(rowOf(split.valid, user).length).toBeGreaterThan(0)
    }
  })

  it('have their first interactions, each count including the smaller ones', () => {
    for (const count of COUNTS) {
      const { train, valid, test } = resolveSplit(withFirst(dataset, drawn, count), 1)
      drawn.users.forEach((user, n) => {
        expect([...rowOf(train, user)]).toEqual([...drawn.first[n]!.slice(0, count)].sort((a, b) => a - b))
        expect(rowOf(valid, user)).toHaveLength(0)
        expect([...rowOf(test, user)]).toEqual([...rowOf(split.test, user)])
        expect([...drawn.first[n]!].every((item) => hasPair(split.train, user, item))).toBe(true)
      })
      expect(new Set(test.indices).size).toBeGreaterThan(0)
    }
  })
})

describe('contentKnn', () => {
  const train = { indptr: Int32Array.of(0, 3, 3), indices: Int32Array.of(0, 1, 3) }
  const values = Float32Array.of(3, 4, 0, 2, 5, 0, 9, 9)
  const scores = (centred: boolean) => {
    const { blocks } = contentKnn(
      train,
      [{ name: 'text', dimension: 2, values, present: Uint8Array.of(1, 1, 1, 0) }],
      centred,
    )
    const { user, item } = blocks[0]!
    return (u: number, i: number) =>
      [0, 1].reduce((sum, d) => sum + (user as Float32Array)[u * 2 + d]! * item[i * 2 + d]!, 0)
  }

  it('is the mean cosine to the items of the user that have the modality', () => {
    const score = scores(false)
    expect(score(0, 2)).toBeCloseTo((0.6 + 0) / 2, 6)
    expect(score(0, 0)).toBeCloseTo((1 + 0.8) / 2, 6)
    expect([score(0, 3), score(1, 0)]).toEqual([0, 0])
  })

  it('takes cosines about the mean direction where centred', () => {
    // directions (.6, .8), (0, 1), (1, 0) about their mean (1.6, 1.8) / 3
    const about = [
      [0.2, 0.6],
      [-1.6, 1.2],
      [1.4, -1.8],
    ].map(([x, y]) => [x! / Math.hypot(x!, y!), y! / Math.hypot(x!, y!)])
    const cosine = (a: number, b: number) => about[a]![0]! * about[b]![0]! + about[a]![1]! * about[b]![1]!
    expect(scores(true)(0, 2)).toBeCloseTo((cosine(0, 2) + cosine(1, 2)) / 2, 6)
  })
})

describe('coldstart', () => {
  let dir: string
  let outcome: Outcome
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'trifold coldstart '))
    const settings = {
      bases: ['vbpr'] as const,
      seeds: [1],
      trials: 1,
      configOf: () => ({ epochs: 20, embeddingSize: 16, batchSize: 512, learningRate: 0.01, interactionRank: 4 }),
    }
    outcome = await coldstart.run({ dataset, settings, runner: new ExperimentRunner(dataset, new RunCache(dir)) })
  })
  afterAll(() => rm(dir, { recursive: true }))

  const recall20 = (title: string, row: string) => {
    const rows = (outcome.data as Record<string, Standing[]>)[title]!
    return rows.find(({ name }) => name === row)?.figures[2]!.mean as number
  }

  it('ranks new items far better by features than by chance, also among all items', () => {
    expect(recall20('New items among all items', 'popularity')).toBe(0)
    expect(recall20('New items among all items', 'vbpr')).toBeGreaterThan(0.2) // a list of 20 of 150 holds .13 by chance
    const ndcg5 = (row: string) =>
      (outcome.data as Record<string, Standing[]>)['New items among themselves']!.find(({ name }) => name === row)
        ?.figures[1]!.mean as number
    expect(ndcg5('vbpr')).toBeGreaterThan(1.3 * ndcg5('popularity'))
    expect(ndcg5('content-kNN')).toBeGreaterThan(1.3 * ndcg5('popularity'))
  })

  it('ranks better for a new user the more it is given, and then better than popularity', () => {
    const folded = (count: number) => recall20('New users', `vbpr, folded in from ${count}`)
    expect(folded(10)).toBeGreaterThan(folded(1))
    expect(folded(10)).toBeGreaterThan(1.1 * recall20('New users', 'popularity'))
  })

  it('folds users in with the weight that is best for others on validation', () => {
    const { priorWeights } = outcome.data as { priorWeights: { name: string; weight: number; tried: number[][] }[] }
    expect(priorWeights.map(({ name }) => name)).toEqual(['vbpr', 'vbpr+mrdib'])
    for (const { weight, tried } of priorWeights) {
      const merits = tried.map((row) => row.reduce((a, b) => a + b))
      expect(merits[PRIOR_WEIGHTS.findIndex((one) => one === weight)]).toBe(Math.max(...merits))
      expect(Math.max(...merits)).toBeGreaterThan(Math.min(...merits))
    }
  })

  it('has a row and a bar for every contender', () => {
    expect(outcome.tables.map(({ rows }) => rows.length)).toEqual([5, 5, 2 * 6, 2 * 6, 13])
    expect(outcome.plot.match(/<rect x=/g)?.length).toBe(5 + 5 + 13)
  })
})
