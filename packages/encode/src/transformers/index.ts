export { createTransformersImageEncoder, createTransformersTextEncoder } from './encoders.ts'
export {
  transformersImageSettings,
  transformersTextSettings,
  type TransformersImageSettings,
  type TransformersTextSettings,
} from './settings.ts'
