import { readFile, stat } from 'node:fs/promises'

/** An operating system user whom the server runs as. */
export interface Account {
  readonly uid: number
  readonly gid: number
  readonly name: string
}

/** Users to borrow when nothing says whose the data is, best first. */
const BORROWED = ['postgres', 'nobody']

/**
 * Postgres refuses to run as root. Root therefore lends it another user: the owner of an existing data folder, so that
 * what an ordinary user began goes on as that user's, else `postgres`, else `nobody`.
 *
 * @param folder the data folder, which need not exist yet
 * @returns undefined where the server simply runs as the caller
 */
export async function serverAccount(folder: string): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const users = parsePasswd(await readFile('/etc/passwd', 'utf8'))
  const owner = await stat(folder).catch(() => undefined)
  if (owner && owner.uid !== 0) {
    const name = users.find((user) => user.uid === owner.uid)?.name ?? `user ${owner.uid}`
    return { uid: owner.uid, gid: owner.gid, name }
  }
  for (const name of BORROWED) {
    const account = users.find((user) => user.name === name)
    if (account) return account
  }
  throw new Error('Postgres refuses to run as root, and /etc/passwd has neither a user "postgres" nor "nobody"')
}

/** The lines of a passwd(5) file: name:password:uid:gid:... */
export function parsePasswd(text: string): Account[] {
  return text
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 4 && /^\d+$/.test(fields[2]) && /^\d+$/.test(fields[3]))
    .map(([name, , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
}
