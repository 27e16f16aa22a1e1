import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { explanationBars } from './bars.ts'
import { readPairs } from './pairs.ts'

let dir: string
beforeAll(async () => void (dir = await mkdtemp(join(tmpdir(), 'trifold-pairs-'))))
afterAll(async () => rm(dir, { recursive: true }))

async function read(text: string) {
  const path = join(dir, 'pairs.tsv')
  await writeFile(path, text)
  return readPairs(path)
}

describe('readPairs', () => {
  it('takes ids of any kind, columns in any order, and Windows line ends', async () => {
    expect(await read('userID\titemID\nann b\t"7"\n\t\n')).toEqual([
      { line: 2, user: 'ann b', item: '"7"' },
      { line: 3, user: '', item: '' },
    ])
    expect(await read('itemID\tuserID\r\n1\t2\r\n')).toEqual([{ line: 2, user: '2', item: '1' }])
    expect(await read('userID\titemID')).toEqual([])
  })

  it.each([
    ['', /pairs\.tsv, line 1: the header must be/],
    ['userID,itemID\n1,2\n', /line 1: the header must be/],
    ['userID\titemID\tscore\n', /line 1: the header must be/],
    ['userID\titemID\n1\t2\n3\n', /line 3: 1 tab-separated fields instead of 2/],
    ['userID\titemID\n\n3\t4\n', /line 2: 1 tab-separated fields instead of 2/],
  ])('refuses %j', async (text, message) => {
    await expect(read(text)).rejects.toThrow(message)
  })
})

describe('explanationBars', () => {
  it('draws what speaks for an item to the right and what speaks against it to the left', () => {
    const explanation = { score: 1.5, baseline: 0.5, collaborative: 2, unique: { image: -1 }, redundant: 0, synergy: 0 }
    expect(explanationBars('u', 'i', explanation).split('\n')).toEqual([
      'user u, item i',
      '  baseline         +0.5000',
      `  collaborative    +2.0000 ${' '.repeat(20)}│${'█'.repeat(20)}`,
      `  only image       -1.0000 ${' '.repeat(10)}${'█'.repeat(10)}│`,
      `  shared           +0.0000 ${' '.repeat(20)}│`,
      `  synergy          +0.0000 ${' '.repeat(20)}│`,
      '  score            +1.5000',
    ])
  })

  it('draws nothing where no part says anything', () => {
    const explanation = { score: 0, baseline: 0, collaborative: 0, unique: {}, redundant: 0, synergy: 0 }
    expect(explanationBars('u', 'i', explanation)).not.toMatch(/█|NaN/)
  })
})
