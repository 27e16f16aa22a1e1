import { expect, it } from 'vitest'
import { createEncoderFrom } from './encoder.ts'
import { EncodeError } from './errors.ts'

const encoderOf = (run: (inputs: string[]) => (Float32Array | string)[], prepare = (text: string) => text) =>
  createEncoderFrom({
    id: 'test:a:b',
    modality: 'text',
    dimension: 2,
    batchSize: 2,
    prepare,
    run: async (inputs) => run(inputs),
  })

it('scales vectors to length 1 and fails those without a direction', async () => {
  const vectors: Record<string, number[]> = { a: [3, 4], zero: [0, 0], nan: [NaN, 1], infinite: [Infinity, 1] }
  const encoder = encoderOf((inputs) => inputs.map((input) => Float32Array.from(vectors[input]!)))
  const reason = 'the model gives no usable vector for this content'
  expect(await encoder.encode(['zero', 'a', 'nan', 'infinite'])).toEqual([
    { ok: false, reason },
    { ok: true, vector: Float32Array.from([0.6, 0.8]) },
    { ok: false, reason },
    { ok: false, reason },
  ])
})

it('ends the run if vectors have another length or number', async () => {
  const longer = encoderOf((inputs) => inputs.map(() => new Float32Array(3)))
  await expect(longer.encode(['a'])).rejects.toThrow('test:a:b gave a vector of 3 numbers where 2 were expected')
  await expect(encoderOf(() => []).encode(['a'])).rejects.toThrow('test:a:b gave 0 vectors for 1 items')
})

it('fails an item only for its content, and ends the run for anything else', async () => {
  const failing = (error: Error) =>
    encoderOf(
      () => [Float32Array.from([1, 0])],
      () => {
        throw error
      },
    )
  expect(await failing(new EncodeError('CONTENT', 'too odd')).encode(['a'])).toEqual([{ ok: false, reason: 'too odd' }])
  await expect(failing(new EncodeError('SERVER', 'gone')).encode(['a'])).rejects.toThrow('gone')
  await expect(failing(new TypeError('a bug')).encode(['a'])).rejects.toThrow('a bug')
})
