import { readFile } from 'node:fs/promises'
import type { Recommender } from '@trifold/model'
import { fileError, UserFacingError } from '@trifold/model/errors'

/**
 * Reads external ids of users, one a line. Line n + 1 is at index n; an empty line names nobody.
 *
 * @throws UserFacingError when the file cannot be read or names nobody
 */
export async function readUserList(path: string): Promise<string[]> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    throw fileError(path, error)
  }
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/)
  if (!lines.some((line) => line !== '')) throw new UserFacingError(`${path}: the file names no user.`)
  return lines
}

/** An external id and the line of the file that names it. */
export interface NamedUser {
  readonly line: number
  readonly user: string
}

/** Users of a model by their indexes, in the order of the file, and those that the model does not know. */
export interface FoundUsers {
  readonly indexes: number[]
  readonly unknown: readonly NamedUser[]
}

/** Looks up users. @param lines as `readUserList` gives them */
export function usersOf({ users }: Recommender, lines: readonly string[]): FoundUsers {
  const indexes: number[] = []
  const unknown: NamedUser[] = []
  for (const [n, user] of lines.entries()) {
    if (user === '') continue
    const index = users.indexOf(user)
    if (index === undefined) unknown.push({ line: n + 1, user })
    else indexes.push(index)
  }
  return { indexes, unknown }
}
