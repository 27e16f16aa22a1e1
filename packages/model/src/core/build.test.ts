import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/** A copy of the sources, so that the addon in use is left alone; its path has a space and an umlaut in it. */
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'trifold büild '))
  const core = join(folder, 'src', 'core')
  mkdirSync(core, { recursive: true })
  cpSync(fileURLToPath(new URL('.', import.meta.url)), core, { recursive: true })
  symlinkSync(fileURLToPath(new URL('../../../../node_modules', import.meta.url)), join(folder, 'node_modules'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const build = (environment: Record<string, string>) =>
  spawnSync(process.execPath, [join(folder, 'src', 'core', 'build.mjs')], {
    encoding: 'utf8',
    env: { ...process.env, ...environment },
  })

describe('build.mjs', () => {
  it('lets an installation pass where there is no compiler, and says so in one line', () => {
    const { status, stdout, stderr } = build({ CXX: 'no-such-compiler' })
    expect(stdout).toBe('compute core: native addon no C++ compiler (no-such-compiler)\n')
    expect([status, stderr]).toEqual([0, ''])
    expect(existsSync(join(folder, 'build', 'core.node'))).toBe(false)
  })

  it('lets an installation pass where the compiler fails, and leaves nothing half-made', () => {
    const { status, stdout } = build({ CXX: 'false' })
    expect(status).toBe(0)
    expect(stdout).toMatch(/^compute core: native addon .*\n$/)
    expect(existsSync(join(folder, 'build', 'core.node'))).toBe(false)
  })
})
