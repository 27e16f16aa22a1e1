import { readFile } from 'node:fs/promises'
import type { Recommender } from '@trifold/model'
import { fileError, UserFacingError } from '@trifold/model/errors'

/** An external id and the line of the file that names it. */
export interface NamedUser {
  readonly line: number
  readonly user: string
}

/**
 * Reads external ids of users, one a line, in the order of the file. Empty lines are left out.
 *
 * @throws UserFacingError when the file cannot be read or names nobody
 */
export async function readUserList(path: string): Promise<NamedUser[]> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    throw fileError(path, error)
  }
  const users = text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .map((user, n) => ({ line: n + 1, user }))
    .filter(({ user }) => user !== '')
  if (users.length === 0) throw new UserFacingError(`${path}: the file names no user.`)
  return users
}

/** Users of a model by their indexes, and what a file names that the model does not know. */
export interface FoundUsers {
  readonly indexes: number[]
  readonly unknown: readonly NamedUser[]
}

/** Looks up users that a file names. */
export function usersOf({ users }: Recommender, named: readonly NamedUser[]): FoundUsers {
  const indexes: number[] = []
  const unknown: NamedUser[] = []
  for (const each of named) {
    const index = users.indexOf(each.user)
    if (index === undefined) unknown.push(each)
    else indexes.push(index)
  }
  return { indexes, unknown }
}
