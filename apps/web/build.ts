import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { posix } from 'node:path'
import { pathToFileURL } from 'node:url'
import { BUILDS, currentBuild, publishBuild, sourceStamp } from './src/next-build.ts'

const here = import.meta.dirname

export interface BuildOptions {
  /** Receives one short line. */
  readonly log: (line: string) => void
}

/**
 * Builds the storefront for production, unless the current build has the same sources. Needs no network and no API.
 * Throws an error with the last lines of Next's output when the build fails.
 */
export async function buildWeb({ log }: BuildOptions): Promise<{ built: boolean }> {
  const sources = await sourceStamp(here)
  if ((await currentBuild(here))?.sources === sources) {
    log('The storefront is built already')
    return { built: false }
  }
  const startedAt = performance.now()
  const folder = posix.join(BUILDS, `${sources.slice(0, 12)}-${process.pid}`)
  await nextBuild(folder)
  await publishBuild(here, { sources, folder })
  log(`Built the storefront in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`)
  return { built: true }
}

/** Runs Next's command line in its own process, which frees its memory at the end. */
function nextBuild(folder: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [createRequire(import.meta.url).resolve('next/dist/bin/next'), 'build'], {
      cwd: here,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', TRIFOLD_WEB_BUILD: folder },
    })
    let output = ''
    const keep = (chunk: Buffer): void => void (output = (output + chunk.toString()).slice(-8000))
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    // If the launcher stops this process, Next must stop too.
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
