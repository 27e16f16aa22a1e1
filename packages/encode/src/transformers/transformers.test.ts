// The real transformers.js and ONNX Runtime, on models that this file makes. The packages are installed on first use
// into node_modules/.trifold, as the product would; where the registry cannot be reached the tests are skipped.
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { EncodeError } from '../errors.ts'
import { encoderContract } from '../testing/contract.ts'
import { startServer } from '../testing/http-server.ts'
import { makeImageModel, makeTextModel, numbers, TOKENS } from '../testing/onnx-models.ts'
import { createTransformersImageEncoder, createTransformersTextEncoder } from './index.ts'
import { loadTransformers } from './install.ts'

const dataDir = fileURLToPath(new URL('../../../../node_modules/.trifold/encode', import.meta.url))
const models = await mkdtemp(join(tmpdir(), 'onnx-'))
const table = numbers(TOKENS * 16)
const matrix = numbers(3 * 24)
await makeTextModel(join(models, 'test', 'words'), table)
await makeImageModel(join(models, 'test', 'photos'), matrix)
afterAll(() => rm(models, { recursive: true }))

const installed = await loadTransformers({ dataDir }).then(
  () => true,
  (error: EncodeError) => {
    console.warn(`\nSKIPPED: the tests of the provider transformers, because ${error.message}\n`)
    return false
  },
)

const words = { provider: 'transformers', model: 'test/words', dtype: 'fp32', localModelPath: models } as const
const photos = { provider: 'transformers', model: 'test/photos', dtype: 'fp32', localModelPath: models } as const

describe.runIf(installed)('transformers', () => {
  encoderContract('transformers', {
    modality: 'text',
    create: () => createTransformersTextEncoder(words, { dataDir }),
  })
  encoderContract('transformers', {
    modality: 'image',
    create: () => createTransformersImageEncoder(photos, { dataDir }),
  })

  it('pools the vectors of the tokens', async () => {
    const { model } = JSON.parse(await readFile(join(models, 'test', 'words', 'tokenizer.json'), 'utf8'))
    const row = (word: string) => table.subarray(model.vocab[word] * 16, model.vocab[word] * 16 + 16)
    const mean = row('green').map((value, k) => (value + row('plant')[k]!) / 2)
    const expected = mean.map((value) => value / Math.hypot(...mean))
    const encoder = await createTransformersTextEncoder(words, { dataDir })
    const [outcome] = await encoder.encode(['Green  plant'])
    expect(outcome!.ok && [...outcome!.vector].map((value, k) => Math.abs(value - expected[k]!) < 1e-5)).toEqual(
      Array(16).fill(true),
    )
    const first = await createTransformersTextEncoder({ ...words, pooling: 'cls' }, { dataDir })
    const [cls] = await first.encode(['green plant'])
    const length = Math.hypot(...row('green'))
    expect(cls!.ok && cls!.vector[3]).toBeCloseTo(row('green')[3]! / length, 5)
    expect(first.id).not.toBe(encoder.id)
  })

  it('shows the model the colours of the photo', async () => {
    const colour = [200, 40, 90]
    const photo = await sharp({ create: { width: 50, height: 40, channels: 3, background: { r: 200, g: 40, b: 90 } } })
      .png()
      .toBuffer()
    const encoder = await createTransformersImageEncoder(photos, { dataDir })
    const [outcome] = await encoder.encode([photo])
    const raw = Array.from({ length: 24 }, (_, k) =>
      colour.reduce((sum, value, c) => sum + (value / 127.5 - 1) * matrix[c * 24 + k]!, 0),
    )
    expect(outcome!.ok && outcome!.vector[5]).toBeCloseTo(raw[5]! / Math.hypot(...raw), 3)
  })

  it('puts the prefix of E5 models before each text, and names it in the id', async () => {
    await cp(join(models, 'test', 'words'), join(models, 'test', 'small-e5'), { recursive: true })
    const encoder = await createTransformersTextEncoder({ ...words, model: 'test/small-e5' }, { dataDir })
    expect(encoder.id).toContain('query%3A%20')
    const plain = await createTransformersTextEncoder({ ...words, model: 'test/small-e5', prefix: '' }, { dataDir })
    expect(plain.id).not.toContain('query')
    const unprefixed = await createTransformersTextEncoder(words, { dataDir })
    expect(await plain.encode(['green plant'])).toEqual(await unprefixed.encode(['green plant']))
    expect(await encoder.encode(['green plant'])).toEqual(await unprefixed.encode(['query: green plant']))
  })

  it('downloads a model from a hub once', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'data-'))
    await symlink(join(dataDir, 'runtime'), join(folder, 'runtime'), 'junction')
    const asked: string[] = []
    const hub = await startServer(async (request, response) => {
      asked.push(request.url!)
      response.end(await readFile(join(models, request.url!.replace('/resolve/main', ''))))
    })
    const settings = { provider: 'transformers', model: 'test/words', dtype: 'fp32', host: hub.url } as const
    const encoder = await createTransformersTextEncoder(settings, { dataDir: folder })
    await createTransformersTextEncoder(settings, { dataDir: folder })
    await hub.close()
    const files = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx/model.onnx']
    expect(asked).toEqual(files.map((file) => `/test/words/resolve/main/${file}`))
    expect(encoder.id).toBe((await createTransformersTextEncoder(words, { dataDir })).id)
    await rm(folder, { recursive: true })
  })

  it('says which file a local folder lacks, and that a model is broken', async () => {
    const q8 = createTransformersTextEncoder({ ...words, dtype: 'q8' }, { dataDir })
    await expect(q8).rejects.toThrow(/lacks a file of the model test\/words: .*model_quantized\.onnx$/)
    await cp(join(models, 'test', 'words'), join(models, 'test', 'broken'), { recursive: true })
    await writeFile(join(models, 'test', 'broken', 'onnx', 'model.onnx'), 'no model')
    const broken = createTransformersTextEncoder({ ...words, model: 'test/broken' }, { dataDir })
    await expect(broken).rejects.toMatchObject({ code: 'MODEL' })
    await expect(broken).rejects.toThrow(/^the model test\/broken in .*broken cannot be loaded: [^\n]+$/)
  })
})

describe('installing and downloading', () => {
  let folder: string
  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'data-'))))
  afterAll(() => rm(folder, { recursive: true }))

  it('ends with one sentence if the hub cannot be reached, before anything is installed', async () => {
    const call = createTransformersTextEncoder(
      { provider: 'transformers', host: 'http://127.0.0.1:9' },
      { dataDir: folder },
    )
    await expect(call).rejects.toMatchObject({ code: 'UNREACHABLE' })
    await expect(call).rejects.toThrow(
      /^the model Xenova\/multilingual-e5-small cannot be downloaded from http:\/\/127\.0\.0\.1:9 \(.+\): set "localModelPath" to a folder that holds it, "host" to a mirror, or "provider" to packaged, openai or lsa$/,
    )
  })

  it('says aloud that it installs, and what to do if that fails', async () => {
    const said: string[] = []
    vi.stubEnv('npm_config_registry', 'http://127.0.0.1:9')
    vi.stubEnv('npm_config_cache', join(folder, 'cache'))
    vi.stubEnv('npm_config_fetch_retries', '0')
    const call = loadTransformers({ dataDir: folder, onProgress: ({ message }) => said.push(message) })
    const error: EncodeError = await call.then(Object, (error) => error)
    vi.unstubAllEnvs()
    expect(error).toMatchObject({ code: 'NOT_INSTALLED' })
    expect(error.message).toMatch(
      /cannot be installed into .* \(.*ECONNREFUSED.*\): correct what npm reports, copy that folder/,
    )
    expect(said[0]).toMatch(/^installing @huggingface\/transformers 4\.3\.2 \(475 MB, only this once\) into /)
  })

  it('removes what a killed installation left', async () => {
    const left = join(folder, 'runtime', 'transformers-4.3.2.999999999.partial')
    await mkdir(left, { recursive: true })
    await expect(loadTransformers({ dataDir: folder, signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow(
      'enough',
    )
    expect(await readdir(join(folder, 'runtime'))).toEqual([])
  })

  it('stops installing when the signal aborts, and leaves nothing behind', async () => {
    const call = loadTransformers({ dataDir: folder, signal: AbortSignal.timeout(300) })
    await expect(call).rejects.toThrow(/aborted due to timeout/)
    await expect(readFile(join(folder, 'runtime', 'transformers-4.3.2', 'package.json'))).rejects.toThrow(/ENOENT/)
  })
})
