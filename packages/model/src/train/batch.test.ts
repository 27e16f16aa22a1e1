import { describe, expect, it } from 'vitest'
import { Batcher, WholeCatalog } from './batch.ts'

describe('Batcher', () => {
  it('keeps each user and item once and points the pairs at them', () => {
    const batcher = new Batcher(10, 20)
    const triples = {
      users: Int32Array.of(3, 7, 3, 3),
      positives: Int32Array.of(11, 4, 5, 11),
      negatives: Int32Array.of(4, 19, 19, 0),
    }
    for (let time = 0; time < 2; time++) {
      const batch = batcher.of(triples)
      expect([...batch.userRows]).toEqual([3, 7])
      expect([...batch.itemRows]).toEqual([11, 4, 5, 19, 0])
      expect([...batch.users].map((n) => batch.userRows[n])).toEqual([...triples.users])
      expect([...batch.positives].map((n) => batch.itemRows[n])).toEqual([...triples.positives])
      expect([...batch.negatives].map((n) => batch.itemRows[n])).toEqual([...triples.negatives])
    }
  })
})

describe('WholeCatalog', () => {
  it('points the pairs at all users and items, and once more at those that they are of', () => {
    const triples = {
      users: Int32Array.of(2, 0, 2),
      positives: Int32Array.of(3, 1, 1),
      negatives: Int32Array.of(0, 3, 0),
    }
    const { userRows, itemRows, paired, ...pairs } = new WholeCatalog(3, 5).of(triples)
    expect([...userRows, ...itemRows]).toEqual([0, 1, 2, 0, 1, 2, 3, 4])
    expect(pairs).toEqual(triples)
    expect(paired).toEqual({
      userRows: Int32Array.of(0, 2),
      itemRows: Int32Array.of(0, 1, 3),
      users: Int32Array.of(1, 0, 1),
      positives: Int32Array.of(2, 1, 1),
      negatives: Int32Array.of(0, 2, 0),
    })
  })
})
