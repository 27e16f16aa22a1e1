export { type Gain, pairedBootstrap } from './bootstrap.ts'
export { evaluateSplit, type EvaluateOptions } from './evaluate-split.ts'
export { evaluateUsers, heldOutUsers, rankInSlices, rankUsers, type UserMetrics, validate } from './evaluate.ts'
export { type Cutoff, CUTOFFS, meanMetrics, type Metric, type Metrics, valueIndex, VALUES_PER_USER } from './metrics.ts'
