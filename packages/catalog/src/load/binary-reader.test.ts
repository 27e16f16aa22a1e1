import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BinaryCopyWriter } from './binary-copy.ts'
import { BinaryCopyParser } from './binary-reader.ts'

const row = fc.record({ n: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), b: fc.uint8Array({ maxLength: 50 }) })

describe('BinaryCopyParser', () => {
  it('finds the rows that were written, however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(row), fc.array(fc.integer({ min: 1, max: 40 })), (rows, cuts) => {
        const writer = new BinaryCopyWriter()
        for (const { n, b } of rows) writer.row(2).int32(n).bytes(b)
        const bytes = writer.end()
        const found: { n: number; b: Uint8Array }[] = []
        const parser = new BinaryCopyParser((each) => found.push({ n: each.int32(0), b: new Uint8Array(each.blob(1)) }))
        let at = 0
        for (const cut of cuts) {
          parser.push(Buffer.from(bytes.subarray(at, at + cut)))
          at += cut
        }
        parser.push(bytes.subarray(at))
        expect(found).toEqual(rows)
      }),
    )
  })

  it('does not take a null for a number', () => {
    const writer = new BinaryCopyWriter()
    writer.row(1).null()
    expect(() => new BinaryCopyParser(() => {}).push(writer.end())).toThrow('field 0 of a copied row is null')
  })
})
