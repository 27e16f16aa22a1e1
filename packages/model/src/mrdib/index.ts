export type { EstimatorStep } from './estimator.ts'
export { Mrdib } from './mrdib.ts'
export { REDUNDANCY_ESTIMATORS } from './names.ts'
export { objective, type Term, type Terms, total } from './objective.ts'
