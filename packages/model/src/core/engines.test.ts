import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { freezeTable } from './abi.ts'
import { presentBuilds } from '../compute/testing/backends.ts'
import { loadNativeEngine } from './native-engine.ts'
import { ELEMENTWISE, GEMM } from './shared-kernels.ts'
import { loadWasmEngine } from './wasm-engine.ts'

const builds = presentBuilds()

describe.each(builds)('$name', ({ load }) => {
  it('leaves its inputs alone and writes its outputs', () => {
    const engine = load()
    const [a, b, c] = [Float32Array.of(1, 2, 3, 4), Float32Array.of(5, 6, 7, 8), new Float32Array(4)]
    engine.call(GEMM, [2, 2, 2, 0, 0], a, b, c)
    expect([...c]).toEqual([19, 22, 43, 50])
    engine.call(GEMM, [2, 2, 2, 1, 1], a, b, c)
    expect([...c]).toEqual([23, 31, 34, 46])
    expect([...a, ...b]).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  })

  it('works on a view into the middle of a buffer', () => {
    const whole = Float32Array.of(9, 1, 2, 9)
    const out = new Float32Array(4)
    load().call(ELEMENTWISE, [2, 3, 10], whole.subarray(1, 3), null, out.subarray(1, 3))
    expect([...out]).toEqual([0, 10, 20, 0])
  })

  it('multiplies nothing by nothing', () => {
    const c = Float32Array.of(7)
    load().call(GEMM, [1, 1, 0, 0, 0], new Float32Array(0), new Float32Array(0), c)
    expect(c[0]).toBe(0)
  })

  it('passes numbers that are none through', () => {
    const c = new Float32Array(1)
    load().call(GEMM, [1, 1, 2, 0, 0], Float32Array.of(1, NaN), Float32Array.of(1, 1), c)
    expect(c[0]).toBeNaN()
  })
})

describe('the WebAssembly engine', () => {
  it('survives the growth of its memory, with its kept tables', () => {
    const engine = loadWasmEngine()
    const table = freezeTable(Float32Array.of(1, 2))
    const scale = (a: Float32Array) => {
      const out = new Float32Array(a.length)
      engine.call(ELEMENTWISE, [a.length, 3, 2], a, null, out)
      return out
    }
    expect([...scale(table)]).toEqual([2, 4])
    expect(scale(new Float32Array(8_000_000).fill(3))[7_999_999]).toBe(6)
    expect([...scale(table)]).toEqual([2, 4])
  })

  it('gives memory back: a thousand calls need no more than a few', () => {
    const engine = loadWasmEngine()
    const [a, out] = [new Float32Array(1_000_000).fill(1), new Float32Array(1_000_000)]
    for (let n = 0; n < 1000; n++) engine.call(ELEMENTWISE, [1, 3, n], a, null, out) // 8 GB in all
    expect(out[0]).toBe(999)
  })
})

describe('the native engine', () => {
  it('says in a sentence why it cannot be loaded', () => {
    expect(() => loadNativeEngine({}, '/no/such/core.node')).toThrow('the native addon was not built')
  })

  it('refuses an addon that was made of other sources', () => {
    const folder = mkdtempSync(join(tmpdir(), 'trifold addon '))
    const [other, older] = [join(folder, 'other.cjs'), join(folder, 'older.cjs')]
    const refused = 'the native addon was built from other sources: run `node packages/model/src/core/build.mjs`'
    try {
      writeFileSync(other, "exports.sources = () => 'those of last week'")
      expect(() => loadNativeEngine({}, other)).toThrow(refused)
      writeFileSync(older, '') // made before there was such a check
      expect(() => loadNativeEngine({}, older)).toThrow(refused)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it.skipIf(builds.length < 2)('takes the number of threads from TRIFOLD_THREADS and refuses nonsense', () => {
    vi.stubEnv('TRIFOLD_THREADS', '3')
    expect(loadNativeEngine().detail).toMatch(/, 3 threads$/)
    vi.stubEnv('TRIFOLD_THREADS', 'many')
    expect(() => loadNativeEngine()).toThrow('TRIFOLD_THREADS must be a number from 1 to 256, not "many"')
    vi.unstubAllEnvs()
    expect(() => loadNativeEngine({ isa: 'sse9' })).toThrow('no instruction set "sse9"')
  })
})
