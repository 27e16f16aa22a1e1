import { createInterface } from 'node:readline/promises'
import { UserFacingError } from '@trifold/model/errors'

/**
 * Asks on the terminal; anything but `y` or `yes` is a no.
 *
 * @throws UserFacingError where nobody can answer, or after a no
 */
export async function confirm(question: string): Promise<void> {
  if (!process.stdin.isTTY) throw new UserFacingError(`${question} Nobody can answer here: add --yes to go on.`)
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const answer = await terminal.question(`${question} Go on? [y/N] `)
    if (!/^y(es)?$/i.test(answer.trim())) throw new UserFacingError('Nothing was changed.')
  } finally {
    terminal.close()
  }
}
