import { useNoEngine } from '../../core/index.ts'
import * as tf from '../tf.ts'
import { usable, type Candidate } from './candidate.ts'

/** TensorFlow.js' own backend in plain JavaScript: always there, right, and slow. */
export const cpu: Candidate = {
  name: 'cpu',
  async probe() {
    return usable('plain JavaScript')
  },
  async use() {
    useNoEngine()
    await tf.setBackend('cpu')
  },
}
