/** Tensors, the coarse operations that models are written in, and the choice of what runs them. */
export * as tf from './tf.ts'
export { type AdamOptions, type AdamState, RowAdam } from './adam.ts'
export { distinct, EmbeddingTable } from './embedding-table.ts'
export { gradientsOf } from './gradients-of.ts'
export { tensorMemory } from './memory.ts'
export * from './operations/index.ts'
export { type BackendRow, reportBackends } from './report.ts'
export { arithmeticOf, type BackendChoice, type BackendReport, listBackends, selectBackend } from './select-backend.ts'
