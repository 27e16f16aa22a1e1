import { describe, expect, it } from 'vitest'
import { fitConfigSchema, withoutRemoved } from './config.ts'
import { metricsSchema, modelManifestSchema } from './manifest.ts'

const byCutoff = { 5: 0, 10: 0, 20: 0, 50: 0 }
const metrics = metricsSchema.parse({ recall: byCutoff, ndcg: byCutoff, precision: byCutoff, map: byCutoff })
const config = fitConfigSchema.parse({ base: 'vbpr', seed: 3 })
const manifest = {
  createdAt: '2026-01-01T00:00:00.000Z',
  config,
  dataset: { name: 'toy', fingerprint: 'a'.repeat(64), interactions: 1, modalities: [] },
  report: {
    base: 'vbpr',
    mrdib: true,
    seed: 3,
    backend: 'cpu',
    epochs: 1,
    bestEpoch: 1,
    secondsPerEpoch: 1,
    peakMemoryMiB: 1,
    valid: metrics,
    test: metrics,
  },
}

describe('a manifest of an earlier version', () => {
  it.each([1, 4])('loads without the removed setting regularizeEvery %i', (regularizeEvery) => {
    const old = { ...manifest, config: { ...config, regularizeEvery } }
    expect(modelManifestSchema.parse(old)).toEqual(manifest)
  })

  it('is refused where its configuration has a setting that never was, or is none', () => {
    expect(modelManifestSchema.safeParse({ ...manifest, config: { ...config, layer: 2 } }).success).toBe(false)
    expect(modelManifestSchema.safeParse({ ...manifest, config: null }).success).toBe(false)
  })
})

describe('a stored configuration', () => {
  it('may carry a removed setting at the value that means what is done now, and at no other', () => {
    expect(fitConfigSchema.parse({ ...config, regularizeEvery: 1 })).toEqual(config)
    expect(fitConfigSchema.safeParse({ ...config, regularizeEvery: 4 }).success).toBe(false)
    expect(withoutRemoved({ regularizeEvery: 4, seed: 2 }, 'unchanged')).toEqual({ regularizeEvery: 4, seed: 2 })
  })
})
