import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu'
import { recycle, release } from '../memory.ts'
import * as tf from '../tf.ts'
import { PLAIN_OVERRIDES } from './plain-kernels.ts'

/** The cpu backend, with reuse of the memory of disposed tensors. */
class CoreBackend extends MathBackendCPU {
  override disposeData(dataId: tf.DataId, force?: boolean): boolean {
    const values = this.data.has(dataId) ? this.data.get(dataId).values : null
    const gone = super.disposeData(dataId, force)
    if (gone && values instanceof Float32Array) recycle(values)
    return gone
  }

  override readSync(dataId: tf.DataId): tf.BackendValues {
    const values = super.readSync(dataId)
    if (values instanceof Float32Array) release(values)
    return values
  }
}

/**
 * Registers the backend `core`, once. It is the cpu backend under another name, with its slow kernels replaced by the C++
 * core. Coarse operations choose their core body by the name. Tensors live in JavaScript's memory.
 */
export function registerCoreBackend(): void {
  if (tf.engine().registryFactory['core'] !== undefined) return
  tf.registerBackend('core', () => tf.withoutAdvertisement(new CoreBackend()), 0)
  tf.copyRegisteredKernels('cpu', 'core')
  for (const { kernelName, kernelFunc } of PLAIN_OVERRIDES) {
    tf.unregisterKernel(kernelName, 'core')
    tf.registerKernel({ kernelName, backendName: 'core', kernelFunc })
  }
}
