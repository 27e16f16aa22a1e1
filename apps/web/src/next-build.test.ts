import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { currentBuild, publishBuild, sourceStamp } from './next-build.ts'

let app: string
beforeEach(async () => {
  app = await mkdtemp(join(tmpdir(), 'trifold builds '))
})
afterEach(() => rm(app, { recursive: true, force: true }))

async function finished(name: string): Promise<{ sources: string; folder: string }> {
  const folder = join('.next', name)
  await mkdir(join(app, folder), { recursive: true })
  await writeFile(join(app, folder, 'BUILD_ID'), name)
  return { sources: `hash of ${name}`, folder }
}

describe('currentBuild', () => {
  it('is null before the first build, and the last one published after', async () => {
    expect(await currentBuild(app)).toBeNull()
    await publishBuild(app, await finished('a'))
    const b = await finished('b')
    await publishBuild(app, b)
    expect(await currentBuild(app)).toEqual(b)
  })

  it('is null when the build is missing or its pointer is damaged', async () => {
    await publishBuild(app, await finished('a'))
    await rm(join(app, '.next', 'a'), { recursive: true })
    expect(await currentBuild(app)).toBeNull()
    await writeFile(join(app, '.next', 'current.json'), '{"half')
    expect(await currentBuild(app)).toBeNull()
  })
})

describe('publishBuild', () => {
  it('keeps a recent build and removes an old one', async () => {
    await finished('old')
    await finished('recent')
    const longAgo = new Date(Date.now() - 48 * 3600 * 1000)
    await utimes(join(app, '.next', 'old'), longAgo, longAgo)
    await publishBuild(app, await finished('new'))
    expect(['old', 'recent', 'new'].map((name) => existsSync(join(app, '.next', name)))).toEqual([false, true, true])
  })
})

describe('sourceStamp', () => {
  const web = join(import.meta.dirname, '..')

  it('changes with a source, a new file or a name, and not with a test', async () => {
    // A folder inside the app, so that Node finds the same libraries.
    await mkdir(join(web, '.next'), { recursive: true })
    const copy = await mkdtemp(join(web, '.next', 'stamp-'))
    try {
      await mkdir(join(copy, 'src'))
      for (const name of ['next.config.ts', 'postcss.config.mjs', 'package.json', 'tsconfig.json'])
        await writeFile(join(copy, name), '{}')
      await writeFile(join(copy, 'src', 'a.ts'), 'a')
      const first = await sourceStamp(copy)
      expect(await sourceStamp(copy)).toBe(first)
      await writeFile(join(copy, 'src', 'a.test.ts'), 'test')
      expect(await sourceStamp(copy)).toBe(first)
      await writeFile(join(copy, 'src', 'b.ts'), '')
      const second = await sourceStamp(copy)
      expect(second).not.toBe(first)
      await writeFile(join(copy, 'src', 'a.ts'), 'b')
      expect(await sourceStamp(copy)).not.toBe(second)
    } finally {
      await rm(copy, { recursive: true })
    }
  })
})
