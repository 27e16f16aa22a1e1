export { factorsOf } from './factors.ts'
export { fitAdditive, type AdditiveFit, type AdditiveInput } from './fit-additive.ts'
export type { Histories } from './histories.ts'
export {
  AdditiveScorer,
  type AdditiveExplanation,
  type AdditiveModel,
  type Evidence,
  type HistoryEntry,
  type ScoreWeights,
  type Shopper,
} from './model.ts'
export { ADDITIVE_DEFAULTS, type AdditiveSettings } from './settings.ts'
