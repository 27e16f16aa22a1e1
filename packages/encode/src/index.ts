export {
  createEncoderFrom,
  type ContentOf,
  type Encoder,
  type EncoderParts,
  type Modality,
  type Outcome,
} from './encoder.ts'
export { EncodeError, type EncodeErrorCode } from './errors.ts'
export { cacheKey, contentHash } from './cache-key.ts'
export { itemText } from './text.ts'
export * from './photos/index.ts'
