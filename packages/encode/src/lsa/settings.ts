import { z } from 'zod'

/** Latent semantic analysis, fitted to the catalog's own texts: no model to download, no network. */
export const lsaSettings = z.strictObject({
  provider: z.literal('lsa'),
  /** The length of a vector. */
  dimension: z.int().min(2).max(1024).default(128),
  /** Fewer texts than this are refused: they say too little about which words belong together. */
  minimumItems: z.int().min(3).default(1000),
  /** The most frequent words are kept. */
  maxTerms: z.int().min(2).default(30_000),
  /** The file of the fitted state. Default: `lsa.safetensors` in the data folder. */
  state: z.string().min(1).optional(),
})

export type LsaSettings = z.input<typeof lsaSettings>
