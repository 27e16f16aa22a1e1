export { type BaselineResult, compareBaselines } from './compare-baselines.ts'
export { comparisonTable } from './comparison-table.ts'
