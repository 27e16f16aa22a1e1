import { z } from 'zod'
import { hubSettings } from '../hub.ts'

/** A table of one vector per token (30 MB for English; `minishlab/potion-multilingual-128M` takes 512 MB), as Model2Vec makes them: `model.safetensors`, `tokenizer.json`, `config.json`. */
export const staticSettings = z.strictObject({
  provider: z.literal('static'),
  ...hubSettings,
  model: hubSettings.model.default('minishlab/potion-base-8M'),
  /** Tokens beyond this number are left out. */
  maxTokens: z.int().positive().default(512),
})

export type StaticSettings = z.input<typeof staticSettings>
