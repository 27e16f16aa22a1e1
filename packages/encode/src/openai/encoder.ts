import OpenAI, { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError } from 'openai'
import type { z } from 'zod'
import { createEncoderFrom, type Encoder } from '../encoder.ts'
import { EncodeError, reasonOf } from '../errors.ts'
import { prepareText, TEXT_PREPARATION } from '../text.ts'
import { openaiSettings, type OpenaiSettings } from './settings.ts'

type Settings = z.output<typeof openaiSettings>

/** The server refuses what was sent: the text, if the same request passed with another text before. */
const REFUSED = [400, 413, 422]

/**
 * Words to vectors by a server. One request at once finds out whether it answers, and the length of its vectors.
 *
 * @throws EncodeError of code UNREACHABLE, SERVER or DIMENSION
 */
export async function createOpenaiEncoder(input: OpenaiSettings, signal?: AbortSignal): Promise<Encoder<'text'>> {
  const settings = openaiSettings.parse(input)
  const { model, revision, prefix, maxCharacters, batchSize } = settings
  const embed = embedder(settings)

  const [probe] = await embed(['dimension'], signal)
  if (typeof probe === 'string') throw new EncodeError('SERVER', `${placeOf(settings)} refuses any text: ${probe}`)
  const dimension = settings.dimension ?? probe!.length
  if (probe!.length !== dimension) {
    const sent = `${placeOf(settings)} gives vectors of ${probe!.length} numbers`
    throw new EncodeError('DIMENSION', `${sent}, but "dimension" is ${dimension}: correct it or choose another model`)
  }
  const preparation = `${TEXT_PREPARATION}-${maxCharacters}${prefix ? `-${encodeURIComponent(prefix)}` : ''}`
  return createEncoderFrom({
    id: `openai:${placeOf(settings)}@${revision}:float32-${dimension}:${preparation}`,
    modality: 'text',
    dimension,
    batchSize,
    prepare: (text) => prefix + prepareText(text, maxCharacters),
    run: embed,
  })

  function placeOf({ baseUrl }: Settings): string {
    const { host, pathname } = new URL(baseUrl)
    return `${host}${pathname.replace(/\/$/, '')}/${model}`
  }
}

function embedder(settings: Settings) {
  const { baseUrl, apiKey = 'none', timeout, maxRetries, model, dimension, shorten } = settings
  const client = new OpenAI({
    baseURL: baseUrl,
    apiKey,
    timeout,
    maxRetries,
    organization: null, // nothing is taken from the environment
    project: null,
    logLevel: 'off',
  })

  return async function embed(texts: string[], signal?: AbortSignal): Promise<(Float32Array | string)[]> {
    let answer: OpenAI.CreateEmbeddingResponse
    try {
      answer = await client.embeddings.create(
        { model, input: texts, encoding_format: 'float', ...(shorten && { dimensions: dimension }) },
        { signal },
      )
    } catch (error) {
      signal?.throwIfAborted()
      if (error instanceof APIError && REFUSED.includes(error.status as number)) {
        if (texts.length === 1) return [`the server refuses this text: ${reasonOf(error).slice(0, 120)}`]
        const middle = texts.length >> 1 // one bad text fails its whole request: find it by halving
        return [...(await embed(texts.slice(0, middle), signal)), ...(await embed(texts.slice(middle), signal))]
      }
      throw explain(error, settings)
    }
    return vectorsIn(answer, texts.length, baseUrl)
  }
}

function vectorsIn(answer: OpenAI.CreateEmbeddingResponse, count: number, baseUrl: string): Float32Array[] {
  const vectors: Float32Array[] = []
  for (const row of Array.isArray(answer?.data) ? answer.data : []) {
    if (Array.isArray(row?.embedding)) vectors[row.index] = Float32Array.from(row.embedding)
  }
  if (vectors.filter(Boolean).length !== count || vectors.length !== count) {
    throw new EncodeError('SERVER', `${baseUrl} does not answer as OpenAI's /embeddings does: check "baseUrl"`)
  }
  return vectors
}

function explain(error: unknown, { baseUrl, model, timeout, maxRetries }: Settings): unknown {
  const tries = `after ${maxRetries + 1} ${maxRetries === 0 ? 'try' : 'tries'}`
  if (error instanceof APIUserAbortError) return error
  if (error instanceof APIConnectionTimeoutError) {
    return new EncodeError('UNREACHABLE', `${baseUrl} does not answer within ${timeout / 1000} s, ${tries}`)
  }
  if (error instanceof APIConnectionError) {
    const reason = reasonOf(error.cause ?? error)
    return new EncodeError('UNREACHABLE', `${baseUrl} cannot be reached, ${tries}: ${reason}`, { cause: error })
  }
  if (!(error instanceof APIError)) {
    return new EncodeError('SERVER', `${baseUrl} does not answer as OpenAI's /embeddings does: ${reasonOf(error)}`)
  }
  const remedy: Record<number, string> = {
    401: 'check "apiKey"',
    403: 'check what "apiKey" may do',
    404: `check "baseUrl" and whether the server has the model "${model}"`,
    429: `it limits requests, still ${tries}: continue later`,
  }
  const status = error.status as number
  const what = remedy[status] ?? `${reasonOf(error).slice(0, 120)}, ${tries}`
  return new EncodeError('SERVER', `${baseUrl} answers ${status}: ${what}`, { cause: error })
}
