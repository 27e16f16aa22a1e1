import type { CreateContext } from '../context.ts'
import { createEncoderFrom, loading, type Encoder } from '../encoder.ts'
import { EncodeError } from '../errors.ts'
import { decodePhoto, PHOTO_PREPARATION, type Pixels } from '../photos/index.ts'
import { prepareText, TEXT_PREPARATION } from '../text.ts'
import { loadModel, type ModelSettings, type Tensor } from './load.ts'
import {
  transformersImageSettings,
  transformersTextSettings,
  type TransformersImageSettings,
  type TransformersTextSettings,
} from './settings.ts'

const MAX_CHARACTERS = 8000 // the tokenizer cuts at the model's own length
const MAX_SIDE = 1024 // the processor scales further down to what the model takes

const nameOf = ({ model, revision, file, dtype }: ModelSettings, fingerprint: string) =>
  `transformers:${model}/${file}@${revision}#${fingerprint}:${dtype}`

/**
 * Words to vectors by a sentence model on ONNX Runtime.
 *
 * @throws EncodeError of code NOT_INSTALLED, UNREACHABLE, CONFIGURATION or MODEL
 */
export async function createTransformersTextEncoder(
  input: TransformersTextSettings,
  context: CreateContext,
): Promise<Encoder<'text'>> {
  const settings = transformersTextSettings.parse(input)
  const { pooling, prefix = /(^|[/_-])e5([_-]|$)/i.test(settings.model) ? 'query: ' : '' } = settings
  const { pipeline, fingerprint } = await loadModel('feature-extraction', settings, context)
  const encode = async (text: string) => Float32Array.from((await pipeline(text, { pooling })).data)
  const { length } = await loading(`the model ${settings.model}`, () => encode('dimension'))
  const preparation = `${TEXT_PREPARATION}-${MAX_CHARACTERS}-${pooling}${prefix && `-${encodeURIComponent(prefix)}`}`
  return createEncoderFrom({
    id: `${nameOf(settings, fingerprint)}:${preparation}`,
    modality: 'text',
    dimension: length,
    batchSize: 16,
    prepare: (text) => prefix + prepareText(text, MAX_CHARACTERS),
    run: (texts, signal) => oneByOne(texts, encode, signal),
    close: () => pipeline.dispose(),
  })
}

/**
 * Photos to vectors by the photo side of CLIP or SigLIP, or another network for photos, on ONNX Runtime.
 *
 * @throws EncodeError of code NOT_INSTALLED, UNREACHABLE, CONFIGURATION or MODEL
 */
export async function createTransformersImageEncoder(
  input: TransformersImageSettings,
  context: CreateContext,
): Promise<Encoder<'image'>> {
  const settings = transformersImageSettings.parse(input)
  const { pipeline, transformers, fingerprint } = await loadModel('image-feature-extraction', settings, context)
  const encode = async ({ data, width, height }: Pixels) => {
    const image = new transformers.RawImage(data, width, height, 3)
    const { pixel_values } = await pipeline.processor([image])
    return vectorIn(await pipeline.model({ pixel_values }), settings.model)
  }
  const grey = { data: new Uint8Array(64 * 64 * 3).fill(128), width: 64, height: 64 }
  const { length } = await loading(`the model ${settings.model}`, () => encode(grey))
  return createEncoderFrom({
    id: `${nameOf(settings, fingerprint)}:${PHOTO_PREPARATION}-inside-${MAX_SIDE}`,
    modality: 'image',
    dimension: length,
    batchSize: 4,
    prepare: (bytes) => decodePhoto(bytes, { width: MAX_SIDE, height: MAX_SIDE, fit: 'inside' }),
    run: (photos, signal) => oneByOne(photos, encode, signal),
    close: () => pipeline.dispose(),
  })
}

/**
 * One input at a time: in a batch, quantized models scale all activations together, so a vector would depend on its
 * neighbours, and could not be kept under its own content's key. ONNX Runtime uses all cores for one input, too.
 */
async function oneByOne<T>(inputs: T[], encode: (input: T) => Promise<Float32Array>, signal?: AbortSignal) {
  const vectors: Float32Array[] = []
  for (const input of inputs) {
    signal?.throwIfAborted()
    vectors.push(await encode(input))
  }
  return vectors
}

/** CLIP's projection, SigLIP's pooled output, or the first token of a network without either. */
function vectorIn(outputs: Record<string, Tensor | undefined>, model: string): Float32Array {
  const whole = outputs.image_embeds ?? outputs.pooler_output
  if (whole) return Float32Array.from(whole.data)
  const tokens = outputs.last_hidden_state // [1, tokens, dimension]
  if (tokens?.dims.length !== 3) throw new EncodeError('MODEL', `the model ${model} gives no vector for a photo`)
  return Float32Array.from(tokens.data).subarray(0, tokens.dims[2])
}
