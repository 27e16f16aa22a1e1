// Writes ONNX files of a few operations, so that tests run ONNX Runtime on models that they made themselves.
// The numbers of the fields are those of onnx.proto3 (IR version 8).

const FLOAT = 1
const INT64 = 7

export interface OnnxNode {
  op: string
  inputs: string[]
  outputs: string[]
}
export interface OnnxModel {
  nodes: OnnxNode[]
  weights: { name: string; shape: number[]; values: Float32Array }[]
  /** Dimensions that are texts may have any length. */
  inputs: { name: string; type: 'float' | 'int64'; shape: (number | string)[] }[]
  outputs: { name: string; shape: (number | string)[] }[]
}

export function writeOnnx({ nodes, weights, inputs, outputs }: OnnxModel): Uint8Array {
  const graph = [
    ...nodes.map(({ op, inputs, outputs }) =>
      field(1, [...inputs.map((name) => field(1, name)), ...outputs.map((name) => field(2, name)), field(4, op)]),
    ),
    field(2, 'graph'),
    ...weights.map(({ name, shape, values }) =>
      field(5, [...shape.map((size) => field(1, size)), field(2, FLOAT), field(8, name), field(9, bytesOf(values))]),
    ),
    ...inputs.map(({ name, type, shape }) => field(11, valueInfo(name, type === 'int64' ? INT64 : FLOAT, shape))),
    ...outputs.map(({ name, shape }) => field(12, valueInfo(name, FLOAT, shape))),
  ]
  return Buffer.concat([field(1, 8), field(8, [field(2, 13)]), field(7, graph)])
}

function valueInfo(name: string, type: number, shape: (number | string)[]): Buffer[] {
  const dimensions = shape.map((size) => field(1, [typeof size === 'number' ? field(1, size) : field(2, size)]))
  return [field(1, name), field(2, [field(1, [field(1, type), field(2, dimensions)])])]
}

/** A field of a protobuf message: a number as a varint; text, bytes or a message with its length. */
function field(number: number, value: number | string | Uint8Array | Buffer[]): Buffer {
  if (typeof value === 'number') return Buffer.concat([varint(number * 8), varint(value)])
  const bytes = typeof value === 'string' ? Buffer.from(value) : Array.isArray(value) ? Buffer.concat(value) : value
  return Buffer.concat([varint(number * 8 + 2), varint(bytes.length), bytes])
}

function varint(value: number): Buffer {
  const bytes: number[] = []
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) + 128)
  return Buffer.from([...bytes, value])
}

const bytesOf = (values: Float32Array) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
