import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { UserFacingError } from '../errors.ts'
import { Recommender } from '../serve/index.ts'
import { toyModel } from '../factors/testing/toy-model.ts'
import { load } from './load.ts'
import { save } from './save.ts'

let parent: string
let dir: string
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'trifold model '))
  dir = join(parent, 'v1')
})
afterEach(async () => rm(parent, { recursive: true }))

const model = toyModel({ users: 4, items: 9 })

/** Changes the manifest and makes its checksum right again: what only a reader of its content can find. */
async function rewriteManifest(change: (manifest: Record<string, unknown>) => void) {
  const path = join(dir, 'manifest.json')
  const manifest = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>
  change(manifest)
  const text = JSON.stringify(manifest)
  await writeFile(path, text)
  await writeFile(join(dir, 'manifest.sha256'), `${createHash('sha256').update(text).digest('hex')}  manifest.json\n`)
}

describe('save and load', () => {
  it('give back the same model, bit for bit', async () => {
    const { checksum } = await save(model, dir)
    const loaded = await load(dir, { checksum })
    expect(loaded.factors).toEqual(model.factors)
    expect(loaded.manifest).toEqual(model.manifest)
    expect(loaded.trained).toEqual(model.trained)
    expect([loaded.users.ids, loaded.items.ids]).toEqual([model.users.ids, model.items.ids])
    for (let user = 0; user < 4; user++) {
      expect(loaded.recommend(user, 9)).toEqual(model.recommend(user, 9))
      expect(loaded.explain(user, [0, 3, 8])).toEqual(model.explain(user, [0, 3, 8]))
    }
    expect(loaded.similarItems(2, 5)).toEqual(model.similarItems(2, 5))
  })

  it('returns the checksum of the manifest and leaves nothing else behind', async () => {
    const { checksum } = await save(model, dir)
    const text = await readFile(join(dir, 'manifest.json'))
    expect(createHash('sha256').update(text).digest('hex')).toBe(checksum)
    expect(await readdir(parent)).toEqual(['v1'])
  })

  it('replaces a model, creates missing parents, and touches nothing that is not a model', async () => {
    await save(model, dir)
    const other = toyModel({ users: 2, items: 3, seed: 9 })
    await save(other, dir)
    expect((await load(dir)).factors).toEqual(other.factors)
    expect(await readdir(parent)).toEqual(['v1'])
    await save(other, join(parent, 'a', 'b'))
    expect((await load(join(parent, 'a', 'b'))).users.size).toBe(2)

    const photos = join(parent, 'photos')
    await mkdir(photos)
    await writeFile(join(photos, 'cat.jpg'), 'x')
    await expect(save(model, photos)).rejects.toThrow(/photos: the folder holds something that is not a model/)
    expect(await readdir(photos)).toEqual(['cat.jpg'])
  })

  it('leaves no trace when it cannot write', async () => {
    await writeFile(dir, 'a file in the way')
    await expect(save(model, join(dir, 'inside'))).rejects.toThrow(UserFacingError)
    expect(await readdir(parent)).toEqual(['v1'])
  })

  it('keep users that blocks have in common once', async () => {
    const { factors, users, items, manifest, trained } = model
    const [first] = factors.blocks
    const beside = { ...first!, role: 'masked' as const, inScore: false, item: first!.item.map((x) => x / 2) }
    const blocks = [...factors.blocks, beside]
    const decoders = factors.modalities.map(() => ({
      dimension: first!.dimension,
      user: first!.user as Float32Array,
      item: beside.item,
    }))
    await save(new Recommender({ factors: { ...factors, blocks, decoders }, users, items, manifest, trained }), dir)
    expect((await readdir(dir)).filter((name) => name.includes('user.f32'))).toHaveLength(factors.blocks.length)
    const loaded = await load(dir)
    expect(loaded.factors).toEqual({ ...factors, blocks, decoders })
    for (const { user } of [loaded.factors.blocks[5]!, ...loaded.factors.decoders])
      expect(user).toBe(loaded.factors.blocks[0]!.user)
    await rewriteManifest((manifest) => ((manifest.blocks as { usersOf?: number }[])[1]!.usersOf = 0))
    await expect(load(dir)).rejects.toThrow('usersOf names no earlier block with vectors of the same dimension')
  })

  it('keeps ids of any kind', async () => {
    const itemIds = ['', '"', 'née', '\u2028', '../..', '__proto__']
    await save(toyModel({ users: 1, items: 6, itemIds }), dir)
    expect((await load(dir)).items.ids).toEqual(itemIds)
  })
})

describe('load refuses, by name,', () => {
  it('every file that is missing, truncated, lengthened or altered', async () => {
    await save(model, dir)
    const names = await readdir(dir)
    expect(names.length).toBe(2 + 2 + 5 * 2 + 2 * 2 + 2 + 2)
    for (const name of names) {
      const path = join(dir, name)
      const content = await readFile(path)
      const flipped = Buffer.from(content)
      flipped[flipped.length >> 2]! ^= 1
      const harms: (() => Promise<void>)[] = [
        () => rm(path),
        () => truncate(path, content.length >> 1),
        () => truncate(path, 0),
        () => writeFile(path, flipped),
        ...(name === 'manifest.sha256' ? [] : [() => writeFile(path, Buffer.concat([content, Buffer.of(32)]))]),
      ]
      for (const harm of harms) {
        await harm()
        const error = await load(dir).then(
          () => undefined,
          (thrown: unknown) => thrown,
        )
        expect(error, `${name} ${harm.toString()}`).toBeInstanceOf(UserFacingError)
        expect((error as Error).message).toContain(name)
        await writeFile(path, content)
      }
    }
    await load(dir) // whole again
  })

  it('another model than the one recorded', async () => {
    await save(model, dir)
    await expect(load(dir, { checksum: '0'.repeat(64) })).rejects.toThrow(/manifest\.json: this is another model/)
  })

  it('another format and a manifest that is none', async () => {
    await save(model, dir)
    await rewriteManifest((manifest) => (manifest.formatVersion = 5))
    await expect(load(dir)).rejects.toThrow(/manifest\.json: format 5 is not known here, only 4; update Trifold/)
    await rewriteManifest((manifest) => (manifest.formatVersion = 3))
    await expect(load(dir)).rejects.toThrow(/manifest\.json: format 3 is not known here, only 4; train the model again/)
    await rewriteManifest((manifest) => {
      manifest.formatVersion = 4
      manifest.surprise = true
    })
    await expect(load(dir)).rejects.toThrow(/manifest\.json: it is no model manifest/)
  })

  it('a manifest that leaves a file out or lies about a shape', async () => {
    await save(model, dir)
    await rewriteManifest((manifest) => delete (manifest.files as Record<string, unknown>)['block-1.item.f32'])
    await expect(load(dir)).rejects.toThrow(/manifest\.json: it does not list the file block-1\.item\.f32/)
    await save(model, dir)
    await rewriteManifest((manifest) => (manifest.items = 8))
    await expect(load(dir)).rejects.toThrow(/items\.json: it does not hold the 8 ids/)
    await save(model, dir)
    await rewriteManifest((manifest) => ((manifest.blocks as { dimension: number }[])[0]!.dimension = 6))
    await expect(load(dir)).rejects.toThrow(/block-0\.user\.f32: 80 bytes do not fit the shape in the manifest \(96\)/)
  })

  it('a folder that is not there', async () => {
    await expect(load(join(parent, 'none'))).rejects.toThrow(/none\/manifest\.json: there is no such file or folder/)
  })
})
