import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { UserFacingError } from '@trifold/model/errors'
import type { Library } from './library.ts'
import { CommandFailed, run } from '../run.ts'

const SOURCES = ['tfjs_backend.cc', 'tfjs_binding.cc']
const fromModel = createRequire(new URL('../../packages/model/package.json', import.meta.url))

/**
 * Compiles the package's addon against the library of a wheel, with the N-API headers of npm's `node-api-headers`, and
 * puts it where the package looks for it. Kept while sources, compiler and library stay the same.
 *
 * The addon uses nothing but TensorFlow's C interface, which newer versions keep. The path of the library is written
 * into it; its own symbols are hidden and bound first, for Node holds symbols of many libraries.
 */
export async function buildAddon(packageFolder: string, library: Library): Promise<string> {
  // node-pre-gyp looks for the highest version of N-API that both Node and the package know, which has been 8 since Node 16
  const addon = join(packageFolder, 'lib', 'napi-v8', 'tfjs_binding.node')
  const compiler = process.env.CXX ?? 'c++'
  const parameters = [
    '-std=c++17',
    '-O2',
    '-fPIC',
    '-shared',
    '-fvisibility=hidden',
    '-DNAPI_VERSION=8',
    `-I${join(packageFolder, '..')}`,
    `-I${packageFolder}`,
    `-I${(fromModel('node-api-headers') as { include_dir: string }).include_dir}`,
    `-I${join(library.folder, 'include')}`,
    ...SOURCES.map((name) => join(packageFolder, 'binding', name)),
    '-Wl,-Bsymbolic',
    `-Wl,-rpath,${library.folder}`,
    join(library.folder, 'libtensorflow_cc.so.2'),
    join(library.folder, 'libtensorflow_framework.so.2'),
  ]
  const stampFile = `${addon}.stamp`
  const stamp = await stampOf(packageFolder, [compiler, ...parameters, library.version])
  if (existsSync(addon) && existsSync(stampFile) && (await readFile(stampFile, 'utf8')) === stamp) return addon
  process.stderr.write(`compiling the addon against TensorFlow ${library.version}\n`)
  await mkdir(dirname(addon), { recursive: true })
  await run(compiler, [...parameters, '-o', `${addon}.new`]).catch((error: unknown) => {
    if (!(error instanceof CommandFailed)) throw error
    process.stderr.write(error.output)
    throw new UserFacingError(`The addon does not build against TensorFlow ${library.version}: ${error.message}`)
  })
  await rename(`${addon}.new`, addon)
  await writeFile(stampFile, stamp)
  return addon
}

async function stampOf(packageFolder: string, parameters: readonly string[]): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(parameters))
  for (const name of SOURCES) hash.update(await readFile(join(packageFolder, 'binding', name)))
  return hash.digest('hex')
}
