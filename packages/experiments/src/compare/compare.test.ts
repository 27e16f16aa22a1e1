import { describe, expect, it } from 'vitest'
import { createWorld } from '../worlds/index.ts'
import { basesAllowed } from './compare.ts'

describe('basesAllowed', () => {
  it('is every base where there are vectors, and where not, those that do with graphs or with ids', () => {
    const { modalities } = createWorld({ kind: 'copy', users: 4, items: 8, seed: 1 }).dataset
    const neighbours = [{ name: 'image', count: 1, indices: Int32Array.of(0), cosines: Float32Array.of(1) }]
    const all = ['bpr', 'lightgcn', 'vbpr', 'mmgcn', 'dualgnn', 'freedom', 'mgcn', 'soil']
    expect(basesAllowed({ modalities })).toEqual(all)
    expect(basesAllowed({ modalities: [], neighbours })).toEqual(['bpr', 'lightgcn', 'freedom', 'mgcn', 'soil'])
    expect(basesAllowed({ modalities: [] })).toEqual(['bpr', 'lightgcn'])
  })
})
