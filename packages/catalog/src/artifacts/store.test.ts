import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { artifactStore } from './store.ts'

let dataDir: string
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'trifold store '))
})
afterEach(() => rm(dataDir, { recursive: true }))

async function write(folder: string): Promise<string> {
  await mkdir(folder)
  await writeFile(join(folder, 'weights'), 'w')
  return 'checksum'
}

describe('artifactStore', () => {
  it('stores each artifact in a folder of its own, and finds it by another spelling of DATA_DIR', async () => {
    const first = await artifactStore(dataDir).put('vbpr', write)
    const second = await artifactStore(dataDir).put('vbpr', write)
    expect(first.result).toBe('checksum')
    expect(first.artifactPath).toMatch(/^models\/vbpr-\d{4}-\d\d-\d\d-[0-9a-f]{12}$/)
    expect(second.artifactPath).not.toBe(first.artifactPath)
    const path = artifactStore(join(dataDir, 'models', '..')).pathOf(first.artifactPath)
    expect(await readFile(join(path, 'weights'), 'utf8')).toBe('w')
  })

  it('leaves nothing of one that fails', async () => {
    const failing = async (folder: string) => {
      await write(folder)
      throw new Error('disk full')
    }
    await expect(artifactStore(dataDir).put('vbpr', failing)).rejects.toThrow('disk full')
    expect(await readdir(join(dataDir, 'models'))).toEqual([])
  })

  it('removes one', async () => {
    const store = artifactStore(dataDir)
    const { artifactPath } = await store.put('vbpr', write)
    await store.remove(artifactPath)
    expect(existsSync(store.pathOf(artifactPath))).toBe(false)
  })

  it.each(['../elsewhere', '/etc', 'models', 'models/..', 'models/../../x', ''])(
    'never leads out of its folder: %j',
    (path) => {
      expect(() => artifactStore(dataDir).pathOf(path)).toThrow('leads out of')
    },
  )
})
