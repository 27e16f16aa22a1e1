import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, mkdir, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { UserFacingError } from '@trifold/model/errors'
import { serverAccount, type Account } from './account.ts'
import { copyBinaries, installedBinaries, program, type Binaries } from './binaries.ts'

/** For what the borrowed account cannot reach where it belongs. */
const SHARED_FOLDER = '/var/lib/trifold'

/** Where a server's parts lie, and who runs it. */
export interface Place {
  /** Folder below DATA_DIR with the password and the log: the caller's own. */
  readonly home: string
  /** Folder that holds (or will hold) the data folder, reachable by the account. */
  readonly parent: string
  /** PGDATA, the account's own. */
  readonly data: string
  readonly binaries: Binaries
  /** Undefined where the server runs as the caller. */
  readonly account: Account | undefined
}

/**
 * Settles where data and programs lie. Below DATA_DIR and node_modules, unless the account that root lends the server
 * cannot get there (a folder above is its owner's alone): then below /var/lib/trifold, and the log says so.
 *
 * @param dataDir DATA_DIR, created if missing
 * @throws UserFacingError when there is data which belongs to somebody else
 */
export async function choosePlace(dataDir: string, log: (line: string) => void): Promise<Place> {
  await mkdir(join(dataDir, 'postgres'), { recursive: true })
  const home = await realpath(join(dataDir, 'postgres'))
  const elsewhere = join(SHARED_FOLDER, createHash('sha256').update(home).digest('hex').slice(0, 16))
  const existing = [home, elsewhere].find((parent) => existsSync(join(parent, 'data')))
  const account = await serverAccount(join(existing ?? home, 'data'))
  const installed = await installedBinaries()
  if (existing === elsewhere) log(`The database of ${home} lies in ${elsewhere}.`)

  if (!account) {
    if (existing) await refuseForeignData(join(existing, 'data'))
    const parent = existing ?? home
    return { home, parent, data: join(parent, 'data'), binaries: installed, account }
  }
  const parent = existing ?? (await reachableParent(home, elsewhere, account, log))
  if (!mayEnter(account, parent)) {
    throw new UserFacingError(
      `The database in ${parent} belongs to ${account.name}, who may no longer enter that folder.`,
    )
  }
  const binaries = await reachableBinaries(installed, account, log)
  return { home, parent, data: join(parent, 'data'), binaries, account }
}

async function refuseForeignData(data: string): Promise<void> {
  const { uid } = await stat(data)
  if (process.getuid && uid !== process.getuid()) {
    throw new UserFacingError(
      `The database in ${data} belongs to another user (number ${uid}): start as that user or root.`,
    )
  }
}

async function reachableParent(
  home: string,
  elsewhere: string,
  account: Account,
  log: (line: string) => void,
): Promise<string> {
  if (mayEnter(account, home)) return home
  await makePublicFolder(SHARED_FOLDER)
  await makePublicFolder(elsewhere)
  log(`The user ${account.name}, who runs Postgres, may not enter ${home}: the database goes to ${elsewhere}.`)
  return elsewhere
}

async function reachableBinaries(
  installed: Binaries,
  account: Account,
  log: (line: string) => void,
): Promise<Binaries> {
  if (mayRun(account, program(installed, 'postgres'))) return installed
  await makePublicFolder(SHARED_FOLDER)
  log(`The user ${account.name}, who runs Postgres, may not enter ${installed.root}: using a copy in ${SHARED_FOLDER}.`)
  return copyBinaries(installed, SHARED_FOLDER)
}

async function makePublicFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await chmod(folder, 0o755) // whatever the umask
}

// Asked of the system as that account, not computed from mode bits: groups and access lists count too.
const mayEnter = (account: Account, folder: string) => askShell(account, 'cd "$1"', folder)
const mayRun = (account: Account, file: string) => askShell(account, 'test -x "$1" && test -r "$1"', file)

function askShell({ uid, gid }: Account, test: string, path: string): boolean {
  return spawnSync('/bin/sh', ['-c', test, 'sh', path], { uid, gid, cwd: '/', stdio: 'ignore' }).status === 0
}
