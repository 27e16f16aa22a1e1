import fc from 'fast-check'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { UserFacingError } from '../errors.ts'
import { encodeNpy, NPY_TYPES, type NpyType, readNpy, readNpyHeader } from './npy.ts'

let dir: string
let path: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'trifold-npy-'))
  path = join(dir, 'toy.npy')
})
afterAll(async () => rm(dir, { recursive: true }))

async function readAll(bytes: Buffer) {
  await writeFile(path, bytes)
  const file = await readNpy(path)
  const values: number[] = []
  for await (const chunk of file.chunks()) values.push(...chunk.values)
  return { rows: file.rows, columns: file.columns, values }
}

/** A header as NumPy writes it, around a dictionary that may be anything. */
function raw(dictionary: string, data = Buffer.alloc(0), version = 1): Buffer {
  const text = Buffer.from(`${dictionary}\n`, 'latin1')
  const size = Buffer.alloc(version === 1 ? 2 : 4)
  if (version === 1) size.writeUInt16LE(text.length)
  else size.writeUInt32LE(text.length)
  return Buffer.concat([Buffer.from('\x93NUMPY', 'latin1'), Buffer.of(version, 0), size, text, data])
}

describe('readNpy', () => {
  it('gives back what was written, in every type', async () => {
    const single = fc.float({ noNaN: true, noDefaultInfinity: true })
    const values: Record<NpyType, fc.Arbitrary<number>> = {
      '<f2': fc.integer({ min: -2048, max: 2048 }).map((n) => n / 64),
      '<f4': single,
      '<f8': single,
      '<i4': fc.integer({ min: -(2 ** 24), max: 2 ** 24 }),
    }
    for (const type of Object.keys(NPY_TYPES) as NpyType[]) {
      const shaped = fc
        .tuple(fc.nat({ max: 6 }), fc.integer({ min: 1, max: 5 }))
        .chain(([r, c]) =>
          fc.tuple(fc.constant([r, c]), fc.array(values[type], { minLength: r * c, maxLength: r * c })),
        )
      await fc.assert(
        fc.asyncProperty(shaped, async ([[rows, columns], list]) => {
          expect(await readAll(encodeNpy(list, [rows, columns], type))).toEqual({ rows, columns, values: list })
        }),
        { numRuns: 25 },
      )
    }
  })

  it('reads version 2 and the loose spacing that Python allows', async () => {
    const bytes = raw(
      `{ "x":0, 'shape' : ( 1 , 2, ),'fortran_order':False , 'descr': '<i4' }`,
      Buffer.of(1, 0, 0, 0, 2, 0, 0, 0),
      2,
    )
    expect((await readAll(bytes)).values).toEqual([1, 2])
  })

  it('streams a large file in several chunks', async () => {
    const values = Float32Array.from({ length: 3000 * 200 }, (_, n) => n)
    await writeFile(path, encodeNpy(values, [3000, 200]))
    let next = 0
    let chunks = 0
    for await (const chunk of (await readNpy(path)).chunks()) {
      expect(chunk.firstRow).toBe(next)
      expect(chunk.values[0]).toBe(next * 200)
      expect(chunk.values.at(-1)).toBe((next + chunk.rows) * 200 - 1)
      next += chunk.rows
      chunks++
    }
    expect(next).toBe(3000)
    expect(chunks).toBeGreaterThan(1)
  })

  const good = encodeNpy([1, 2, 3, 4], [2, 2])
  it.each([
    ['another file', Buffer.from('hello, this is no array'), 'it is not an .npy file'],
    ['an empty file', Buffer.alloc(0), 'it is not an .npy file'],
    ['version 3', raw('{}', Buffer.alloc(0), 3), '.npy version 3 is not supported, only 1 and 2'],
    ['a header cut short', good.subarray(0, 40), 'the header is truncated or too long'],
    [
      'a file cut short',
      good.subarray(0, -1),
      'the file is truncated: 143 bytes where the shape (2, 2) of <f4 needs 144',
    ],
    ['a file too long', Buffer.concat([good, Buffer.of(0)]), 'the file is too long: 145 bytes'],
    ['no dictionary', raw('nothing'), 'the header is not understood'],
    [
      'big-endian numbers',
      raw(`{'descr': '>f4', 'fortran_order': False, 'shape': (1, 1), }`),
      'numbers of type ">f4" are not supported',
    ],
    [
      'objects',
      raw(`{'descr': '|O', 'fortran_order': False, 'shape': (1, 1), }`),
      'numbers of type "|O" are not supported',
    ],
    ['Fortran order', raw(`{'descr': '<f4', 'fortran_order': True, 'shape': (1, 1), }`), 'Fortran order'],
    ['one dimension', encodeNpy([1, 2], [2]), 'the array has the shape (2); it must have rows and columns'],
    ['three dimensions', encodeNpy([1], [1, 1, 1]), 'the array has the shape (1, 1, 1)'],
    [
      'an enormous shape',
      raw(`{'descr': '<f4', 'fortran_order': False, 'shape': (9999999999, 9999999999), }`),
      'too large',
    ],
    ['NaN', encodeNpy([1, 2, NaN, 4], [2, 2]), 'row 1, column 0 holds NaN'],
    ['infinity', encodeNpy([1, Infinity], [1, 2]), 'row 0, column 1 holds Infinity'],
    ['half infinity', encodeNpy([1, 1e6], [1, 2], '<f2'), 'row 0, column 1 holds Infinity'],
    [
      'a double beyond single precision',
      encodeNpy([1e300, 1], [2, 1], '<f8'),
      'row 0, column 0 holds 1e+300, too large for single precision',
    ],
  ])('refuses %s', async (_, bytes, reason) => {
    const error = await readAll(bytes).then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    expect(error).toBeInstanceOf(UserFacingError)
    expect((error as Error).message).toContain(`${path}: `)
    expect((error as Error).message).toContain(reason)
  })

  it('meets any header with an array or one sentence', () => {
    const anything = fc.oneof(
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
      fc.string().map((text) => raw(text)),
      fc.tuple(fc.nat({ max: good.length - 1 }), fc.nat({ max: 255 })).map(([at, byte]) => {
        const bytes = Buffer.from(good)
        bytes[at] = byte
        return bytes
      }),
    )
    fc.assert(
      fc.property(anything, (bytes) => {
        try {
          const header = readNpyHeader('toy.npy', bytes)
          expect(header.shape.every((size) => Number.isSafeInteger(size) && size >= 0)).toBe(true)
        } catch (error) {
          expect(error).toBeInstanceOf(UserFacingError)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('names a file that is not there and a folder', async () => {
    await expect(readNpy(join(dir, 'none.npy'))).rejects.toThrow(/none\.npy: there is no such file or folder/)
    await expect(readNpy(dir)).rejects.toThrow(/it is a folder and not a file/)
  })
})
