import { randomBytes, randomUUID } from 'node:crypto'
import { link, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UserFacingError } from '@trifold/model/errors'

const FILE_NAME = 'password'

/**
 * The superuser's password, made once and kept readable by the caller alone (mode 0600). Two processes that start at
 * the same time agree on one: the file appears whole or not at all, and both read it.
 */
export async function makePassword(home: string): Promise<string> {
  const draft = join(home, `${FILE_NAME}.${randomUUID()}`)
  await writeFile(draft, randomBytes(24).toString('base64url'), { mode: 0o600 })
  await link(draft, join(home, FILE_NAME)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  await rm(draft)
  return readPassword(home)
}

/** @throws UserFacingError when the database is there and its password is not */
export async function readPassword(home: string): Promise<string> {
  const file = join(home, FILE_NAME)
  const password = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UserFacingError(`The database's password file ${file} cannot be read (${error.code}).`)
  })
  if (password.length === 0) throw new UserFacingError(`The database's password file ${file} is empty.`)
  return password
}
