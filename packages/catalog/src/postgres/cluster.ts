import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Account } from './account.ts'
import { program } from './binaries.ts'
import { makePassword, readPassword } from './password.ts'
import type { Place } from './place.ts'
import { isAlive } from './process.ts'

const run = promisify(execFile)

export const SUPERUSER = 'trifold'

/** Settings the programs need; nothing else of the caller's environment reaches them (PGDATA, PGPORT, ...). */
export const serverEnvironment = () => ({ PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' })

/**
 * Makes the data folder if there is none. It is made under another name and renamed when it is whole, so a killed
 * initdb leaves no half a database, and of two at the same time one wins.
 *
 * @returns the superuser's password
 */
export async function ensureCluster(place: Place, log: (line: string) => void): Promise<string> {
  if (existsSync(place.data)) {
    await handOver(place.data, place.account) // after a copy or restore by root, say
    return readPassword(place.home)
  }
  log(`Creating a database in ${place.data}.`)
  await removeUnfinished(place.parent)
  const password = await makePassword(place.home)
  const workshop = await mkdtemp(join(place.parent, `unfinished-${process.pid}-`))
  try {
    await initdb(place, workshop, password)
    await rename(join(workshop, 'data'), place.data).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error // else another process was faster
    })
  } finally {
    await rm(workshop, { recursive: true, force: true })
  }
  return password
}

async function initdb({ binaries, account }: Place, workshop: string, password: string): Promise<void> {
  const passwordFile = join(workshop, 'password')
  await writeFile(passwordFile, password, { mode: 0o600 })
  await handOver(workshop, account)
  const options = [
    `--pgdata=${join(workshop, 'data')}`,
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

/** Makes a folder of root's, and what is in it, the account's own. */
async function handOver(folder: string, account: Account | undefined): Promise<void> {
  if (!account || (await stat(folder)).uid === account.uid) return
  await run('chown', ['-R', `${account.uid}:${account.gid}`, folder])
}

/** Workshops of processes that were killed. */
async function removeUnfinished(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const pid = /^unfinished-(\d+)-/.exec(name)?.[1]
    if (pid && !isAlive(Number(pid))) await rm(join(parent, name), { recursive: true, force: true })
  }
}
