import { describe, expect, it } from 'vitest'
import type { Dataset } from '@trifold/model'
import { unreadInputs } from './unread-inputs.ts'

const modality = (name: string) => ({ name, dimension: 1, values: new Float32Array(1), present: new Uint8Array(1) })
const graph = (name: string) => ({ name, count: 1, indices: new Int32Array(1), cosines: new Float32Array(1) })
const both: Pick<Dataset, 'modalities' | 'neighbours'> = {
  modalities: [modality('image')],
  neighbours: [graph('text')],
}

describe('unreadInputs', () => {
  it.each([
    ['bpr', ['bpr reads no features: image, text are unused.']],
    ['item-knn', ['item-knn reads no features: image, text are unused.']],
    ['vbpr', ['vbpr reads feature vectors only: the neighbour graphs of text are unused.']],
    ['freedom', []],
    ['ease', []],
  ] as const)('%s: %j', async (base, sentences) => {
    expect(await unreadInputs(both, { base })).toEqual(sentences)
  })

  it('follows the settings, and is silent where nothing is unused', async () => {
    const only = { modalities: [modality('image')] }
    expect(await unreadInputs(only, { base: 'ease', graphWeight: 0 })).toEqual([
      'ease reads no features: image is unused.',
    ])
    expect(await unreadInputs(only, { base: 'vbpr' })).toEqual([])
    expect(await unreadInputs({ modalities: [] }, { base: 'bpr' })).toEqual([])
  })
})
