import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu'
import { letGo, recycle } from '../memory.ts'
import { PLAIN_OVERRIDES } from './plain-kernels.ts'
import { CORE_KERNELS } from './kernels.ts'
import { registerKernels } from '../kernels.ts'
import * as tf from '../tf.ts'

/** The cpu backend with memory that is used again. */
class CoreBackend extends MathBackendCPU {
  override disposeData(dataId: tf.DataId, force?: boolean): boolean {
    const values = this.data.has(dataId) ? this.data.get(dataId).values : null
    const gone = super.disposeData(dataId, force)
    if (gone && values instanceof Float32Array) recycle(values)
    return gone
  }

  override readSync(dataId: tf.DataId): tf.BackendValues {
    const values = super.readSync(dataId)
    if (values instanceof Float32Array) letGo(values)
    return values
  }
}

/**
 * Registers the backend `core`, once: coarse operations and matrix products go to the C++ core, everything else falls
 * through to the kernels of the cpu backend. Tensors live in JavaScript's memory: the backend is the cpu backend
 * under another name.
 */
export function registerCoreBackend(): void {
  if (tf.engine().registryFactory['core'] !== undefined) return
  tf.registerBackend('core', () => tf.withoutAdvertisement(new CoreBackend()), 0)
  tf.copyRegisteredKernels('cpu', 'core')
  for (const { kernelName, kernelFunc } of PLAIN_OVERRIDES) {
    tf.unregisterKernel(kernelName, 'core')
    tf.registerKernel({ kernelName, backendName: 'core', kernelFunc })
  }
  registerKernels('core', CORE_KERNELS)
}
