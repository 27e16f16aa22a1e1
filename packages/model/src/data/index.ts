// Reading and describing data sets without the rest of the model package, and so without TensorFlow.js.
export { SPLIT, type Dataset, type Interactions, type ModalityFeatures } from './dataset.ts'
export { fingerprint } from './fingerprint.ts'
export { type InterChunk, type InterLimits } from './inter-parser.ts'
export { readInter } from './inter.ts'
export { encodeNpy, readNpy, type NpyChunk, type NpyFile } from './npy.ts'
export { createLargeWorld, type LargeWorldOptions } from './large-world.ts'
export { resolveSplit } from './split.ts'
export { normal, seededRandom, shuffle } from './random.ts'
export { readFeatureRow, writeHalfRow, type FeatureRows, type FeatureValues } from './feature-values.ts'
export { findDataset, readDataset, type DatasetFiles, type FeaturePrecision } from './read-dataset.ts'
export {
  createWorld,
  likes,
  WORLD_KINDS,
  type Taste,
  type World,
  type WorldKind,
  type WorldOptions,
  type WorldTruth,
} from './world.ts'
export { writeDataset } from './write-dataset.ts'
