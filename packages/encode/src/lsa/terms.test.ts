import { expect, it } from 'vitest'
import { chooseTerms, countWords, toSparseRows, weigh } from './terms.ts'

it('splits texts into words, also where no spaces are', () => {
  expect([...countWords('Red, red SHOE! ﬁne 42')]).toEqual([
    ['red', 2],
    ['shoe', 1],
    ['fine', 1],
    ['42', 1],
  ])
  expect([...countWords('我喜欢跑步')].length).toBeGreaterThan(1)
})

it('keeps words of at least two texts and at most half of them, the most frequent first', () => {
  const documents = ['a b once', 'a b c', 'a c', 'a', 'b c', 'd d'].map(countWords)
  expect([...chooseTerms(documents, 9).index]).toEqual([
    ['b', 0],
    ['c', 1],
  ])
  expect([...chooseTerms([...documents, countWords('c'), countWords('-')], 1).index.keys()]).toEqual(['a'])
})

it('weighs words as in the formula, in rows of length 1', () => {
  const terms = {
    index: new Map([
      ['b', 0],
      ['c', 1],
    ]),
    idf: Float32Array.from([2, 1]),
  }
  const raw = [2 * (1 + Math.log(3)), 1]
  const length = Math.hypot(...raw)
  expect(weigh(countWords('b b b c unknown'), terms)).toEqual([
    [0, raw[0]! / length],
    [1, raw[1]! / length],
  ])
  expect(weigh(countWords('unknown'), terms)).toEqual([])
  const { idf } = chooseTerms(['b', 'b', 'x', 'y', 'z', 'w'].map(countWords), 9)
  expect(idf[0]).toBeCloseTo(Math.log(7 / 3) + 1, 6)
})

it('stores rows one after the other', () => {
  expect(
    toSparseRows([
      [[1, 0.5]],
      [],
      [
        [0, 1],
        [2, 3],
      ],
    ]),
  ).toEqual({
    starts: Int32Array.of(0, 1, 1, 3),
    columns: Int32Array.of(1, 0, 2),
    values: Float64Array.of(0.5, 1, 3),
  })
})
