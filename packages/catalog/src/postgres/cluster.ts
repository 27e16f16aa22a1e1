import { execFile } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { link, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { UserFacingError } from '@trifold/model/errors'
import type { Account } from './account.ts'
import { program } from './binaries.ts'
import type { ServerLayout } from './layout.ts'
import { isAlive } from './process.ts'

const run = promisify(execFile)

export const SUPERUSER = 'trifold'

/** The whole environment of the programs; PGDATA, PGPORT and others of the caller's must not reach them. */
export const serverEnvironment = () => ({ PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' })

/**
 * Creates the data folder if there is none: under another name, renamed when it is complete. So a killed initdb leaves no
 * incomplete database, and of two processes at the same time the first wins.
 *
 * @returns the superuser's password
 */
export async function ensureCluster(layout: ServerLayout, log: (line: string) => void): Promise<string> {
  if (existsSync(layout.data)) {
    await giveTo(layout.data, layout.account) // for instance after a copy or restore by root
    return readPassword(layout.home)
  }
  log(`Creating a database in ${layout.data}.`)
  await removeUnfinished(layout.parent)
  const password = await makePassword(layout.home)
  const draft = await mkdtemp(join(layout.parent, `unfinished-${process.pid}-`))
  try {
    await initdb(layout, draft, password)
    await rename(join(draft, 'data'), layout.data).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error // else another process was faster
    })
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
  return password
}

async function initdb({ binaries, account }: ServerLayout, draft: string, password: string): Promise<void> {
  const passwordFile = join(draft, 'password')
  await writeFile(passwordFile, password, { mode: 0o600 })
  await giveTo(draft, account)
  const options = [
    `--pgdata=${join(draft, 'data')}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin', // the same order and case rules on every machine
    '--builtin-locale=C.UTF-8',
  ]
  try {
    await run(program(binaries, 'initdb'), options, {
      cwd: '/',
      env: serverEnvironment(),
      ...(account && { uid: account.uid, gid: account.gid }),
    })
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string }
    throw new Error(`Postgres could not create a database: ${(stderr || message).trim()}`, { cause: error })
  }
}

/** Gives a folder with all its files to the account. */
async function giveTo(folder: string, account: Account | undefined): Promise<void> {
  if (!account || (await stat(folder)).uid === account.uid) return
  await run('chown', ['-R', `${account.uid}:${account.gid}`, folder])
}

/** Removes the unfinished folders of processes that were killed. */
async function removeUnfinished(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const pid = /^unfinished-(\d+)-/.exec(name)?.[1]
    if (pid && !isAlive(Number(pid))) await rm(join(parent, name), { recursive: true, force: true })
  }
}

const PASSWORD_FILE = 'password'

/**
 * Creates the superuser's password, readable by the caller alone (mode 0600). If two processes start at the same time,
 * the first link wins and both read that file: it appears whole or not at all.
 */
async function makePassword(home: string): Promise<string> {
  const unique = join(home, `${PASSWORD_FILE}.${randomUUID()}`)
  await writeFile(unique, randomBytes(24).toString('base64url'), { mode: 0o600 })
  await link(unique, join(home, PASSWORD_FILE)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  await rm(unique)
  return readPassword(home)
}

/** @throws UserFacingError if the file is missing or empty, although the database exists */
async function readPassword(home: string): Promise<string> {
  const file = join(home, PASSWORD_FILE)
  const password = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UserFacingError(`The database's password file ${file} cannot be read (${error.code}).`)
  })
  if (password.length === 0) throw new UserFacingError(`The database's password file ${file} is empty.`)
  return password
}
