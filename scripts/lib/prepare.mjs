// Brings a fresh or freshly pulled clone to a state that runs: dependencies, Prisma client, native core.
import { spawn } from 'node:child_process'
import { accessSync, constants, existsSync, mkdirSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { withLock } from './lock.mjs'
import { generateEnvironment, prismaProgram } from './prisma-cli.mjs'
import { isFresh, leaveStamp } from './stamp.mjs'

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const at = (...parts) => join(root, ...parts)

const workspaces = [
  at('demo', 'package.json'),
  ...['packages', 'apps'].flatMap((folder) => readdirSync(at(folder)).map((name) => at(folder, name, 'package.json'))),
]

/** The steps: what each makes, and from which inputs. The stamps are in node_modules: `rm -rf node_modules` repeats all. */
const dependencies = {
  stamp: at('node_modules', '.trifold', 'dependencies'),
  inputs: [at('package.json'), at('package-lock.json'), ...workspaces],
}
const client = {
  stamp: at('node_modules', '.trifold', 'prisma-client'),
  inputs: [at('prisma', 'schema.prisma'), at('prisma.config.ts'), at('package-lock.json')],
  output: at('packages', 'catalog', 'generated'),
}
const core = {
  stamp: at('node_modules', '.trifold', 'native-core'),
  inputs: [at('packages', 'model', 'src', 'core')],
}

function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk))
    child.on('error', reject)
    child.on('exit', (code) => (code === 0 ? resolve(output) : reject(Object.assign(new Error(output), { code }))))
  })
}

/** The npm that started this process, or the one beside Node. No shell in between: signals must reach npm. */
function npmCommand() {
  const candidates = [
    process.env.npm_execpath,
    join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(dirname(process.execPath), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ]
  const script = candidates.find((path) => path?.endsWith('npm-cli.js') && existsSync(path))
  return script ? [process.execPath, [script]] : ['npm', []]
}

/** npm writes to its cache on every installation. Where that is not allowed, use a cache inside the clone. */
function cacheArguments() {
  const cache = process.env.npm_config_cache ?? join(homedir(), '.npm')
  try {
    mkdirSync(join(cache, '_cacache'), { recursive: true })
    for (const folder of [cache, join(cache, '_cacache')]) accessSync(folder, constants.W_OK)
    return []
  } catch {
    return ['--cache', at('.npm-cache')]
  }
}

async function installDependencies() {
  console.error('Installing the dependencies (once; a minute or so) ...')
  const [npm, first] = npmCommand()
  const args = [...first, 'ci', '--no-audit', '--no-fund', '--loglevel=error', ...cacheArguments()]
  // `npm run` passes its settings (a workspace, a prefix) in the environment; this npm must not inherit them.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^npm_(config_(prefix|workspace|local_prefix|global)|lifecycle|package)/.test(name),
    ),
  )
  try {
    await run(npm, args, { env: { ...env, TRIFOLD_PREPARING: '1' } })
  } catch (error) {
    console.error(error.message.trim())
    throw new Error('npm could not install the dependencies; its message is above.', { cause: error })
  }
  leaveStamp(dependencies.stamp, dependencies.inputs)
}

async function generateClient() {
  await run(process.execPath, [prismaProgram(), 'generate'], { env: generateEnvironment() })
  leaveStamp(client.stamp, client.inputs)
}

/** The native core is optional: without a compiler the WebAssembly build computes the same. */
async function buildCore() {
  await run(process.execPath, [at('packages', 'model', 'src', 'core', 'build.mjs')])
  leaveStamp(core.stamp, core.inputs)
}

/** The steps that need only our own sources, once the dependencies are installed. */
export async function generate() {
  if (!isFresh(client.stamp, client.inputs) || !existsSync(client.output)) await generateClient()
  if (!isFresh(core.stamp, core.inputs)) await buildCore()
}

/** Brings the clone up to date. When it is, this costs some file hashes. */
export async function prepare() {
  if (
    isFresh(dependencies.stamp, dependencies.inputs) &&
    isFresh(client.stamp, client.inputs) &&
    isFresh(core.stamp, core.inputs)
  )
    return
  await withLock(at('.trifold-install.lock'), async () => {
    if (!isFresh(dependencies.stamp, dependencies.inputs)) await installDependencies()
    await generate()
  })
}

/** After an `npm install` by hand: the same state as `prepare` leaves. */
export async function afterInstall() {
  await generate()
  leaveStamp(dependencies.stamp, dependencies.inputs)
}
