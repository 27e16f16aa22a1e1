export { BASELINE_NAMES, isBaseline, type BaselineName } from './names.ts'
export { BASELINES, solveBaseline } from './registry.ts'
