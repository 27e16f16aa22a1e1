import { beforeAll, describe, expect, it } from 'vitest'
import { createWorld } from '@trifold/experiments'
import { fit } from '../train/index.ts'
import type { Recommender } from '../serve/index.ts'
import { blend, blendFactors } from './blend.ts'

const { dataset } = createWorld({ kind: 'mixed', users: 120, items: 80, seed: 4 })
const settings = { seed: 2, epochs: 15, embeddingSize: 8, batchSize: 512, learningRate: 0.01, interactionRank: 4 }

let members: Recommender[]
beforeAll(async () => {
  members = []
  for (const config of [{ base: 'vbpr', mrdib: true }, { base: 'ease' }, { base: 'popularity' }] as const) {
    members.push((await fit(dataset, { ...settings, ...config })).model)
  }
})

const scores = (model: Pick<Recommender, 'recommend'>, user: number) => {
  const all = new Float64Array(80)
  for (const { item, score } of model.recommend(user, 80)) all[item] = score
  return all
}

describe('blend', () => {
  it('is at least as good on validation as each of its members', () => {
    const { report, members: shares } = blend(dataset, members).manifest
    expect(report.base).toBe('blend')
    expect(shares?.map(({ base }) => base)).toEqual(['vbpr', 'ease', 'popularity'])
    expect(shares?.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9)
    for (const { manifest } of members) {
      expect(report.valid.ndcg['20']).toBeGreaterThanOrEqual(manifest.report.valid.ndcg['20'] - 1e-9)
    }
  })

  it('explains in parts that add up', () => {
    const model = blend(dataset, members)
    for (const user of [0, 60]) {
      const ranked = model.recommend(user, 80)
      model
        .explain(
          user,
          ranked.map(({ item }) => item),
        )
        .forEach((e, n) => {
          const sum = [e.baseline, e.collaborative, ...Object.values(e.unique), e.redundant, e.synergy].reduce(
            (a, b) => a + b,
          )
          expect(sum).toBeCloseTo(ranked[n]!.score, 5)
        })
    }
  })

  it('rejects one model, and models of other data', () => {
    expect(() => blend(dataset, members.slice(0, 1))).toThrow('at least two models')
    const other = createWorld({ kind: 'mixed', users: 120, items: 80, seed: 5 }).dataset
    expect(() => blend(other, members)).toThrow(/was trained on other data than "world-mixed"/)
  })
})

describe('blendFactors', () => {
  it('scores by the weighted sum', () => {
    const weights = [0.5, 2, 0]
    const { users, items, manifest, trained } = members[0]!
    const blended = new (members[0]!.constructor as typeof Recommender)({
      factors: blendFactors(
        members.map(({ factors }) => factors),
        weights,
      ),
      users,
      items,
      trained,
      manifest,
    })
    const found = scores(blended, 7)
    const [a, b] = members.map((member) => scores(member, 7))
    found.forEach((score, item) => expect(score).toBeCloseTo(0.5 * a![item]! + 2 * b![item]!, 4))
  })
})
