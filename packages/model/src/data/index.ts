// Reading and describing data sets without the rest of the model package, and so without TensorFlow.js.
export { type Dataset, type Interactions, type ItemNeighbours, type ModalityFeatures, SPLIT } from './dataset.ts'
export {
  type FeatureRows,
  type FeatureValues,
  readFeatureRow,
  toUnitLength,
  unitRows,
  writeHalfRow,
} from './features.ts'
export { fingerprint } from './fingerprint.ts'
export { toHalves } from './float16.ts'
export type { InterChunk, InterLimits } from './inter-parser.ts'
export { readInter } from './inter.ts'
export { encodeNpy, type NpyChunk, type NpyFile, readNpy } from './npy.ts'
export { mix, normal, seededRandom, shuffle, type UniformSource } from './random.ts'
export { type DatasetFiles, type FeaturePrecision, findDataset, readDataset, type ReadOptions } from './read-dataset.ts'
export { maskOf, resolveSplit, type Split } from './split.ts'
export { type Weighting, WEIGHTINGS } from './weights.ts'
export { writeDataset } from './write-dataset.ts'
