import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu'
import * as tf from './tf.ts'

/** Floats below which V8's own heap is quicker than any list. */
const SMALLEST = 1024
/** Bytes kept at most: some steps' worth of the largest models that fit a laptop. */
const MOST_KEPT = 512 * 2 ** 20

const free = new Map<number, ArrayBuffer[]>()
/** Memory that only tensors know of, and that may be used anew once its tensor is gone. */
const lent = new WeakSet<ArrayBufferLike>()
let kept = 0

/**
 * An array for a kernel to fill: memory of a dropped tensor where there is some, and then with whatever stands in it.
 * Whoever needs a tensor's numbers in a backward pass must `save` it: an array kept on the side may be in other hands
 * by then.
 *
 * A step makes and drops a hundred arrays of a megabyte; fetched from the system each would be cleared, mapped page by
 * page at its first touch, and found again by the garbage collector.
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

/** Takes back the memory of a tensor that is gone; nothing happens to arrays that came from elsewhere or got out. */
export function recycle({ buffer }: Float32Array): void {
  if (!lent.delete(buffer) || kept + buffer.byteLength > MOST_KEPT) return
  const capacity = buffer.byteLength / 4
  const list = free.get(capacity)
  if (list) list.push(buffer as ArrayBuffer)
  else free.set(capacity, [buffer as ArrayBuffer])
  kept += buffer.byteLength
}

/** Says that others than tensors hold an array now: its memory is left to the garbage collector. */
export function letGo({ buffer }: Float32Array): void {
  lent.delete(buffer)
}

/** Sizes of batches differ a little from step to step: they share classes, eight for each doubling. */
function capacityFor(length: number): number {
  const grain = 2 ** (Math.floor(Math.log2(length)) - 3)
  return Math.ceil(length / grain) * grain
}

const HOST_BACKENDS = new Set(['cpu', 'core'])

/** Whether the running backend keeps tensors in this process's memory, so that reading one waits for nothing. */
export function isHostResident(): boolean {
  return HOST_BACKENDS.has(tf.getBackend())
}

/**
 * A tensor's own memory on a host-resident backend, to be read while the tensor lives. (`dataSync` gives the same and
 * reckons with a caller who keeps it, so that the core never uses it anew.)
 */
export function borrow(tensor: tf.Tensor): Float32Array {
  return asFloats((tf.backend() as MathBackendCPU).data.get(tensor.dataId).values as tf.BackendValues)
}

/** A cast from integers or booleans leaves them in an array of their own kind, which a kernel would read as floats. */
export function asFloats(values: tf.BackendValues): Float32Array {
  return values instanceof Float32Array ? values : Float32Array.from(values as Int32Array)
}

/** Memory for a new tensor, to be written whole: on the core, that of a dropped one where there is some. */
export function tensorMemory(length: number): Float32Array {
  return tf.getBackend() === 'core' ? allocate(length) : new Float32Array(length)
}
