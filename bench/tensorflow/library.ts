import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { UserFacingError } from '@trifold/model/errors'
import { CommandFailed, run } from '../run.ts'

/** Where a TensorFlow wheel was unpacked: its two libraries and the headers of its C interface lie in it. */
export interface Library {
  readonly folder: string
  readonly version: string
}

/** The files of a wheel that the addon is built from and loads. */
export const NEEDED = [
  'libtensorflow_cc.so.2',
  'libtensorflow_framework.so.2',
  join('include', 'tensorflow', 'c', 'eager', 'c_api.h'),
]

/** The version of a Python, or null where there is none to start. */
export async function pythonVersion(python: string): Promise<string | null> {
  return run(python, ['--version']).then(
    (text) => text.trim(),
    () => null,
  )
}

/**
 * Puts a TensorFlow wheel of the Python registry into an environment of its own; what is there already is kept.
 *
 * @param wheel as pip names it, `tensorflow-cpu==2.21.0`; one with extras (`tensorflow[and-cuda]`) comes with the
 *   CUDA libraries it depends on, any other alone: its C interface needs none of the Python packages
 */
export async function installLibrary(environment: string, python: string, wheel: string): Promise<Library> {
  const own = join(environment, 'bin', 'python')
  if (!existsSync(own)) await asking('venv', run(python, ['-m', 'venv', environment]))
  if (!(await isInstalled(own, wheel))) {
    process.stderr.write(`installing ${wheel}, some hundred MB\n`)
    const alone = wheel.includes('[') ? [] : ['--no-deps']
    await asking('pip', run(own, ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', ...alone, wheel]))
  }
  const script =
    'import importlib.util as u, importlib.metadata as m, os\n' +
    'print(os.path.dirname(u.find_spec("tensorflow").origin))\n' +
    'print(next(d.version for d in m.distributions() if d.metadata["Name"].startswith("tensorflow")))'
  const [folder = '', version = ''] = (await run(own, ['-c', script])).trim().split('\n')
  const missing = NEEDED.find((file) => !existsSync(join(folder, file)))
  if (missing) throw new UserFacingError(`The wheel ${wheel} has no ${missing}; its layout is not the one known here.`)
  return { folder, version }
}

async function isInstalled(python: string, wheel: string): Promise<boolean> {
  const [, name, version] = /^([A-Za-z0-9_-]+)(?:\[.*\])?(?:==(.+))?$/.exec(wheel) ?? []
  if (!name) throw new UserFacingError(`--wheel must read NAME or NAME==VERSION, not "${wheel}".`)
  const script = 'import importlib.metadata as m, sys\nprint(m.version(sys.argv[1]))'
  const found = await run(python, ['-c', script, name]).catch(() => null)
  return found !== null && (version === undefined || found.trim() === version)
}

/** Says a failed command in one sentence. */
async function asking<T>(what: string, done: Promise<T>): Promise<T> {
  return done.catch((error: unknown) => {
    if (!(error instanceof CommandFailed)) throw error
    throw new UserFacingError(`The Python environment of TensorFlow could not be made: ${what}: ${error.message}`)
  })
}
