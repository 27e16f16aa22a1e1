/**
 * What went wrong, for callers that decide by it:
 * - `CONTENT`: this text or photo cannot be encoded; others can.
 * - `ADDRESS`: this photo's address may not be fetched.
 * - `FETCH`: this photo could not be fetched.
 * - `CONFIGURATION`: the settings do not fit together, or name files that are not there.
 * - `NOT_INSTALLED`: a package that the provider needs is missing or could not be installed.
 * - `UNREACHABLE`: a model hub or an embeddings server did not answer.
 * - `SERVER`: an embeddings server answered with an error.
 * - `MODEL`: the model's files or its output are not what the provider reads.
 * - `DIMENSION`: vectors have another length than the encoder states.
 */
export type EncodeErrorCode =
  'CONTENT' | 'ADDRESS' | 'FETCH' | 'CONFIGURATION' | 'NOT_INSTALLED' | 'UNREACHABLE' | 'SERVER' | 'MODEL' | 'DIMENSION'

/** An error that the caller can correct: its message is one sentence that names the place and the remedy. */
export class EncodeError extends Error {
  override readonly name = 'EncodeError'
  readonly code: EncodeErrorCode

  constructor(code: EncodeErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** The message of anything that was thrown, on one line. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : ''
  const text = cause && !message.includes(cause) ? `${message}: ${cause}` : message
  return text.replace(/\s+/g, ' ').trim().replace(/\.$/, '')
}
