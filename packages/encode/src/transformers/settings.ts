import { z } from 'zod'
import { hubSettings } from '../hub.ts'

/** The ending of the model's file for each type of number, as the hub's ONNX models name them. */
export const DTYPE_ENDINGS = {
  fp32: '',
  fp16: '_fp16',
  q8: '_quantized',
  int8: '_int8',
  uint8: '_uint8',
  q4: '_q4',
  q4f16: '_q4f16',
} as const

const dtype = z.enum(Object.keys(DTYPE_ENDINGS) as [keyof typeof DTYPE_ENDINGS]).default('q8')

/** A sentence model in ONNX form. */
export const transformersTextSettings = z.strictObject({
  provider: z.literal('transformers'),
  ...hubSettings,
  model: hubSettings.model.default('Xenova/multilingual-e5-small'),
  dtype,
  /** The file below `onnx/`, without the ending for the type of number. */
  file: z
    .string()
    .regex(/^[\w-]+$/)
    .default('model'),
  /** How the vectors of a text's tokens become one. */
  pooling: z.enum(['mean', 'cls', 'last_token']).default('mean'),
  /** Put before each text. Default: `query: ` for E5 models, which were trained with it, else nothing. */
  prefix: z.string().optional(),
})

/** The photo side of CLIP or SigLIP, or a network for photos such as DINOv2, in ONNX form. */
export const transformersImageSettings = z.strictObject({
  provider: z.literal('transformers'),
  ...hubSettings,
  model: hubSettings.model.default('Xenova/clip-vit-base-patch32'),
  dtype,
  /** The file below `onnx/`, without the ending for the type of number; `model` for DINOv2. */
  file: z
    .string()
    .regex(/^[\w-]+$/)
    .default('vision_model'),
})

export type TransformersTextSettings = z.input<typeof transformersTextSettings>
export type TransformersImageSettings = z.input<typeof transformersImageSettings>
