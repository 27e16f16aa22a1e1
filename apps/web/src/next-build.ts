import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join, relative } from 'node:path'

/** Every build has its own folder, so that a later build does not break a running server. */
export const BUILDS = '.next'
const POINTER = 'current.json'
/** A server may still use a build that is younger than this. Older builds are removed. */
const MAX_AGE_MS = 24 * 60 * 60 * 1000

/** A finished build. */
export interface Build {
  /** Hash of the sources it was made from. */
  readonly sources: string
  /** Its folder, relative to the app: Next's `distDir`. */
  readonly folder: string
}

/** The last finished build; null when there is none. */
export async function currentBuild(app: string): Promise<Build | null> {
  try {
    const build = JSON.parse(await readFile(join(app, BUILDS, POINTER), 'utf8')) as Build
    await stat(join(app, build.folder, 'BUILD_ID'))
    return build
  } catch {
    return null
  }
}

/** Makes a finished build the current one in one atomic step, and removes old builds. */
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
    if (Date.now() - mtimeMs > MAX_AGE_MS) await rm(folder, { recursive: true, force: true })
  }
}

/** SHA-256 over everything that a build reads: the app's sources and the versions of its main libraries. */
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
