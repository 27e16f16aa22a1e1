import { describe, expect, it } from 'vitest'
import type { Block, Factors, ScoreBlock } from '../factors/index.ts'
import { modesOf } from './explanation.ts'

const side: Block = { dimension: 1, user: Float32Array.of(1), item: Float32Array.of(1) }
const block = (role: ScoreBlock['role'], inScore: boolean): ScoreBlock => ({ ...side, role, inScore })
const factors = (blocks: ScoreBlock[], decoders: Block[]): Factors => ({
  users: 1,
  items: 1,
  blocks,
  decoders,
  modalities: [{ name: 'image', present: Uint8Array.of(1) }],
  interventional: { joint: [], alone: [[]] },
})

describe('modesOf', () => {
  it('begins with what is observed where the score is made of it', () => {
    expect(modesOf(factors([block('collaborative', true), block('modal', true)], [side]))[0]).toBe('observational')
  })

  it('begins with what the score uses where the joint decoder stands beside it', () => {
    const beside = factors([block('collaborative', true), block('modal', false), block('masked', false)], [side])
    expect(modesOf(beside)).toEqual(['interventional', 'observational'])
  })

  it('observes graphs, whose sums are the score', () => {
    expect(modesOf(factors([block('collaborative', true), block('masked', false)], [side]))[0]).toBe('observational')
  })

  it('has nothing to observe without decoders', () => {
    expect(modesOf(factors([block('collaborative', true)], []))).toEqual(['interventional'])
  })
})
