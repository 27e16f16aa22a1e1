import { describe, expect, it } from 'vitest'
import { tf } from '../compute/index.ts'
import { WholeCatalog } from '../train/index.ts'
import { batchNodes, pickNodes } from './base.ts'

const all = { userRows: Int32Array.of(0, 1, 2), itemRows: Int32Array.of(0, 1, 2, 3) }
const triples = { users: Int32Array.of(2, 0, 2), positives: Int32Array.of(3, 1, 1), negatives: Int32Array.of(0, 3, 0) }

describe('batchNodes', () => {
  it('picks the rows of the pairs, and leaves all where no batch is meant', () => {
    const tables = { users: tf.tensor2d([[1], [2], [3]]), items: tf.tensor2d([[4], [5], [6], [7]]) }
    const { users, items } = pickNodes(tables, batchNodes(new WholeCatalog(3, 4).of(triples)))
    expect([...users.dataSync(), ...items.dataSync()]).toEqual([1, 3, 4, 5, 7])
    expect(pickNodes(tables, batchNodes(all))).toEqual(tables)
  })
})
