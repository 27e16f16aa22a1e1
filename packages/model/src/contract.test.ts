import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { carriesMrdib } from './bases/index.ts'
import { rowOf } from './linalg/index.ts'
import { fingerprint, resolveSplit } from './data/index.ts'
import { createWorld } from '@trifold/experiments'
import { BASELINE_NAMES } from './baselines/index.ts'
import { fit } from './train/index.ts'
import { fitConfigSchema, fitSettings, fitReportSchema, type FitReport } from './config/index.ts'
import { load, save } from './artifact/index.ts'
import type { Recommender } from './serve/index.ts'

/**
 * Tests that every recommender must pass, whatever its base (after LensKit's component tests). The list comes from the
 * schema of the configuration, so a new base is tested as soon as it can be configured.
 */
const recommenders = fitSettings.shape.base
  .unwrap()
  .options.flatMap((base) => (carriesMrdib(base) ? [false, true] : [false]).map((mrdib) => ({ base, mrdib })))
  .map(({ base, mrdib }) => ({ base, mrdib, name: mrdib ? `${base} with MRdIB` : base }))

// Shoppers like half of the clusters. Held-out items have no training interaction, so ids and popularity cannot rank
// them.
const { dataset, truth } = createWorld({ kind: 'copy', users: 150, items: 100, seed: 7 })
const { train, valid } = resolveSplit(dataset, 3)
/** Recommenders that cannot rank items without interactions. */
const IDS_ONLY: ReadonlySet<string> = new Set(BASELINE_NAMES)
const settings = { seed: 3, epochs: 25, embeddingSize: 16, batchSize: 512, learningRate: 0.01, interactionRank: 4 }

describe.each(recommenders)('$name', ({ base, mrdib }) => {
  const config = { ...settings, base, mrdib }
  let model: Recommender
  let report: FitReport
  let dir: string
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'trifold-contract-'))
    ;({ model, report } = await fit(dataset, config))
  })
  afterAll(async () => rm(dir, { recursive: true }))

  it('keeps its configuration through JSON and back', () => {
    const stored = model.manifest.config
    expect(stored).toMatchObject(config)
    expect(fitConfigSchema.parse(JSON.parse(JSON.stringify(stored)))).toEqual(stored)
  })

  it('describes its data and its quality', () => {
    expect(model.manifest.dataset.fingerprint).toBe(fingerprint(dataset))
    expect(fitReportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report)
    expect(model.manifest.report).toEqual(report)
    expect(report.epochs).toBeLessThanOrEqual(config.epochs)
    expect(report.bestEpoch).toBeGreaterThanOrEqual(1)
    expect(report.bestEpoch).toBeLessThanOrEqual(report.epochs)
  })

  it('knows its users and items, and rejects others', () => {
    expect([model.users.size, model.items.size]).toEqual([150, 100])
    expect(model.users.idOf(149)).toBe('149')
    expect(model.items.indexOf('nobody')).toBeUndefined()
    expect(() => model.recommend(150, 5)).toThrow(RangeError)
    expect(() => model.explain(0, [100])).toThrow(RangeError)
  })

  it('recommends distinct items by falling finite score, without those excluded', () => {
    const ranked = model.recommend(4, 100, { exclude: [0, 50, 99] })
    expect(new Set(ranked.map(({ item }) => item)).size).toBe(97)
    expect(ranked.every(({ item }) => ![0, 50, 99].includes(item))).toBe(true)
    expect(ranked.every(({ score }, n) => Number.isFinite(score) && (n === 0 || score <= ranked[n - 1]!.score))).toBe(
      true,
    )
    expect(model.similarItems(3, 5)).toHaveLength(5)
  })

  it('explains every score in parts that add up', () => {
    for (const user of [0, 77, 149]) {
      const ranked = model.recommend(user, 100)
      const explanations = model.explain(
        user,
        ranked.map(({ item }) => item),
      )
      explanations.forEach((e, n) => {
        const parts = [e.collaborative, ...Object.values(e.unique), e.redundant, e.synergy]
        const sum = parts.reduce((total, part) => Math.fround(total + Math.fround(part)), Math.fround(e.baseline))
        expect(Math.abs(sum - ranked[n]!.score)).toBeLessThan(1e-5)
      })
    }
  })

  it.skipIf(!carriesMrdib(base))('explains items without interactions by their features, in each mode', () => {
    const unseen = truth.heldOut.flatMap((heldOut, item) => (heldOut ? [item] : []))
    for (const mode of model.modes) {
      let [modal, ids] = [0, 0]
      for (let user = 0; user < 150; user++) {
        for (const { collaborative, unique, redundant, synergy } of model.explain(user, unseen, { mode })) {
          modal += Math.abs(unique.image! + unique.text! + redundant + synergy)
          ids += Math.abs(collaborative)
        }
      }
      expect(modal).toBeGreaterThan(0.03 * ids)
    }
  })

  it('folds in a user it was not trained on', () => {
    const known = 3
    const user = model.foldIn(rowOf(train, known))
    const ranked = model.recommend(user, 100)
    model
      .explain(
        user,
        ranked.map(({ item }) => item),
      )
      .forEach((e, n) => {
        const sum = [e.collaborative, ...Object.values(e.unique), e.redundant, e.synergy].reduce(
          (a, b) => a + b,
          e.baseline,
        )
        expect(Math.abs(sum - ranked[n]!.score)).toBeLessThan(1e-5)
      })
    if (IDS_ONLY.has(base)) {
      // In closed form, folding in is exact.
      model.recommend(known, 100).forEach(({ item, score }) => {
        expect(ranked.find((entry) => entry.item === item)?.score).toBeCloseTo(score, 6)
      })
    }
    let warm = 0
    let hits = 0
    for (let other = 0; other < 150; other++) {
      const heldOut = rowOf(valid, other).filter((item) => !truth.heldOut[item])
      const list = model.recommend(model.foldIn(rowOf(train, other)), 10, { exclude: rowOf(train, other) })
      warm += heldOut.length
      hits += list.filter(({ item }) => heldOut.includes(item)).length
    }
    // Held-out pairs with items that others took. By chance a tenth is found, and popularity finds no more.
    expect(hits / warm).toBeGreaterThan(base === 'popularity' ? 0.1 : 0.3)
  })

  it('scores the same after saving and loading', async () => {
    const { checksum } = await save(model, join(dir, 'model'))
    const loaded = await load(join(dir, 'model'), { checksum })
    expect(loaded.manifest).toEqual(model.manifest)
    for (const user of [0, 149]) {
      expect(loaded.recommend(user, 100)).toEqual(model.recommend(user, 100))
      expect(loaded.explain(user, [1, 2])).toEqual(model.explain(user, [1, 2]))
    }
  })

  it.runIf(IDS_ONLY.has(base))('needs no features', async () => {
    const own = { ...config, graphWeight: 0 } // EASE uses graphs if there are any
    const [alone, beside] = [await fit({ ...dataset, modalities: [] }, own), await fit(dataset, own)]
    expect(alone.report.test).toEqual(beside.report.test)
    await expect(fit(dataset, { ...config, mrdib: true })).rejects.toThrow('MRdIB cannot be attached to it.')
  })

  it.skipIf(IDS_ONLY.has(base))('ranks unseen items far better than chance from their features', () => {
    // By chance a list of 10 of 100 items finds a tenth. A shopper likes half of the unseen items.
    expect(report.test.recall['10']).toBeGreaterThan(0.2)
  })
})
