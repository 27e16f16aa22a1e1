import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, mkdir, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { UserFacingError } from '@trifold/model/errors'
import { serverAccount, type Account } from './account.ts'
import { copyBinaries, installedBinaries, program, type Binaries } from './binaries.ts'

/** For data and programs that the server's account cannot reach where they normally lie. */
const SHARED_FOLDER = '/var/lib/trifold'

/** The folders of a server, and the account that runs it. */
export interface ServerLayout {
  /** Folder below DATA_DIR with the password and the log; it belongs to the caller. */
  readonly home: string
  /** Folder that holds (or will hold) the data folder, reachable by the account. */
  readonly parent: string
  /** PGDATA; it belongs to the account. */
  readonly data: string
  readonly binaries: Binaries
  /** Undefined where the server runs as the caller. */
  readonly account: Account | undefined
}

/**
 * Decides where data and programs lie: below DATA_DIR and node_modules. If the account that runs the server for root cannot
 * enter there, they lie below /var/lib/trifold, and the log says so.
 *
 * @param dataDir DATA_DIR, created if missing
 * @throws UserFacingError if the data folder belongs to another user
 */
export async function chooseLayout(dataDir: string, log: (line: string) => void): Promise<ServerLayout> {
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
  await chmod(folder, 0o755) // the umask may have removed bits
}

// The account tries it; mode bits alone would miss groups and access lists.
const mayEnter = (account: Account, folder: string) => succeedsAs(account, 'cd "$1"', folder)
const mayRun = (account: Account, file: string) => succeedsAs(account, 'test -x "$1" && test -r "$1"', file)

function succeedsAs({ uid, gid }: Account, test: string, path: string): boolean {
  return spawnSync('/bin/sh', ['-c', test, 'sh', path], { uid, gid, cwd: '/', stdio: 'ignore' }).status === 0
}
