import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu'
import { PLAIN_OVERRIDES } from './plain-kernels.ts'
import { CORE_KERNELS } from './kernels.ts'
import { registerKernels } from '../kernels.ts'
import * as tf from '../tf.ts'

/**
 * Registers the backend `core`, once: coarse operations and matrix products go to the C++ core, everything else falls
 * through to the kernels of the cpu backend. Tensors live in JavaScript's memory: the backend is the cpu backend
 * under another name.
 */
export function registerCoreBackend(): void {
  if (tf.engine().registryFactory['core'] !== undefined) return
  tf.registerBackend('core', () => tf.withoutAdvertisement(new MathBackendCPU()), 0)
  tf.copyRegisteredKernels('cpu', 'core')
  for (const { kernelName, kernelFunc } of PLAIN_OVERRIDES) {
    tf.unregisterKernel(kernelName, 'core')
    tf.registerKernel({ kernelName, backendName: 'core', kernelFunc })
  }
  registerKernels('core', CORE_KERNELS)
}
