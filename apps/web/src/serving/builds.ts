import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join, relative } from 'node:path'

/** Every build has a folder of its own, so that a server is never pulled from under by a later build. */
export const BUILDS = '.next'
const POINTER = 'current.json'
/** Older builds than this may still be served by somebody; those that nobody can be serving any more are removed. */
const KEPT_MS = 24 * 60 * 60 * 1000

/** The finished build that a server is to serve. */
export interface Build {
  /** Hash of the sources it was made from. */
  readonly sources: string
  /** Its folder, relative to the app: Next's `distDir`. */
  readonly folder: string
}

/** The last build that was finished; null when there is none. A build that broke off never gets here. */
export async function currentBuild(app: string): Promise<Build | null> {
  try {
    const build = JSON.parse(await readFile(join(app, BUILDS, POINTER), 'utf8')) as Build
    await stat(join(app, build.folder, 'BUILD_ID'))
    return build
  } catch {
    return null
  }
}

/** Makes a finished build the current one, in one step, and removes builds nobody serves any more. */
export async function publishBuild(app: string, build: Build): Promise<void> {
  const builds = join(app, BUILDS)
  await mkdir(builds, { recursive: true })
  const draft = join(builds, `${POINTER}.${process.pid}`)
  await writeFile(draft, JSON.stringify(build))
  await rename(draft, join(builds, POINTER))
  for (const entry of await readdir(builds, { withFileTypes: true })) {
    const folder = join(builds, entry.name)
    if (!entry.isDirectory() || folder === join(app, build.folder)) continue
    const { mtimeMs } = await stat(folder)
    if (Date.now() - mtimeMs > KEPT_MS) await rm(folder, { recursive: true, force: true })
  }
}

/** SHA-256 over everything a build reads: the app's sources and the versions of what they stand on. */
export async function sourceStamp(app: string): Promise<string> {
  const require = createRequire(join(app, 'package.json'))
  const hash = createHash('sha256')
  for (const name of ['next', 'react', 'tailwindcss', 'recharts']) {
    hash.update(`${name}@${(require(`${name}/package.json`) as { version: string }).version}\n`)
  }
  for (const file of await sources(app)) {
    hash.update(`${relative(app, file)}\0`)
    hash.update(await readFile(file))
  }
  return hash.digest('hex')
}

async function sources(app: string): Promise<string[]> {
  const entries = await readdir(join(app, 'src'), { recursive: true, withFileTypes: true })
  const inside = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const shipped = inside.filter((file) => !/\.test\.tsx?$/.test(file))
  return [
    ...shipped,
    ...['next.config.ts', 'postcss.config.mjs', 'package.json', 'tsconfig.json'].map((name) => join(app, name)),
  ].sort()
}
