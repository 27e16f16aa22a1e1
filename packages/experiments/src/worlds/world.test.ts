import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fingerprint, readDataset, resolveSplit, writeDataset } from '@trifold/model/internals'
import { CLUSTERS, createWorld, likes, WORLD_KINDS, type World } from './world.ts'

const small = { users: 200, items: 400 }

/** Share of interactions with liked items. */
function fidelity({ dataset, truth }: World): number {
  const { users, items } = dataset.interactions
  const liked = users.reduce(
    (n, user, row) => n + Number(likes(truth.tastes[user]!, truth.image[items[row]!]!, truth.text[items[row]!]!)),
    0,
  )
  return liked / users.length
}

/** How often the nearest mean of a cluster, taken over the others, is the item's own. */
function readable(world: World, modality: number, clusters: readonly number[]): number {
  const { values, dimension } = world.dataset.modalities[modality]!
  const row = (item: number) => Float32Array.from(values.subarray(item * dimension, (item + 1) * dimension))
  const means = Array.from({ length: CLUSTERS }, (_, cluster) => {
    const members = [...clusters.keys()].filter((item) => clusters[item] === cluster)
    return Float32Array.from(
      { length: dimension },
      (_, d) => members.reduce((sum, item) => sum + row(item)[d]!, 0) / members.length,
    )
  })
  const distance = (a: Float32Array, b: Float32Array) => a.reduce((sum, x, d) => sum + (x - b[d]!) ** 2, 0)
  const right = clusters.filter((cluster, item) =>
    means.every((mean, other) => other === cluster || distance(row(item), means[cluster]!) < distance(row(item), mean)),
  )
  return right.length / clusters.length
}

describe('createWorld', () => {
  it.each(WORLD_KINDS)('%s: users follow their taste, a fifth of the items is unseen in train', (kind) => {
    const world = createWorld({ kind, ...small })
    expect(fidelity(world)).toBeGreaterThan(0.9)
    const { train, valid, test } = resolveSplit(world.dataset, 1)
    const { heldOut } = world.truth
    expect(heldOut.reduce((a, b) => a + b)).toBe(80)
    expect(train.indices.every((item) => !heldOut[item])).toBe(true)
    for (const part of [valid, test]) {
      const unseen = part.indices.reduce((sum, item) => sum + heldOut[item]!, 0)
      expect(unseen).toBeGreaterThan(400)
      expect(part.indices.length - unseen).toBeGreaterThan(400)
    }
    expect(readable(world, 0, world.truth.image)).toBeGreaterThan(0.99)
  })

  it('is decided by its seed', () => {
    const prints = [1, 1, 2].map((seed) => fingerprint(createWorld({ kind: 'xor', seed, ...small }).dataset))
    expect(prints[0]).toBe(prints[1])
    expect(prints[0]).not.toBe(prints[2])
  })

  it('xor: neither modality alone predicts a like, both together do', () => {
    const { truth } = createWorld({ kind: 'xor', ...small })
    for (const taste of truth.tastes.slice(0, 20)) {
      for (let one = 0; one < CLUSTERS; one++) {
        const others = [...Array(CLUSTERS).keys()]
        expect(others.filter((other) => likes(taste, one, other)).length).toBe(CLUSTERS / 2)
        expect(others.filter((other) => likes(taste, other, one)).length).toBe(CLUSTERS / 2)
      }
    }
  })

  it('copy: both modalities show the same cluster; shuffled: the text does not show it', () => {
    const copy = createWorld({ kind: 'copy', ...small })
    expect(copy.truth.text).toEqual(copy.truth.image)
    expect(readable(copy, 1, copy.truth.image)).toBeGreaterThan(0.99)
    const shuffled = createWorld({ kind: 'shuffled', ...small })
    expect(readable(shuffled, 1, shuffled.truth.image)).toBeLessThan(0.5)
  })

  it('mixed: every part drives a quarter of the users, and the shared bit is in both', () => {
    const { truth } = createWorld({ kind: 'mixed', ...small })
    for (const part of ['image', 'text', 'shared', 'synergy']) {
      expect(truth.tastes.filter((taste) => taste.part === part).length).toBe(50)
    }
    expect(truth.image.every((cluster, item) => cluster >> 2 === truth.text[item]! >> 2)).toBe(true)
    expect(truth.image.some((cluster, item) => (cluster & 3) !== (truth.text[item]! & 3))).toBe(true)
  })
})

describe('writeDataset', () => {
  it('writes what readDataset reads back', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'trifold-world-'))
    const { dataset } = createWorld({ kind: 'and', users: 60, items: 80 })
    await writeDataset(dataset, dir)
    const read = await readDataset(dir, { precision: 'single' })
    expect(fingerprint(read)).toBe(fingerprint(dataset))
    expect(read.name).toBe('world-and')
    await rm(dir, { recursive: true })
  })
})
