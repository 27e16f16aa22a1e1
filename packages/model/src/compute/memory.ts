import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu'
import * as tf from './tf.ts'

/** Smaller arrays come from V8's heap, which is faster than a list. */
const SMALLEST = 1024
/** Largest number of free bytes that are kept: enough for some steps of the largest models that fit a laptop. */
const MOST_KEPT = 512 * 2 ** 20

const free = new Map<number, ArrayBuffer[]>()
/** Memory that only tensors refer to, so it can be reused after its tensor is disposed. */
const lent = new WeakSet<ArrayBufferLike>()
let kept = 0

/**
 * An array for a kernel to fill. It reuses memory of a disposed tensor if there is some, and is not cleared.
 * A backward pass must `save` the tensors that it reads: an array that it keeps otherwise may be reused before.
 *
 * A step makes and drops a hundred arrays of a megabyte. The system would clear each, map it page by page, and leave it
 * to the garbage collector.
 */
export function allocate(length: number): Float32Array {
  if (length < SMALLEST) return new Float32Array(length)
  const capacity = capacityFor(length)
  let buffer = free.get(capacity)?.pop()
  if (buffer) kept -= buffer.byteLength
  else buffer = new ArrayBuffer(4 * capacity)
  lent.add(buffer)
  return new Float32Array(buffer, 0, length)
}

/** Makes the memory of a disposed tensor available again. Ignores arrays from elsewhere, and released ones. */
export function recycle({ buffer }: Float32Array): void {
  if (!lent.delete(buffer) || kept + buffer.byteLength > MOST_KEPT) return
  const capacity = buffer.byteLength / 4
  const list = free.get(capacity)
  if (list) list.push(buffer as ArrayBuffer)
  else free.set(capacity, [buffer as ArrayBuffer])
  kept += buffer.byteLength
}

/** Releases an array to the garbage collector: code other than tensors now holds it, so it must not be reused. */
export function release({ buffer }: Float32Array): void {
  lent.delete(buffer)
}

/** Rounds a length up to a size class, eight per doubling, because sizes of batches vary a little between steps. */
function capacityFor(length: number): number {
  const grain = 2 ** (Math.floor(Math.log2(length)) - 3)
  return Math.ceil(length / grain) * grain
}

const HOST_BACKENDS = new Set(['cpu', 'core'])

/** Whether the current backend keeps tensors in this process's memory, so that reading one does not wait. */
export function isHostResident(): boolean {
  return HOST_BACKENDS.has(tf.getBackend())
}

/**
 * A tensor's own memory on a host-resident backend, valid until the tensor is disposed. (`dataSync` returns the same
 * array, but releases it, so the core does not reuse it.)
 */
export function memoryOf(tensor: tf.Tensor): Float32Array {
  return asFloats((tf.backend() as MathBackendCPU).data.get(tensor.dataId).values as tf.BackendValues)
}

/** Values as floats. A cast of the cpu backend may leave integers in a float tensor, and a kernel would misread them. */
export function asFloats(values: tf.BackendValues): Float32Array {
  return values instanceof Float32Array ? values : Float32Array.from(values as Int32Array)
}

/** Memory for a new tensor, to be written whole. On the core it may reuse memory of a disposed tensor. */
export function tensorMemory(length: number): Float32Array {
  return tf.getBackend() === 'core' ? allocate(length) : new Float32Array(length)
}

/** A matrix with the given numbers, which it keeps without a copy. */
export function matrixOf(values: Float32Array, rows: number, columns: number): tf.Tensor2D {
  return tf.tensor2d(values, [rows, columns])
}
