// What every encoder must do, of every provider.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ContentOf, Encoder, Modality, Outcome } from '../encoder.ts'
import { badPhotos, photos, texts } from './samples.ts'

const SAMPLES = {
  text: { good: texts, bad: async () => ['', ' \n ', '<p></p>'] },
  image: { good: photos, bad: badPhotos },
}

export interface Contract<M extends Modality> {
  modality: M
  create(): Promise<Encoder<M>>
  /** A text or photo alike the first sample, which must be closer to it than the last sample is. */
  closest?: ContentOf<M>
}

export function encoderContract<M extends Modality>(name: string, { modality, create }: Contract<M>): void {
  describe(`the ${modality} encoder ${name}`, () => {
    let encoder: Encoder<M>
    let good: ContentOf<M>[]
    let bad: ContentOf<M>[]
    let all: Float32Array[]

    beforeAll(async () => {
      encoder = await create()
      good = (await SAMPLES[modality].good()) as ContentOf<M>[]
      bad = (await SAMPLES[modality].bad()) as ContentOf<M>[]
      all = vectorsOf(await encoder.encode(good))
    })
    afterAll(() => encoder?.close())

    it('states its modality, its dimension and an id with the version of its preparation', () => {
      expect(encoder.modality).toBe(modality)
      expect(Number.isInteger(encoder.dimension) && encoder.dimension > 1).toBe(true)
      expect(encoder.id).toMatch(/^[a-z]+:\S+:\S+$/)
      expect(encoder.id).toContain(modality === 'text' ? 'text-1' : 'photo-1')
    })

    it('gives one finite vector of length 1 per item', () => {
      expect(all).toHaveLength(good.length)
      for (const vector of all) {
        expect(vector).toBeInstanceOf(Float32Array)
        expect(vector).toHaveLength(encoder.dimension)
        expect(Math.hypot(...vector)).toBeCloseTo(1, 5)
      }
    })

    it('tells different content apart', () => {
      for (let a = 0; a < all.length; a++) {
        for (let b = 0; b < a; b++) expect(dot(all[a]!, all[b]!)).toBeLessThan(0.99999)
      }
    })

    it('gives the same vectors again, also from a new instance of the same id', async () => {
      expect(vectorsOf(await encoder.encode(good))).toEqual(all)
      const other = await create()
      expect([other.id, other.dimension]).toEqual([encoder.id, encoder.dimension])
      expect(vectorsOf(await other.encode(good))).toEqual(all)
      await other.close()
    })

    it('gives an item the same vector in any batch, in the order of the batch', async () => {
      const reversed = vectorsOf(await encoder.encode([...good].reverse())).reverse()
      const alone: Float32Array[] = []
      for (const content of good) alone.push(...vectorsOf(await encoder.encode([content])))
      for (const [i, vector] of all.entries()) {
        expect(distance(vector, reversed[i]!)).toBeLessThan(1e-5)
        expect(distance(vector, alone[i]!)).toBeLessThan(1e-5)
      }
    })

    it('encodes batches that are longer than its own', async () => {
      const many = Array.from({ length: 40 }, (_, i) => good[i % good.length]!)
      const vectors = vectorsOf(await encoder.encode(many))
      expect(vectors).toHaveLength(40)
      for (const [i, vector] of vectors.entries()) expect(distance(vector, all[i % good.length]!)).toBeLessThan(1e-5)
    })

    it('encodes an empty batch to nothing', async () => {
      expect(await encoder.encode([])).toEqual([])
    })

    it('fails only the bad items, each with one sentence', async () => {
      const batch = bad.flatMap((content, i) => [content, good[i % good.length]!])
      const outcomes = await encoder.encode(batch)
      expect(outcomes.map(({ ok }) => ok)).toEqual(bad.flatMap(() => [false, true]))
      for (const [i, outcome] of outcomes.entries()) {
        if (outcome.ok) expect(distance(outcome.vector, all[((i - 1) / 2) % good.length]!)).toBeLessThan(1e-5)
        else expect(outcome.reason).toMatch(/^[^\n]{10,200}$/)
      }
      expect((await encoder.encode(bad)).every(({ ok }) => !ok)).toBe(true)
    })

    it('stops when the signal aborts, before and during the work', async () => {
      const reason = new Error('cancelled by the user')
      await expect(encoder.encode(good, AbortSignal.abort(reason))).rejects.toBe(reason)
      const controller = new AbortController()
      const many = Array.from({ length: 5000 }, (_, i) => good[i % good.length]!)
      const work = encoder.encode(many, controller.signal)
      setImmediate(() => controller.abort(reason))
      const started = performance.now()
      await expect(work).rejects.toBe(reason)
      expect(performance.now() - started).toBeLessThan(5000)
      expect(vectorsOf(await encoder.encode(good.slice(0, 1)))[0]).toEqual(all[0])
    })
  })
}

const vectorsOf = (outcomes: Outcome[]): Float32Array[] =>
  outcomes.map((outcome) => {
    if (!outcome.ok) throw new Error(outcome.reason)
    return outcome.vector
  })

const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0)
const distance = (a: Float32Array, b: Float32Array) => Math.hypot(...a.map((value, i) => value - b[i]!))
