// What every encoder is, and the one loop behind all of them: batches, abort, failures of single items, unit vectors.
import { EncodeError, reasonOf } from './errors.ts'

/** What is encoded: the words of an item (`text`) or its photo (`image`). */
export type Modality = 'text' | 'image'

/** Text as a string; a photo as the bytes of its file (JPEG, PNG, WebP, GIF, AVIF, TIFF). */
export type ContentOf<M extends Modality> = { text: string; image: Uint8Array }[M]

/** One per item, in the order of the batch. A vector has length 1; a reason is one sentence without its full stop. */
export type Outcome = { ok: true; vector: Float32Array } | { ok: false; reason: string }

/**
 * Turns the content of one modality into vectors.
 *
 * @example
 * const [outcome] = await encoder.encode(['Red running shoe'])
 * if (outcome.ok) save(outcome.vector)
 */
export interface Encoder<M extends Modality = Modality> {
  /**
   * Provider, model, revision, number type and version of the preparation. Two encoders with the same id give the same
   * vector for the same content, so `cacheKey(id, contentHash(content))` may be used as a cache key.
   */
  readonly id: string
  readonly modality: M
  /** The length of each vector. */
  readonly dimension: number
  /**
   * Encodes a batch of any length, also none. A bad item fails alone.
   *
   * @throws EncodeError if nothing can be encoded: a server does not answer, a model gives vectors of another length
   * @throws the signal's reason if it aborts
   */
  encode(batch: readonly ContentOf<M>[], signal?: AbortSignal): Promise<Outcome[]>
  /** Frees the model, its thread or its session. The encoder cannot be used afterwards. */
  close(): Promise<void>
}

/** What a provider gives; `createEncoderFrom` adds everything that encoders have in common. */
export interface EncoderParts<M extends Modality, Input> {
  id: string
  modality: M
  dimension: number
  /** Items that `run` takes at a time. */
  batchSize: number
  /** Makes an item ready for the model. An `EncodeError` of code CONTENT fails only this item. */
  prepare(content: ContentOf<M>): Input | Promise<Input>
  /** One vector per input, or the reason why there is none. Vectors need no unit length. */
  run(inputs: Input[], signal?: AbortSignal): Promise<(Float32Array | string)[]>
  close?(): Promise<void>
}

/** @throws EncodeError of code DIMENSION if the model gives vectors of another length than `dimension` */
export function createEncoderFrom<M extends Modality, Input>(parts: EncoderParts<M, Input>): Encoder<M> {
  const { id, modality, dimension, batchSize } = parts

  async function prepared(content: ContentOf<M>): Promise<{ input: Input } | { reason: string }> {
    try {
      return { input: await parts.prepare(content) }
    } catch (error) {
      if (error instanceof EncodeError && error.code === 'CONTENT') return { reason: error.message }
      throw error
    }
  }

  async function encode(batch: readonly ContentOf<M>[], signal?: AbortSignal): Promise<Outcome[]> {
    const outcomes: Outcome[] = []
    for (let start = 0; start < batch.length; start += batchSize) {
      signal?.throwIfAborted()
      const items = await Promise.all(batch.slice(start, start + batchSize).map(prepared))
      signal?.throwIfAborted()
      const inputs = items.flatMap((item) => ('input' in item ? [item.input] : []))
      const vectors = inputs.length > 0 ? await parts.run(inputs, signal) : []
      if (vectors.length !== inputs.length) {
        throw new EncodeError('MODEL', `${id} gave ${vectors.length} vectors for ${inputs.length} items`)
      }
      let next = 0
      for (const item of items) {
        outcomes.push(
          'reason' in item ? { ok: false, reason: item.reason } : outcomeOf(vectors[next++]!, id, dimension),
        )
      }
    }
    signal?.throwIfAborted()
    return outcomes
  }

  return { id, modality, dimension, encode, close: async () => parts.close?.() }
}

function outcomeOf(vector: Float32Array | string, id: string, dimension: number): Outcome {
  if (typeof vector === 'string') return { ok: false, reason: vector }
  if (vector.length !== dimension) {
    throw new EncodeError(
      'DIMENSION',
      `${id} gave a vector of ${vector.length} numbers where ${dimension} were expected`,
    )
  }
  const unit = toUnitLength(vector)
  return unit ? { ok: true, vector: unit } : { ok: false, reason: 'the model gives no usable vector for this content' }
}

/** A copy of length 1; null if the vector is zero or not finite. */
function toUnitLength(vector: Float32Array): Float32Array | null {
  let sum = 0
  for (const value of vector) sum += value * value
  const length = Math.sqrt(sum)
  return length > 0 && Number.isFinite(length) ? vector.map((value) => value / length) : null
}

/** Runs `load`, and turns whatever it throws into one sentence that begins with `what`. */
export async function loading<T>(what: string, load: () => T | Promise<T>): Promise<T> {
  try {
    return await load()
  } catch (error) {
    if (error instanceof EncodeError) throw error
    throw new EncodeError('MODEL', `${what} cannot be loaded: ${reasonOf(error)}`, { cause: error })
  }
}
