// Static embeddings: the vector of a text is the mean of its tokens' vectors. No network inside, only a table.
// Method: Tulkens and van Dongen, Model2Vec (2024); the weights per token and the mapping are those of its file format.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Tokenizer } from '@huggingface/tokenizers'
import type { CreateContext } from '../context.ts'
import { createEncoderFrom, loading, type Encoder } from '../encoder.ts'
import { EncodeError } from '../errors.ts'
import { downloadedFolder, fingerprintOf, localFolder } from '../hub.ts'
import { readSafetensors, type Tensor } from '../safetensors.ts'
import { prepareText, TEXT_PREPARATION } from '../text.ts'
import { staticSettings, type StaticSettings } from './settings.ts'

const FILES = ['tokenizer.json', 'model.safetensors']
/** A token has rarely more than 10 characters: what lies beyond is not tokenized. */
const CHARACTERS_PER_TOKEN = 10

interface Table {
  /** [rows, dimension] */
  embeddings: Tensor
  /** One weight per token. */
  weights?: Tensor
  /** The row of each token; default: the token's own number. */
  mapping?: Tensor
}

/**
 * Words to vectors by a table of token vectors, in JavaScript alone.
 *
 * @throws EncodeError of code CONFIGURATION, UNREACHABLE or MODEL
 */
export async function createStaticEncoder(input: StaticSettings, context: CreateContext): Promise<Encoder<'text'>> {
  const settings = staticSettings.parse(input)
  const { model, revision, maxTokens } = settings
  const { dataDir, onProgress, signal } = context
  const folder = settings.localModelPath
    ? await localFolder(settings, FILES)
    : await downloadedFolder(settings, FILES, join(dataDir, 'models'), onProgress ?? (() => {}), signal)
  const paths = FILES.map((file) => join(folder, file))
  const [tokenizer, table, fingerprint] = await loading(`the model ${model} in ${folder}`, async () => [
    await readTokenizer(paths[0]!),
    readTable(await readFile(paths[1]!)),
    await fingerprintOf(paths),
  ])
  const maxCharacters = maxTokens * CHARACTERS_PER_TOKEN
  return createEncoderFrom({
    id: `static:${model}@${revision}#${fingerprint}:float32:${TEXT_PREPARATION}-${maxCharacters}-${maxTokens}`,
    modality: 'text',
    dimension: table.embeddings.shape[1]!,
    batchSize: 64,
    prepare: (text) => prepareText(text, maxCharacters),
    run: async (texts) => {
      await new Promise(setImmediate) // all below is computed in this thread: let others have a turn
      return texts.map((text) => meanOf(tokenizer(text!).slice(0, maxTokens), table))
    },
  })
}

async function readTokenizer(path: string): Promise<(text: string) => number[]> {
  const json = JSON.parse(await readFile(path, 'utf8')) as { model?: { unk_token?: string; unk_id?: number } }
  const tokenizer = new Tokenizer(json, {})
  const { unk_token: name, unk_id: number } = json.model ?? {}
  const unknown = name == null ? number : tokenizer.token_to_id(name)
  return (text) => tokenizer.encode(text, { add_special_tokens: false }).ids.filter((id) => id !== unknown)
}

function readTable(bytes: Uint8Array): Table {
  const { tensors } = readSafetensors(bytes)
  const embeddings = tensors.get('embeddings') ?? tensors.get('embedding.weight') // Model2Vec, Sentence Transformers
  if (embeddings?.shape.length !== 2) throw new EncodeError('MODEL', 'model.safetensors has no table "embeddings"')
  return { embeddings, weights: tensors.get('weights'), mapping: tensors.get('mapping') }
}

function meanOf(tokens: number[], { embeddings, weights, mapping }: Table): Float32Array | string {
  if (tokens.length === 0) return 'no word of the text is in the model'
  const [rows, dimension] = embeddings.shape as [number, number]
  const mean = new Float32Array(dimension)
  for (const token of tokens) {
    const row = mapping ? mapping.values[token]! : token
    if (!(row < rows))
      throw new EncodeError('MODEL', `tokenizer.json has the token ${token}, model.safetensors has not`)
    const weight = (weights ? weights.values[token]! : 1) / tokens.length
    for (let k = 0; k < dimension!; k++) mean[k]! += weight * embeddings.values[row * dimension! + k]!
  }
  return mean
}
