import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { UserFacingError } from '../errors.ts'
import { readSections, removeUnfinished, writeSections, type SectionArray } from './sections.ts'

let dir: string
let path: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'trifold sections '))
  path = join(dir, 'file')
})
afterEach(() => rm(dir, { recursive: true }))

const sections = new Map<string, SectionArray>([
  ['a', Float32Array.of(1.5, -0, 3e-39)],
  ['b', Uint8Array.of(1, 2, 3)],
  ['c', Float64Array.of(Math.PI, -Infinity)],
  ['none', new Int32Array(0)],
])
const content = { kind: 'thing', meta: { epoch: 3, name: 'ä' }, sections }

describe('sections', () => {
  it('come back bit for bit, whatever they were', async () => {
    await writeSections(path, content)
    const read = (await readSections(path, 'thing'))!
    expect(read.meta).toEqual(content.meta)
    expect([...read.sections]).toEqual([...sections])
    expect(await readdir(dir)).toEqual(['file'])
    await writeSections(path, { ...content, meta: null })
    expect((await readSections(path, 'thing'))!.meta).toBeNull()
  })

  it('are not there where there is no file', async () => {
    expect(await readSections(join(dir, 'none', 'file'), 'thing')).toBeNull()
  })

  it('cut after any byte are refused in one sentence that names the file', async () => {
    await writeSections(path, content)
    const whole = await readFile(path)
    for (let length = 0; length < whole.length; length++) {
      await writeFile(path, whole.subarray(0, length))
      const error = await readSections(path, 'thing').catch((thrown: unknown) => thrown)
      expect(error).toBeInstanceOf(UserFacingError)
      expect((error as Error).message).toMatch(new RegExp(`^${path}: the file is truncated: [^.]+\\.$`))
    }
    await writeFile(path, Buffer.concat([whole, Buffer.of(0)]))
    await expect(readSections(path, 'thing')).rejects.toThrow('the file is too long')
  })

  it('with any byte altered are refused in one sentence that names the file', async () => {
    await writeSections(path, content)
    const whole = await readFile(path)
    for (let at = 0; at < whole.length; at++) {
      for (const bit of [1, 0x80]) {
        const changed = Buffer.from(whole)
        changed[at]! ^= bit
        await writeFile(path, changed)
        const error = await readSections(path, 'thing').catch((thrown: unknown) => thrown)
        expect(error, `byte ${at}`).toBeInstanceOf(UserFacingError)
        expect((error as Error).message).toMatch(new RegExp(`^${path}: [^.]+\\.$`))
      }
    }
  })

  it('of another kind are refused', async () => {
    await writeSections(path, content)
    await expect(readSections(path, 'other')).rejects.toThrow(`${path}: this is not a other of Trifold.`)
  })

  it('leave what was there when they cannot be written', async () => {
    await writeSections(path, content)
    const circle: Record<string, unknown> = {}
    circle.self = circle
    await expect(writeSections(path, { ...content, meta: circle })).rejects.toThrow('circular')
    await expect(writeSections(join(dir, 'none', 'file'), content)).rejects.toThrow('no such file or folder')
    expect((await readSections(path, 'thing'))!.meta).toEqual(content.meta)
    expect(await readdir(dir)).toEqual(['file'])
  })

  it('of writers that were killed are swept away, those of living ones stay', async () => {
    const living = `file.${process.pid}-00000000.new`
    await writeFile(path, '')
    for (const name of ['file.999999999-01234567.new', living, 'other.999999999-01234567.new']) {
      await writeFile(join(dir, name), '')
    }
    await removeUnfinished(path)
    expect((await readdir(dir)).sort()).toEqual(['file', living, 'other.999999999-01234567.new'].sort())
    await removeUnfinished(join(dir, 'none', 'file'))
  })
})
