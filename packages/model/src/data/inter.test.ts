import fc from 'fast-check'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { UserFacingError } from '../errors.ts'
import { InterParser, type InterChunk } from './inter-parser.ts'
import { readInter } from './inter.ts'

function parse(text: string | Buffer, limits = {}, pieces: readonly number[] = []): InterChunk[] {
  const bytes = Buffer.from(text as string)
  const parser = new InterParser('toy.inter', limits)
  const chunks: InterChunk[] = []
  let at = 0
  for (const piece of [...pieces, bytes.length]) {
    const end = Math.min(bytes.length, at + piece)
    chunks.push(parser.push(bytes.subarray(at, end)))
    at = end
  }
  chunks.push(parser.end())
  return chunks
}

function rows(chunks: readonly InterChunk[]) {
  return chunks.flatMap((chunk) =>
    Array.from({ length: chunk.length }, (_, n) => ({
      line: chunk.firstLine + n,
      user: chunk.users[n],
      item: chunk.items[n],
      rating: chunk.ratings?.[n],
      time: chunk.times?.[n],
      label: chunk.labels?.[n],
    })),
  )
}

const HEADER = 'userID\titemID\trating\ttimestamp\tx_label\n'

describe('InterParser', () => {
  it('follows the header whatever the order of its columns', () => {
    expect(rows(parse('x_label\titemID\tuserID\n2\t7\t3\n0\t1\t0\n'))).toEqual([
      { line: 2, user: 3, item: 7, label: 2, rating: undefined, time: undefined },
      { line: 3, user: 0, item: 1, label: 0, rating: undefined, time: undefined },
    ])
  })

  it('takes Windows line ends, a byte-order mark, no final newline, empty lines at the end', () => {
    const expected = rows(parse('userID\titemID\n1\t2\n3\t4\n'))
    for (const text of [
      '\ufeffuserID\titemID\r\n1\t2\r\n3\t4\r\n',
      'userID\titemID\n1\t2\n3\t4',
      'userID\titemID\n1\t2\n3\t4\n\n\r\n',
    ]) {
      expect(rows(parse(text))).toEqual(expected)
    }
    expect(rows(parse('userID\titemID'))).toEqual([])
  })

  it('reads numbers of every usual form', () => {
    const [row] = rows(parse(`${HEADER}1\t2\t-3.5e-1\t881250949.25\t1\n`))
    expect(row).toEqual({ line: 2, user: 1, item: 2, rating: Math.fround(-0.35), time: 881250949.25, label: 1 })
  })

  it.each([
    ['', 'toy.inter: the file is empty; it must start with a header line.'],
    [
      'userID\tratings\n',
      'toy.inter, line 1: "ratings" is not a column; known are userID, itemID, rating, timestamp, x_label.',
    ],
    ['userID\trating\n', 'toy.inter, line 1: the column itemID is missing.'],
    ['userID\titemID\tuserID\n', 'toy.inter, line 1: the column userID occurs twice.'],
    ['userID\titemID\n1\t2\n1\n', 'toy.inter, line 3: 1 tab-separated fields where the header has 2.'],
    ['userID\titemID\n1\t2\t3\n', 'toy.inter, line 2: 3 tab-separated fields where the header has 2.'],
    ['userID\titemID\n1\t2\n\n3\t4\n', 'toy.inter, line 3: empty.'],
    ['userID\titemID\n-1\t2\n', 'toy.inter, line 2: userID "-1" is not a whole number from 0 on.'],
    ['userID\titemID\n1\t2.0\n', 'toy.inter, line 2: itemID "2.0" is not a whole number from 0 on.'],
    ['userID\titemID\n\t2\n', 'toy.inter, line 2: userID "" is not a whole number from 0 on.'],
    [
      'userID\titemID\n4294967296\t2\n',
      'toy.inter, line 2: userID 4294967296 is out of range: the largest id is 2147483646.',
    ],
    ['userID\titemID\n1\t10\n', 'toy.inter, line 2: itemID 10 is out of range: there are 10, numbered from 0.'],
    [`${HEADER}1\t2\tNaN\t5\t0\n`, 'toy.inter, line 2: rating "NaN" is not a finite number.'],
    [`${HEADER}1\t2\t1e39\t5\t0\n`, 'toy.inter, line 2: rating "1e39" is too large for single precision.'],
    [`${HEADER}1\t2\t3\t\t0\n`, 'toy.inter, line 2: timestamp "" is not a finite number.'],
    [`${HEADER}1\t2\t3\t4\t3\n`, 'toy.inter, line 2: x_label "3" is not 0 (train), 1 (valid) or 2 (test).'],
  ])('refuses %j', (text, message) => {
    expect(() => parse(text, { items: 10 })).toThrow(new UserFacingError(message))
  })

  it('says the same however the bytes are cut', () => {
    const row = fc.record({
      user: fc.nat({ max: 2 ** 31 - 2 }),
      item: fc.nat({ max: 99999 }),
      rating: fc.float({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0), // not -0
      time: fc.integer({ min: 0, max: 2 ** 40 }),
      label: fc.nat({ max: 2 }),
    })
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 30 }),
        fc.array(fc.nat({ max: 60 }), { maxLength: 20 }),
        (list, pieces) => {
          const text = HEADER + list.map((r) => `${r.user}\t${r.item}\t${r.rating}\t${r.time}\t${r.label}\n`).join('')
          expect(rows(parse(text, {}, pieces))).toEqual(list.map((r, n) => ({ line: n + 2, ...r })))
        },
      ),
    )
  })

  it('meets any bytes with rows or one sentence', () => {
    const anything = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
      fc
        .string({ unit: fc.constantFrom('\t', '\n', '\r', '0', '9', 'a', '.', '-', 'é') })
        .map((s) => Buffer.from(HEADER + s)),
    )
    fc.assert(
      fc.property(anything, fc.array(fc.nat({ max: 50 })), (bytes, pieces) => {
        try {
          parse(bytes, {}, pieces)
        } catch (error) {
          expect(error).toBeInstanceOf(UserFacingError)
        }
      }),
    )
  })

  it('does not swallow a file without line ends', () => {
    const parser = new InterParser('toy.inter')
    expect(() => parser.push(Buffer.alloc(100_000, 'a'))).toThrow('toy.inter, line 1: longer than 65536 bytes.')
  })
})

describe('readInter', () => {
  let dir: string
  beforeAll(async () => void (dir = await mkdtemp(join(tmpdir(), 'trifold-inter-'))))
  afterAll(async () => rm(dir, { recursive: true }))

  it('streams a file larger than one chunk with true line numbers', async () => {
    const path = join(dir, 'large.inter')
    const count = 200_000
    await writeFile(path, 'userID\titemID\n' + Array.from({ length: count }, (_, n) => `${n}\t${n % 977}\n`).join(''))
    let next = 0
    let chunks = 0
    for await (const chunk of readInter(path)) {
      chunks++
      expect(chunk.firstLine).toBe(next + 2)
      for (let n = 0; n < chunk.length; n++, next++)
        if (chunk.users[n] !== next || chunk.items[n] !== next % 977) throw new Error(`row ${next}`)
    }
    expect(next).toBe(count)
    expect(chunks).toBeGreaterThan(1)
    const limited = async () => {
      for await (const chunk of readInter(path, { users: count - 1 })) void chunk
    }
    await expect(limited()).rejects.toThrow(`line ${count + 1}: userID ${count - 1} is out of range`)
  })

  it('names a file that is not there', async () => {
    await expect(readInter(join(dir, 'none.inter')).next()).rejects.toThrow(/none\.inter: there is no such file/)
  })
})
