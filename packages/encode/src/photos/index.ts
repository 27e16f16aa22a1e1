export type { AllowPrivate } from './addresses.ts'
export { fetchPhoto, type FetchPhotoOptions } from './fetch-photo.ts'
export {
  decodePhoto,
  inspectPhoto,
  PHOTO_PREPARATION,
  resizePhoto,
  type PhotoInfo,
  type PhotoLimits,
  type Pixels,
} from './decode-photo.ts'
