import * as tf from './tf.ts'

const HOST_BACKENDS = new Set(['cpu', 'core'])

/** Whether the running backend keeps tensors in this process's memory, so that reading one waits for nothing. */
export function isHostResident(): boolean {
  return HOST_BACKENDS.has(tf.getBackend())
}
