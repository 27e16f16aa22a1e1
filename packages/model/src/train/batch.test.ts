import { describe, expect, it } from 'vitest'
import { Batcher } from './batch.ts'

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
