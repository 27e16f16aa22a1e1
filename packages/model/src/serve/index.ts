export { FoldIn } from './fold-in.ts'
export { IdMap } from './id-map.ts'
export {
  Recommender,
  type BatchOptions,
  type ExplainOptions,
  type Ranked,
  type RankedBatch,
  type RecommenderParts,
  type RecommendOptions,
} from './recommender.ts'
