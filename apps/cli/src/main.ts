import { debugging } from '@trifold/environment'
import { UserFacingError } from '@trifold/model/errors'
import { trifold } from './program.ts'

try {
  await trifold().parseAsync()
} catch (error) {
  console.error(sentenceOf(error))
  process.exit(1)
}

/** Expected errors are one sentence already. An unexpected one shows its stack on request only. */
function sentenceOf(error: unknown): string {
  if (error instanceof UserFacingError) return error.message
  if (debugging() && error instanceof Error) return error.stack ?? error.message
  const message = error instanceof Error ? error.message : String(error)
  return `Unexpected error: ${message} (TRIFOLD_DEBUG=1 shows where).`
}
