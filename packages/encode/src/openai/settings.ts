import { z } from 'zod'

/** Any server with `POST /embeddings` as OpenAI has it: OpenAI, Ollama, vLLM, Text Embeddings Inference. */
export const openaiSettings = z.strictObject({
  provider: z.literal('openai'),
  /** Such as `http://localhost:11434/v1` for Ollama. */
  baseUrl: z.url({ protocol: /^https?$/ }).default('https://api.openai.com/v1'),
  model: z.string().min(1),
  /** Name it anew to encode everything again when the server's model changes under the same name. */
  revision: z.string().regex(/^\S+$/).default('1'),
  /** Leave it out for servers that need none. */
  apiKey: z.string().min(1).optional(),
  /** The length of a vector. Default: what the server gives. Another length than this ends the run. */
  dimension: z.int().positive().optional(),
  /** Ask the server to shorten its vectors to `dimension` (text-embedding-3 can). */
  shorten: z.boolean().default(false),
  /** Put before each text, such as `search_document: `. */
  prefix: z.string().default(''),
  batchSize: z.int().min(1).max(2048).default(64),
  maxCharacters: z.int().positive().default(8000),
  /** For each try, in milliseconds. */
  timeout: z.int().positive().default(60_000),
  /** After the first, with pauses that grow from 0.5 to 8 s, or as long as the server's Retry-After says. */
  maxRetries: z.int().min(0).default(5),
})

export type OpenaiSettings = z.input<typeof openaiSettings>
