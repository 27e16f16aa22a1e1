import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu'
import { allocate } from './core/memory.ts'
import * as tf from './tf.ts'

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
