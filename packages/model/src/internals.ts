/**
 * The indexes of all folders, for experiments and benchmarks. They may change at any time: applications import
 * `@trifold/model`.
 */
export * from './additive/index.ts'
export * from './artifact/index.ts'
export * from './baselines/index.ts'
export * from './bases/index.ts'
export * from './blend/index.ts'
export * from './compute/index.ts'
export * from './config/index.ts'
export * from './core/index.ts'
export * from './data/index.ts'
export * from './evaluate/index.ts'
export * from './explain/index.ts'
export * from './factors/index.ts'
export * from './graph/index.ts'
export * from './linalg/index.ts'
export * from './mrdib/index.ts'
export * from './nn/index.ts'
export * from './serve/index.ts'
export * from './train/index.ts'
