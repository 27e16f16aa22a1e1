export { audienceOf } from './audience.ts'
export type { ExplainedScore, ScorePart } from './explanation.ts'
export { countItems, findItem, type ItemPage, ItemNotFound, listCategories, listItems, loadItems } from './items.ts'
export { countModelVersions, listModelVersions, promote } from './model-versions.ts'
export { formatMoney, type Money, priceOf } from './money.ts'
export { recordInteractions } from './record-interactions.ts'
export { deleteExpiredListsRegularly } from './recommendation-list.ts'
export type { RecommendationEntry, RecommendationPage } from './recommendation-page.ts'
export { recommend, recommendSimilar } from './recommendations.ts'
export { startTraining } from './start-training.ts'
export {
  countTrainingRuns,
  followTrainingRun,
  listTrainingRuns,
  readEpochs,
  type TrainingEpoch,
} from './training-runs.ts'
export { upsertItemFeatures } from './upsert-item-features.ts'
export { upsertItems } from './upsert-items.ts'
export { countUsers, findUser, listUsers, loadInteractions } from './users.ts'
