import { readFile, stat } from 'node:fs/promises'

/** The operating system user that runs the server. */
export interface Account {
  readonly uid: number
  readonly gid: number
  readonly name: string
}

/** Accounts to run as when the data folder has no owner but root, best first. */
const FALLBACK_USERS = ['postgres', 'nobody']

/**
 * Postgres refuses to run as root. For root it runs as the owner of an existing data folder, else as `postgres`, else as
 * `nobody`.
 *
 * @param folder the data folder, which need not exist yet
 * @returns undefined if the server runs as the caller
 */
export async function serverAccount(folder: string): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const users = parsePasswd(await readFile('/etc/passwd', 'utf8'))
  const owner = await stat(folder).catch(() => undefined)
  if (owner && owner.uid !== 0) {
    const name = users.find((user) => user.uid === owner.uid)?.name ?? `user ${owner.uid}`
    return { uid: owner.uid, gid: owner.gid, name }
  }
  for (const name of FALLBACK_USERS) {
    const account = users.find((user) => user.name === name)
    if (account) return account
  }
  throw new Error('Postgres refuses to run as root, and /etc/passwd has neither a user "postgres" nor "nobody"')
}

/** The lines of a passwd(5) file: name:password:uid:gid:... */
export function parsePasswd(text: string): Account[] {
  return text
    .split('\n')
    .map((line) => /^([^:#]+):[^:]*:(\d+):(\d+)(:|$)/.exec(line))
    .filter((match) => match !== null)
    .map(([, name, uid, gid]) => ({ name: name!, uid: Number(uid), gid: Number(gid) }))
}
