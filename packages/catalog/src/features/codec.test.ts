import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { UserFacingError } from '@trifold/model/errors'
import { checkVector, decodeVector, decodeVectorInto, encodeVector } from './codec.ts'

const vectors = fc.float32Array({ minLength: 1, maxLength: 40, noNaN: true, noDefaultInfinity: true })

describe('encodeVector and decodeVector', () => {
  it('keep every finite vector to the bit', () => {
    fc.assert(
      fc.property(vectors, (vector) => {
        const bytes = encodeVector(vector)
        expect(bytes.length).toBe(4 * vector.length)
        expect(decodeVector(bytes, vector.length)).toEqual(vector)
      }),
    )
  })

  it('write little-endian, whatever the machine', () => {
    expect([...encodeVector(Float32Array.of(1, -2))]).toEqual([0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0])
  })

  it('take a part of a larger array, and bytes at any offset', () => {
    const part = Float32Array.of(1, 2, 3, 4).subarray(1, 3)
    const shifted = Buffer.concat([Buffer.of(0), encodeVector(part)]).subarray(1)
    expect(decodeVector(shifted, 2)).toEqual(Float32Array.of(2, 3))
  })

  it('fill one row of a matrix and no other', () => {
    const matrix = new Float32Array(6)
    decodeVectorInto(encodeVector(Float32Array.of(7, 8)), matrix, 1, 2)
    expect([...matrix]).toEqual([0, 0, 7, 8, 0, 0])
  })

  it('refuse bytes of another length', () => {
    expect(() => decodeVector(Buffer.alloc(7), 2)).toThrow('7 bytes where 2 values need 8')
  })
})

describe('checkVector', () => {
  const modality = { name: 'image', dimension: 3 }

  it('rounds to single precision', () => {
    expect(checkVector([0.1, 2, -3], modality)).toEqual(Float32Array.of(0.1, 2, -3))
  })

  it.each([
    [[1, 2], 'A vector of the modality "image" has 3 values, not 2.'],
    [[1, NaN, 2], 'Value 1 of a vector of the modality "image" is NaN, not a finite float32.'],
    [[1, 2, Infinity], 'Value 2 of a vector of the modality "image" is Infinity, not a finite float32.'],
    [[1e39, 2, 3], 'Value 0 of a vector of the modality "image" is 1e+39, not a finite float32.'],
  ])('refuses %j', (values, message) => {
    expect(() => checkVector(values, modality)).toThrow(new UserFacingError(message))
  })

  it('gives every vector but zero the length 1 where the modality wants it', () => {
    const unit = { ...modality, dimension: 2, normalization: 'L2' } as const
    expect([...checkVector([3, 4], unit)].map((x) => x.toFixed(6))).toEqual(['0.600000', '0.800000'])
    expect([...checkVector([0, 0], unit)]).toEqual([0, 0])
    expect([...checkVector([3, 4], { ...unit, normalization: 'NONE' })]).toEqual([3, 4])
  })
})
