import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'

const here = import.meta.dirname
const STAMP = join(here, '.next', 'trifold-sources')
const require = createRequire(import.meta.url)

export interface BuildOptions {
  /** Receives one short line. */
  readonly log: (line: string) => void
}

/**
 * Builds the storefront for production, unless `.next` was built from these very sources. Needs no network and no API.
 * Throws with the last lines of Next's own output when the build fails.
 */
export async function buildWeb({ log }: BuildOptions): Promise<{ built: boolean }> {
  const stamp = await sourceStamp()
  if ((await readFile(STAMP, 'utf8').catch(() => '')) === stamp) {
    log('The storefront is built already')
    return { built: false }
  }
  const startedAt = performance.now()
  await nextBuild()
  await writeFile(STAMP, stamp)
  log(`Built the storefront in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`)
  return { built: true }
}

/** SHA-256 over everything the build reads: our sources and the versions of what they stand on. */
async function sourceStamp(): Promise<string> {
  const hash = createHash('sha256')
  for (const name of ['next', 'react', 'tailwindcss', 'recharts']) {
    hash.update(`${name}@${(require(`${name}/package.json`) as { version: string }).version}\n`)
  }
  for (const file of await sources()) {
    hash.update(`${relative(here, file)}\0`)
    hash.update(await readFile(file))
  }
  return hash.digest('hex')
}

async function sources(): Promise<string[]> {
  const entries = await readdir(join(here, 'src'), { recursive: true, withFileTypes: true })
  const inside = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const shipped = inside.filter((file) => !/\.test\.tsx?$/.test(file))
  return [...shipped, ...['next.config.ts', 'postcss.config.mjs', 'package.json', 'tsconfig.json'].map((name) => join(here, name))].sort()
}

/** Next's command line in its own process: its memory is gone when it is done. */
function nextBuild(): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [require.resolve('next/dist/bin/next'), 'build'], {
      cwd: here,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    })
    let output = ''
    const keep = (chunk: Buffer): void => void (output = (output + chunk.toString()).slice(-8000))
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    // A launcher that gives up on us must not leave Next building behind its back.
    const pass = (signal: NodeJS.Signals): void => void child.kill(signal)
    process.once('SIGTERM', pass).once('SIGINT', pass)
    child.on('error', reject)
    child.on('exit', (code) => {
      process.off('SIGTERM', pass).off('SIGINT', pass)
      if (code === 0) resolve()
      else reject(new Error(`The storefront could not be built:\n${output.trim()}`))
    })
  })
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  buildWeb({ log: (line) => console.log(line) }).catch((error: Error) => {
    console.error(error.message)
    process.exitCode = 1
  })
}
