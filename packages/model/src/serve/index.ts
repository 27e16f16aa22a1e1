export { FoldIn, type TrainedRows } from './fold-in.ts'
export { IdMap } from './id-map.ts'
export {
  Recommender,
  type BatchOptions,
  type ExplainOptions,
  type FoldInOptions,
  type Ranked,
  type RankedBatch,
  type RecommenderParts,
  type RecommendOptions,
} from './recommender.ts'
