import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Group } from './plan.ts'
import { slugOf } from './plan.ts'
import { type StrykerReport, strykerReportSchema } from './report.ts'
import { samplePlugin } from './sample.mjs'

export interface StrykerOptions {
  readonly root: string
  /** Folder for what StrykerJS reads and writes, relative to the clone; git ignores it. */
  readonly out: string
  readonly share: number
  readonly seed: number
  readonly concurrency: number
}

/** Folders that no test of the mutated packages reads. StrykerJS copies all others to its sandbox. */
const NOT_COPIED = ['.data', 'docs', 'apps/web', 'bench', 'demo/images', '**/build', '**/.venv', '**/.tensorflow']

/**
 * Runs StrykerJS on a group and returns its report.
 *
 * @throws Error when StrykerJS fails, for instance because a test fails without any mutant
 */
export async function mutate(group: Group, options: StrykerOptions): Promise<StrykerReport> {
  const { root, out, share, seed, concurrency } = options
  const folder = join(out, slugOf(group.target))
  const report = join(root, folder, 'stryker.json')
  mkdirSync(join(root, folder), { recursive: true })
  rmSync(report, { force: true })
  writeFileSync(join(root, folder, 'sample.mjs'), samplePlugin(share, seed))
  writeFileSync(join(root, folder, 'vitest.config.mjs'), vitestConfig(group))
  const config = {
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner', ...(share < 1 ? [join(root, folder, 'sample.mjs')] : [])],
    ignorers: share < 1 ? ['sample'] : [],
    mutate: group.files,
    vitest: { configFile: `${folder}/vitest.config.mjs`, related: true },
    coverageAnalysis: 'perTest',
    concurrency,
    timeoutMS: 15_000,
    reporters: ['progress-append-only', 'json'],
    jsonReporter: { fileName: report },
    ignorePatterns: NOT_COPIED,
    tempDirName: `${out}/sandbox`,
    allowConsoleColors: false,
  }
  const file = join(root, folder, 'stryker.conf.json')
  writeFileSync(file, JSON.stringify(config, null, 2))
  const code = await run(root, [join(root, 'node_modules/@stryker-mutator/core/bin/stryker.js'), 'run', file])
  if (code !== 0 || !existsSync(report)) throw new Error(`StrykerJS failed on ${group.target} (exit code ${code}).`)
  return strykerReportSchema.parse(JSON.parse(readFileSync(report, 'utf8')))
}

/** As the project `unit` of vitest.config.ts, with the tests of the group alone. */
function vitestConfig({ tests }: Group): string {
  return `import { createRequire } from 'node:module'
const graphql = createRequire(process.cwd() + '/').resolve('graphql')
export default {
  resolve: { alias: [{ find: /^graphql$/, replacement: graphql }] },
  test: {
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    globalSetup: 'packages/catalog/src/testing/global-setup.ts',
    include: ${JSON.stringify(tests)},
  },
}
`
}

function run(root: string, args: readonly string[]): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
    child.on('error', reject)
    child.on('exit', (code) => resolve(code))
  })
}
