export { FeatureMaps, type Modality, prepareFeatures } from './features.ts'
export { logPopularity, xavier } from './initialize.ts'
export { expandColumn, leakyRelu, Linear, maskRows, presenceOf } from './layers.ts'
export { contrast, idsOf, pairsLoss, type Penalized, penalty } from './losses.ts'
export {
  everyRow,
  type Idle,
  type LayerInput,
  type Leaves,
  type Parameter,
  Parameters,
  type Rows,
} from './parameters.ts'
export { Random } from './random.ts'
