import { describe, expect, it } from 'vitest'
import { Parameters, Random } from '../nn/index.ts'
import { tf } from '../compute/index.ts'
import { Interaction } from './joint.ts'

const modalities = (count: number) => Array.from({ length: count }, (_, n) => ({ name: `m${n}` }))

function itemsOf(z: readonly tf.Tensor2D[], maps: readonly number[][][]): number[] {
  const parameters = new Parameters()
  const shape = { users: 1, width: 2, rank: 2 }
  const interaction = new Interaction(parameters, modalities(z.length), shape, new Random(1), 1e-3)
  const leafOf = parameters.bind([tf.tensor2d([[1, 1]]), ...maps.map((map) => tf.tensor2d(map))])
  const { role, item } = interaction.term(leafOf, z)
  expect(role).toBe('modal')
  return [...item.dataSync()]
}

const identity = [
  [1, 0],
  [0, 1],
]

describe('Interaction', () => {
  it('multiplies what the maps make of two modalities', () => {
    const swap = [
      [0, 2],
      [1, 0],
    ]
    expect(itemsOf([tf.tensor2d([[3, 5]]), tf.tensor2d([[7, 11]])], [identity, swap])).toEqual([3 * 11, 5 * 14])
  })

  it('tells an exclusive or, which no sum over modalities can', () => {
    const bits = [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]
    const z = [0, 1].map((m) => tf.tensor2d(bits.map((bit) => [2 * bit[m]! - 1, 0])))
    expect(itemsOf(z, [identity, identity]).filter((_, n) => n % 2 === 0)).toEqual([1, -1, -1, 1])
  })

  it('adds up the pairs of more modalities, and says nothing where one of a pair is missing', () => {
    const z = [tf.tensor2d([[1, 2]]), tf.tensor2d([[3, 4]]), tf.tensor2d([[5, 6]])]
    expect(itemsOf(z, [identity, identity, identity])).toEqual([3 + 5 + 15, 8 + 12 + 24])
    expect(itemsOf([z[0]!, tf.zeros([1, 2]), z[2]!], [identity, identity, identity])).toEqual([5, 12])
  })
})
