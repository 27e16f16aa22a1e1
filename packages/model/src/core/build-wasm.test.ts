import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { WASM } from './wasm-engine.ts'

/** The compiler that made the committed module: another version may order instructions otherwise. */
const MADE_BY = /clang version 14\./
const version = spawnSync('clang++', ['--version'], { encoding: 'utf8' }).stdout ?? ''
const linker = spawnSync('wasm-ld', ['--version']).status === 0
const present = MADE_BY.test(version) && linker
if (!present) console.warn('skipped: core.wasm is compared with its sources only where clang 14 and lld are installed')

describe('core.wasm', () => {
  it.skipIf(!present)(
    'is what build-wasm.mjs makes of the sources',
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'trifold wasm '))
      try {
        const output = join(folder, 'core.wasm')
        execFileSync(process.execPath, [fileURLToPath(new URL('build-wasm.mjs', import.meta.url)), output])
        expect(readFileSync(output).equals(readFileSync(WASM))).toBe(true)
      } finally {
        rmSync(folder, { recursive: true })
      }
    },
    60_000,
  )

  it('is small enough to commit', () => {
    expect(readFileSync(WASM).byteLength).toBeLessThan(100_000)
  })
})
