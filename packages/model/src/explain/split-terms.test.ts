import { describe, expect, it } from 'vitest'
import { type Block, dotUser } from '../factors/index.ts'
import { splitTerms, type MaskedTerm } from './split-terms.ts'

const block = (user: number[], item: number[]): Block => ({
  dimension: 1,
  user: Float32Array.from(user),
  item: Float32Array.from(item),
})
const term = (role: MaskedTerm['role'], all: Block, none: Block, a: Block, b: Block): MaskedTerm => ({
  role,
  inScore: true,
  all,
  none,
  alone: [a, b],
})

/** Sums of the named blocks, for user 0 and item 0. */
function sums({ blocks, interventional }: ReturnType<typeof splitTerms>) {
  const at = (indexes: readonly number[]) =>
    indexes.reduce((sum, n) => sum + dotUser(blocks[n]!, 0, blocks[n]!.item), 0)
  const score = [...blocks.keys()].filter((n) => blocks[n]!.inScore)
  return { score: at(score), joint: at(interventional.joint), alone: interventional.alone.map(at) }
}

describe('splitTerms', () => {
  it('gives a modality what it adds, and the combination what is left', () => {
    const split = splitTerms(
      [term('modal', block([2], [9]), block([2], [1]), block([2], [4]), block([2], [2]))],
      ['a', 'b'],
    )
    expect(sums(split)).toEqual({ score: 18, joint: 16, alone: [6, 2] })
    expect(split.blocks.map(({ role, modality }) => [role, modality])).toEqual([
      ['collaborative', undefined],
      ['modal', 'a'],
      ['modal', 'b'],
      ['modal', undefined],
    ])
  })

  it('leaves what no mask changes alone', () => {
    const same = block([2], [3])
    const split = splitTerms([term('collaborative', same, same, same, same)], ['a', 'b'])
    expect(split.blocks).toEqual([{ ...same, role: 'collaborative', inScore: true }])
    expect(split.interventional).toEqual({ joint: [], alone: [[], []] })
  })

  it('sets what a whole term gains from modalities beside it, by the same users', () => {
    const split = splitTerms(
      [term('collaborative', block([2], [9]), block([2], [1]), block([2], [4]), block([2], [6]))],
      ['a', 'b'],
    )
    expect(sums(split)).toEqual({ score: 18, joint: 16, alone: [6, 10] })
    expect(split.blocks.map(({ role, inScore, modality }) => [role, inScore, modality])).toEqual([
      ['collaborative', true, undefined],
      ['masked', false, 'a'],
      ['masked', false, 'b'],
    ])
    expect(split.blocks.every(({ user }) => user === split.blocks[0]!.user)).toBe(true)
  })

  it('takes differences of scores exactly where a mask changes the users too', () => {
    const split = splitTerms(
      [term('collaborative', block([3], [5]), block([1], [2]), block([2], [3]), block([1], [4]))],
      ['a', 'b'],
    )
    expect(sums(split)).toEqual({ score: 15, joint: 13, alone: [4, 2] })
    expect(split.blocks.map(({ inScore }) => inScore)).toEqual([true, false, false, false])
  })
})
