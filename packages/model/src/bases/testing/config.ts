import type { BaseConfig } from '../base.ts'

/** Settings for tests of single bases. */
export function testConfig(changes: Partial<BaseConfig> = {}): BaseConfig {
  return {
    base: 'vbpr',
    embeddingSize: 2,
    learningRate: 1e-3,
    regularization: 0,
    modalRegularization: 0,
    layers: 2,
    neighbours: 2,
    edgeDropout: 0,
    auxiliaryWeight: 0,
    contrastiveWeight: 0,
    pairContrastiveWeight: 0,
    ...changes,
  }
}
