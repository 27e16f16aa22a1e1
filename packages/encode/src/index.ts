// The public surface of @trifold/encode: encoders by configuration, keys for their vectors, photos.
export {
  createEncoder,
  encodeSettings,
  readEncodeSettings,
  type EncodeSettings,
  type ImageEncoderSettings,
  type TextEncoderSettings,
} from './configuration.ts'
export type { CreateContext } from './context.ts'
export type { ContentOf, Encoder, Modality, Outcome } from './encoder.ts'
export { EncodeError, type EncodeErrorCode } from './errors.ts'
export type { OnProgress, Progress } from './progress.ts'
export { cacheKey, contentHash } from './cache-key.ts'
export { itemText } from './text.ts'
export { createLsaEncoder, fitLsa, loadLsa, lsaPath, saveLsa, type LsaSettings, type LsaState } from './lsa/index.ts'
export {
  decodePhoto,
  fetchPhoto,
  inspectPhoto,
  resizePhoto,
  type AllowPrivate,
  type FetchPhotoOptions,
  type PhotoInfo,
  type PhotoLimits,
  type Pixels,
} from './photos/index.ts'
