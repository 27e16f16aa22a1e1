import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { copyBinaries, installedBinaries, program } from './binaries.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trifold binaries '))
})
afterEach(() => rm(folder, { recursive: true }))

describe('installedBinaries', () => {
  it('finds programs that run', async () => {
    const binaries = await installedBinaries()
    expect(execFileSync(program(binaries, 'postgres'), ['--version'], { encoding: 'utf8' })).toMatch(/PostgreSQL\) 18/)
    expect(existsSync(program(binaries, 'initdb'))).toBe(true)
  })
})

describe('copyBinaries', () => {
  it('makes a copy that everybody can run, of files only their owner can read, and makes it once', async () => {
    const native = join(folder, 'native')
    for (const part of ['bin', 'lib', 'share']) await mkdir(join(native, part), { recursive: true, mode: 0o700 })
    await writeFile(join(native, 'bin', 'postgres'), '#!/bin/sh\n', { mode: 0o700 })
    await writeFile(join(native, 'lib', 'libx.so.1'), 'x', { mode: 0o600 })
    await writeFile(join(native, 'lib', 'libx.a'), 'static', { mode: 0o600 })
    await symlink('libx.so.1', join(native, 'lib', 'libx.so'))
    const target = join(folder, 'shared')
    await mkdir(target)

    const copies = await Promise.all([1, 2].map(() => copyBinaries({ root: native, version: 'v1' }, target)))
    expect(new Set(copies.map(({ root }) => root)).size).toBe(1)
    expect(await readdir(target)).toEqual(['postgres-v1'])
    const { root } = copies[0]!
    expect((await stat(join(root, 'bin', 'postgres'))).mode & 0o777).toBe(0o755)
    expect((await stat(join(root, 'lib', 'libx.so.1'))).mode & 0o777).toBe(0o644)
    expect((await stat(root)).mode & 0o777).toBe(0o755)
    expect(await readlink(join(root, 'lib', 'libx.so'))).toBe('libx.so.1')
    expect(existsSync(join(root, 'lib', 'libx.a'))).toBe(false)

    await writeFile(join(root, 'marker'), '')
    await copyBinaries({ root: native, version: 'v1' }, target)
    expect(existsSync(join(root, 'marker'))).toBe(true)
  })
})
