import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu'
import {
  ELEMENTWISE,
  ELEMENTWISE_OPERATIONS as ELEMENT,
  engineInUse,
  GATHER_ROWS,
  GEMM,
  kernel,
} from '../../core/index.ts'
import { allocate, asFloats, release } from '../memory.ts'
import { checkRows } from '../operation.ts'
import * as tf from '../tf.ts'

const ADD_ALL = kernel('addAll', 22, ['in', 'in', 'in', 'in', 'out'])

interface Call {
  inputs: tf.NamedTensorInfoMap
  backend: object
  attrs?: tf.NamedAttrMap
}

/** A kernel of the core in the place of one of the cpu backend. It calls the latter for cases that it does not cover. */
export interface PlainKernel {
  readonly kernelName: string
  readonly kernelFunc: tf.KernelFunc
}

const valuesOf = (backend: object, info: tf.TensorInfo): tf.BackendValues =>
  (backend as MathBackendCPU).data.get(info.dataId).values as tf.BackendValues

const numbers = (backend: object, info: tf.TensorInfo): Float32Array => asFloats(valuesOf(backend, info))

const output = (backend: object, shape: number[], values: Float32Array): tf.TensorInfo =>
  (backend as MathBackendCPU).makeTensorInfo(shape, 'float32', values)

/** Runs the cpu backend's kernel. */
function onCpu(kernelName: string, call: Call): tf.TensorInfo | tf.TensorInfo[] {
  return tf.getKernel(kernelName, 'cpu').kernelFunc(call)
}

/** op(A) op(B) for matrices, alone or in a batch of one. */
function batchMatMul(call: Call): tf.TensorInfo | tf.TensorInfo[] {
  const { a, b } = call.inputs as { a: tf.TensorInfo; b: tf.TensorInfo }
  const { transposeA, transposeB } = call.attrs as { transposeA: boolean; transposeB: boolean }
  const single = (shape: number[]) => shape.slice(0, -2).every((size) => size === 1)
  if (a.dtype !== 'float32' || b.dtype !== 'float32' || !single(a.shape) || !single(b.shape)) {
    return onCpu(tf.BatchMatMul, call)
  }
  const [aRows, aColumns] = a.shape.slice(-2)
  const [bRows, bColumns] = b.shape.slice(-2)
  const [m, k] = transposeA ? [aColumns, aRows] : [aRows, aColumns]
  const [inner, n] = transposeB ? [bColumns, bRows] : [bRows, bColumns]
  tf.util.assert(k === inner, () => `matMul: inner dimensions ${k} and ${inner} differ`)
  const c = allocate(m! * n!)
  const { backend } = call
  engineInUse().call(GEMM, [m!, n!, k!, +transposeA, +transposeB], numbers(backend, a), numbers(backend, b), c)
  return output(backend, [...(a.shape.length > b.shape.length ? a : b).shape.slice(0, -2), m!, n!], c)
}

/** Rows of a table of any rank, by a vector of indexes. */
function gather(call: Call): tf.TensorInfo | tf.TensorInfo[] {
  const { x, indices } = call.inputs as { x: tf.TensorInfo; indices: tf.TensorInfo }
  const { axis, batchDims } = call.attrs as { axis: number; batchDims: number }
  if (axis !== 0 || batchDims !== 0 || x.dtype !== 'float32' || indices.dtype !== 'int32' || x.shape.length < 1) {
    return onCpu(tf.GatherV2, call)
  }
  const rows = valuesOf(call.backend, indices) as Int32Array
  checkRows(rows, x.shape[0]!, 'gather')
  const width = tf.util.sizeFromShape(x.shape.slice(1))
  const out = allocate(rows.length * width)
  engineInUse().call(GATHER_ROWS, [rows.length, width], numbers(call.backend, x), rows, out)
  return output(call.backend, [...indices.shape, ...x.shape.slice(1)], out)
}

/**
 * An operation of two operands of one shape. The cpu kernel computes two remainders per number, and the engine adds
 * gradients with it.
 */
function binary(kernelName: string, operation: number): PlainKernel {
  return {
    kernelName,
    kernelFunc: (call) => {
      const { a, b } = call.inputs as { a: tf.TensorInfo; b: tf.TensorInfo }
      const plain = a.dtype === 'float32' && b.dtype === 'float32' && tf.util.arraysEqual(a.shape, b.shape)
      if (!plain) return onCpu(kernelName, call)
      const out = allocate(tf.util.sizeFromShape(a.shape))
      const [left, right] = [numbers(call.backend, a), numbers(call.backend, b)]
      engineInUse().call(ELEMENTWISE, [out.length, operation, 1], left, right, out)
      return output(call.backend, a.shape, out)
    },
  }
}

/**
 * The product. One operand may be a scalar, as in means and weighted terms. The cpu kernel broadcasts a scalar by
 * computing an index for every number.
 */
function multiply(): PlainKernel {
  const sameShape = binary(tf.Multiply, ELEMENT.multiply)
  return {
    kernelName: tf.Multiply,
    kernelFunc: (call) => {
      const { a, b } = call.inputs as { a: tf.TensorInfo; b: tf.TensorInfo }
      const [tensor, factor] = b.shape.length === 0 ? [a, b] : [b, a]
      if (factor.shape.length > 0 || tensor.dtype !== 'float32' || factor.dtype !== 'float32')
        return sameShape.kernelFunc(call)
      const values = numbers(call.backend, tensor)
      const out = allocate(values.length)
      engineInUse().call(ELEMENTWISE, [out.length, ELEMENT.scale, numbers(call.backend, factor)[0]!], values, null, out)
      return output(call.backend, tensor.shape, out)
    },
  }
}

/** An operation on each number, with at most one parameter. The cpu kernel calls a function for each number. */
function unary(
  kernelName: string,
  operation: number,
  factorOf: (attributes: tf.NamedAttrMap) => number = () => 0,
): PlainKernel {
  return {
    kernelName,
    kernelFunc: (call) => {
      const { x } = call.inputs as { x: tf.TensorInfo }
      if (x.dtype !== 'float32') return onCpu(kernelName, call)
      const values = numbers(call.backend, x)
      const out = allocate(values.length)
      engineInUse().call(ELEMENTWISE, [out.length, operation, factorOf(call.attrs ?? {})], values, null, out)
      return output(call.backend, x.shape, out)
    },
  }
}

/** The sum of tensors of one shape, in their order, four at a time. */
function addN(call: Call): tf.TensorInfo | tf.TensorInfo[] {
  const terms = Object.values(call.inputs) as tf.TensorInfo[]
  if (terms.length < 2 || terms.some(({ dtype }) => dtype !== 'float32')) return onCpu(tf.AddN, call)
  const out = allocate(tf.util.sizeFromShape(terms[0]!.shape))
  const values = terms.map((term) => numbers(call.backend, term))
  let sum = values[0]!
  for (let n = 1; n < values.length; n += 3) {
    engineInUse().call(ADD_ALL, [out.length], sum, values[n]!, values[n + 1] ?? null, values[n + 2] ?? null, out)
    sum = out
  }
  return output(call.backend, terms[0]!.shape, out)
}

/**
 * A cast to a wider type. The cpu kernel only renames the type, so a float32 tensor may hold the bytes of booleans. The
 * core would read past their end.
 */
function cast(call: Call): tf.TensorInfo | tf.TensorInfo[] {
  const { x } = call.inputs as { x: tf.TensorInfo }
  const { dtype } = call.attrs as unknown as { dtype: tf.DataType }
  if (dtype === x.dtype || (dtype !== 'float32' && dtype !== 'int32') || (x.dtype !== 'bool' && x.dtype !== 'int32')) {
    return onCpu(tf.Cast, call)
  }
  const values = numbers(call.backend, x)
  const wide = dtype === 'float32' ? Float32Array.from(values) : Int32Array.from(values)
  return (call.backend as MathBackendCPU).makeTensorInfo(x.shape, dtype, wide)
}

/**
 * Parts of a tensor. If a part is contiguous, the cpu kernels return a view of the tensor's memory, which then must not be
 * reused.
 */
function viewing(kernelName: string, input: 'x' | 'value'): PlainKernel {
  return {
    kernelName,
    kernelFunc: (call) => {
      const values = valuesOf(call.backend, call.inputs[input] as tf.TensorInfo)
      if (values instanceof Float32Array) release(values)
      return onCpu(kernelName, call)
    },
  }
}

/** The kernels of plain operations that the core replaces. */
export const PLAIN_OVERRIDES: readonly PlainKernel[] = [
  { kernelName: tf.AddN, kernelFunc: addN },
  { kernelName: tf.BatchMatMul, kernelFunc: batchMatMul },
  { kernelName: tf.Cast, kernelFunc: cast },
  { kernelName: tf.GatherV2, kernelFunc: gather },
  viewing(tf.Slice, 'x'),
  viewing(tf.SplitV, 'x'),
  viewing(tf.StridedSlice, 'x'),
  viewing(tf.Unpack, 'value'),
  binary(tf.Add, ELEMENT.add),
  binary(tf.Sub, ELEMENT.subtract),
  multiply(),
  unary(tf.Sigmoid, ELEMENT.sigmoid),
  unary(tf.Tanh, ELEMENT.tanh),
  unary(tf.Step, ELEMENT.step, ({ alpha }) => alpha as number),
]
