import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ScorePart } from './explanation.ts'
import { sentenceOf } from './sentence.ts'

const MODALITIES = ['image', 'text']
const parts = (image: number, text: number, redundant: number, synergy: number, collaborative: number): ScorePart[] => [
  { kind: 'UNIQUE', modality: 'image', value: image },
  { kind: 'UNIQUE', modality: 'text', value: text },
  { kind: 'REDUNDANT', modality: null, value: redundant },
  { kind: 'SYNERGY', modality: null, value: synergy },
  { kind: 'COLLABORATIVE', modality: null, value: collaborative },
]

describe('the sentence of an explanation', () => {
  it.each([
    [parts(2, 0, 0, 0, 0), 'Mostly because of how it looks.'],
    [parts(2, 0.8, 0, 0, 0.1), 'Mostly because of how it looks; its description counts for it too.'],
    [parts(2, -0.8, 0, 0, 0.1), 'Mostly because of how it looks, although its description counts against it.'],
    [parts(0, 0.2, 1, 0, 0), 'Mostly because of what its picture and its description have in common.'],
    [
      parts(0, 0, 0, 1, 0.5),
      'Mostly because of the way its picture and its description go together; the choices of shoppers like you count for it too.',
    ],
    [parts(0, 0, 0, 0, 3), 'Mostly because of the choices of shoppers like you.'],
    [parts(1, 0, 0, 0, -3), 'Despite the choices of shoppers like you: how it looks counts for it.'],
    [parts(-1, -2, 0, 0, 0), 'Nothing about it matches your taste, and its description counts against it.'],
    [parts(0, 0, 0, 0, 0), 'It is close to your usual taste, and nothing about it stands out.'],
  ])('%#', (given, sentence) => expect(sentenceOf(given, MODALITIES)).toBe(sentence))

  it('names a modality of the shop’s own by its name', () => {
    expect(sentenceOf([{ kind: 'UNIQUE', modality: 'scent', value: 1 }], ['scent'])).toBe(
      'Mostly because of its "scent".',
    )
  })

  it('never counts a negative part for the item, nor a positive one against it', () => {
    const value = fc.double({ min: -5, max: 5, noNaN: true })
    fc.assert(
      fc.property(value, value, (image, text) => {
        const sentence = sentenceOf(parts(image, text, 0, 0, 0), MODALITIES)
        if (image < 0) expect(sentence).not.toMatch(/because of how it looks|how it looks counts for/)
        if (image > 0) expect(sentence).not.toMatch(/Despite how it looks|how it looks counts against/)
        if (text < 0) expect(sentence).not.toMatch(/because of its description|its description counts for/)
        if (text > 0) expect(sentence).not.toMatch(/Despite its description|its description counts against/)
      }),
    )
  })
})
