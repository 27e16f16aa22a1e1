// The file format of tensors with names: 8 bytes of length, a header in JSON, the numbers.
import { EncodeError } from './errors.ts'

export interface Tensor {
  shape: number[]
  values: Float32Array
}

type Header = Record<string, { dtype: string; shape: number[]; data_offsets: [number, number] }>

/** Bytes a number takes, and how to read one. */
const TYPES: Record<string, [number, (view: DataView, at: number) => number]> = {
  F64: [8, (view, at) => view.getFloat64(at, true)],
  F32: [4, (view, at) => view.getFloat32(at, true)],
  F16: [2, (view, at) => fromHalf(view.getUint16(at, true))],
  BF16: [2, (view, at) => fromBits(view.getUint16(at, true) << 16)],
  I64: [8, (view, at) => Number(view.getBigInt64(at, true))],
  I32: [4, (view, at) => view.getInt32(at, true)],
  I8: [1, (view, at) => view.getInt8(at)],
}

/**
 * Reads every tensor of a file as float32. Integers up to 2^24 stay exact.
 *
 * @throws EncodeError of code MODEL if it is not a safetensors file
 */
export function readSafetensors(bytes: Uint8Array): { tensors: Map<string, Tensor>; metadata: Record<string, string> } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const { __metadata__: metadata = {}, ...header } = parseHeader(bytes, view) as Header & {
    __metadata__?: Record<string, string>
  }
  const start = 8 + Number(view.getBigUint64(0, true))
  const tensors = new Map<string, Tensor>()
  for (const [
    name,
    {
      dtype,
      shape,
      data_offsets: [from, to],
    },
  ] of Object.entries(header)) {
    const [size, read] = TYPES[dtype] ?? [0, null]
    if (!read) throw new EncodeError('MODEL', `the tensor "${name}" has numbers of type ${dtype}, which are not read`)
    const count = shape.reduce((product, length) => product * length, 1)
    if (to - from !== count * size || start + to > bytes.length) {
      throw new EncodeError('MODEL', `the tensor "${name}" is cut short: the file is not whole`)
    }
    const values = new Float32Array(count)
    for (let i = 0; i < count; i++) values[i] = read(view, start + from + i * size)
    tensors.set(name, { shape, values })
  }
  return { tensors, metadata }
}

function parseHeader(bytes: Uint8Array, view: DataView): object {
  try {
    const length = Number(view.getBigUint64(0, true))
    return JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as object
  } catch (error) {
    throw new EncodeError('MODEL', 'the file is not in the safetensors format', { cause: error })
  }
}

/** A file of float32 tensors. */
export function writeSafetensors(tensors: Record<string, Tensor>, metadata: Record<string, string>): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata }
  let size = 0
  for (const [name, { shape, values }] of Object.entries(tensors)) {
    header[name] = { dtype: 'F32', shape, data_offsets: [size, (size += values.length * 4)] }
  }
  let json = Buffer.from(JSON.stringify(header))
  json = Buffer.concat([json, Buffer.alloc((8 - (json.length % 8)) % 8, ' ')])
  const bytes = new Uint8Array(8 + json.length + size)
  const view = new DataView(bytes.buffer)
  view.setBigUint64(0, BigInt(json.length), true)
  bytes.set(json, 8)
  let at = 8 + json.length
  for (const { values } of Object.values(tensors)) {
    for (const value of values) {
      view.setFloat32(at, value, true)
      at += 4
    }
  }
  return bytes
}

const scratch = new DataView(new ArrayBuffer(4))

function fromBits(bits: number): number {
  scratch.setInt32(0, bits)
  return scratch.getFloat32(0)
}

function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 31
  const fraction = bits & 1023
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 31) return fraction ? NaN : sign * Infinity
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}
