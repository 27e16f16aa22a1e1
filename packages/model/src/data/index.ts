// Reading and describing data sets without the rest of the model package, and so without TensorFlow.js.
export { SPLIT, type Dataset, type Interactions, type ModalityFeatures } from './dataset.ts'
export { fingerprint } from './fingerprint.ts'
export { type InterChunk, type InterLimits } from './inter-parser.ts'
export { readInter } from './inter.ts'
export { encodeNpy, readNpy, type NpyChunk, type NpyFile } from './npy.ts'
export { normal, seededRandom, shuffle } from './random.ts'
export { findDataset, readDataset, type DatasetFiles } from './read-dataset.ts'
