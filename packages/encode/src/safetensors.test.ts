import { expect, it } from 'vitest'
import { readSafetensors, writeSafetensors } from './safetensors.ts'

/** A file with one tensor of the given numbers' bytes. */
function fileOf(dtype: string, bytes: Uint8Array, shape: number[]): Uint8Array {
  const header = Buffer.from(JSON.stringify({ x: { dtype, shape, data_offsets: [0, bytes.length] } }))
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(header.length))
  return Buffer.concat([length, header, bytes])
}

const bytesOf = (values: { buffer: ArrayBufferLike }) => new Uint8Array(values.buffer)

it.each([
  ['F64', bytesOf(Float64Array.of(1.5, -2)), [1.5, -2]],
  ['F32', bytesOf(Float32Array.of(1.5, -2)), [1.5, -2]],
  ['F16', bytesOf(Uint16Array.of(0x3e00, 0xc000, 0x0001, 0x7c00)), [1.5, -2, 2 ** -24, Infinity]],
  ['BF16', bytesOf(Uint16Array.of(0x3fc0, 0xc000)), [1.5, -2]],
  ['I64', bytesOf(BigInt64Array.of(7n, -1n)), [7, -1]],
  ['I32', bytesOf(Int32Array.of(7, -1)), [7, -1]],
  ['I8', bytesOf(Int8Array.of(7, -1)), [7, -1]],
])('reads %s', (dtype, bytes, values) => {
  const { tensors } = readSafetensors(fileOf(dtype, bytes, [values.length]))
  expect(tensors.get('x')).toEqual({ shape: [values.length], values: Float32Array.from(values) })
})

it('reads what it writes', () => {
  const x = { shape: [2, 2], values: Float32Array.of(1, 2, 3, 4) }
  const y = { shape: [1], values: Float32Array.of(-0.5) }
  const bytes = writeSafetensors({ x, y }, { note: 'ü' })
  expect(readSafetensors(bytes)).toEqual({ tensors: new Map(Object.entries({ x, y })), metadata: { note: 'ü' } })
})

it('refuses what is not whole or of another type', () => {
  const bytes = fileOf('F32', bytesOf(Float32Array.of(1, 2)), [2])
  expect(() => readSafetensors(bytes.subarray(0, bytes.length - 1))).toThrow('the tensor "x" is cut short')
  expect(() => readSafetensors(fileOf('F32', bytesOf(Float32Array.of(1)), [2]))).toThrow('the tensor "x" is cut short')
  expect(() => readSafetensors(fileOf('F8_E4M3', new Uint8Array(2), [2]))).toThrow('numbers of type F8_E4M3')
  expect(() => readSafetensors(new Uint8Array(3))).toThrow('the file is not in the safetensors format')
})
