import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { judge, tensorflow } from './tensorflow.ts'

const CORE = JSON.stringify(createRequire(import.meta.url).resolve('@tensorflow/tfjs-core'))

/** A package that registers a backend as tfjs-node does, and calls what its source calls of `node:util` on the way. */
const registering = (gpu: boolean) => `
  const util = require('node:util')
  const tf = require(${CORE})
  const backend = { isUsingGpuDevice: ${gpu}, binding: { TF_Version: '2.9.1' } }
  if (util.isNullOrUndefined(backend) || util.isArray(backend)) throw new Error('utilities')
  tf.registerBackend('tensorflow', () => backend)
  module.exports = tf`

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trifold-tensorflow-'))
  vi.stubEnv('TRIFOLD_TENSORFLOW', folder)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

function install(main: string, { addon = true } = {}): void {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: '@tensorflow/tfjs-node-gpu', main: 'index.js' }))
  writeFileSync(join(folder, 'index.js'), main)
  if (!addon) return
  mkdirSync(join(folder, 'lib', 'napi-v8'), { recursive: true })
  writeFileSync(join(folder, 'lib', 'napi-v8', 'tfjs_binding.node'), '')
}

describe('the package of TensorFlow', () => {
  it('is missed by the folder that was named', async () => {
    const why = `TRIFOLD_TENSORFLOW names ${folder}, where there is no package`
    expect(await tensorflow.probe(true)).toEqual({ usable: false, why })
  })

  it('is refused without being loaded when the download of its library failed', async () => {
    install('throw new Error("loaded")', { addon: false })
    expect(await tensorflow.probe(true)).toMatchObject({ why: expect.stringMatching(/without its library/) })
  })

  it('says in one line why it does not load', async () => {
    install('throw new Error("libtensorflow.so.2: cannot open shared object file\\nand more")')
    const why = '@tensorflow/tfjs-node-gpu does not load: libtensorflow.so.2: cannot open shared object file'
    expect(await tensorflow.probe(true)).toEqual({ usable: false, why })
  })

  it('may take down the process that probes it, and no other', async () => {
    install('process.kill(process.pid, "SIGSEGV")')
    const why = '@tensorflow/tfjs-node-gpu takes its process down (SIGSEGV)'
    expect(await tensorflow.probe(true)).toEqual({ usable: false, why })
  })

  it('is used with CUDA, and nothing of it reaches this process before that', async () => {
    install(registering(true))
    expect(await tensorflow.probe(false)).toEqual({ usable: true, detail: 'TensorFlow 2.9.1, CUDA' })
    const { findBackend } = await import('../tf.ts')
    expect(findBackend('tensorflow')).toBeNull()
  })

  it('is refused on the CPU, unless asked for by name', async () => {
    install(registering(false))
    expect(await tensorflow.probe(false)).toMatchObject({
      usable: false,
      why: expect.stringMatching(/would run on the CPU/),
    })
    expect(await tensorflow.probe(true)).toMatchObject({
      usable: true,
      detail: expect.stringMatching(/^TensorFlow 2\.9\.1, CPU/),
    })
  })

  it('loads on a Node without the two functions that Node 23 removed', async () => {
    install(registering(true))
    const removing = join(folder, 'remove.cjs')
    writeFileSync(removing, "delete require('node:util').isNullOrUndefined; delete require('node:util').isArray")
    vi.stubEnv('NODE_OPTIONS', `--require ${removing}`)
    expect(await tensorflow.probe(false)).toMatchObject({ usable: true })
  })
})

describe('a silent fall to the CPU', () => {
  const found = { gpu: false, version: '2.9.1' }

  it('is told from a machine without a card', () => {
    expect(judge(found, false, false)).toEqual({
      usable: false,
      why: 'TensorFlow 2.9.1 would run on the CPU, no CUDA device',
    })
    expect(judge(found, false, true)).toEqual({
      usable: false,
      why: 'TensorFlow 2.9.1 would run on the CPU, without a word: it does not find the CUDA libraries it was made for',
    })
  })
})
