// Runs every check, one after the other, and counts them in the last line.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import './lib/node-version.mjs'
import { parseArgs } from 'node:util'
import { prepare, root } from './lib/prepare.mjs'

const HELP = `Usage: npm test [-- options] [files]

Runs every test: types, lint, unit and integration, whole processes, browser.

Options:
  --only NAME   just one part: types, lint, unit, system or browser
  --help        this text

FILES select tests of the parts unit, system and browser by a part of their path.`

const PARTS = ['types', 'lint', 'unit', 'system', 'browser']

function options() {
  try {
    return parseArgs({ allowPositionals: true, options: { only: { type: 'string' }, help: { type: 'boolean' } } })
  } catch (error) {
    console.error(`${error.message} (--help lists the options)`)
    process.exit(2)
  }
}

const { values, positionals: files } = options()
if (values.help) {
  console.log(HELP)
  process.exit(0)
}
if (values.only !== undefined && !PARTS.includes(values.only)) {
  console.error(`--only takes one of ${PARTS.join(', ')}, not "${values.only}".`)
  process.exit(2)
}

const scratch = mkdtempSync(join(tmpdir(), 'trifold-test-'))
const bin = (...parts) => join(root, 'node_modules', ...parts)

/** Runs a program and shows its output. Resolves to whether it ended with 0. */
function run(script, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script, ...args], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
    })
    child.on('exit', (code) => resolve(code === 0))
  })
}

/** A check without cases of its own counts as one. */
const asOne = async (passed) => ({ passed: Number(await passed), failed: Number(!(await passed)), skipped: 0 })

async function types() {
  const projects = [
    'packages/model',
    'packages/experiments',
    'packages/encode',
    'packages/environment',
    'packages/catalog',
    'apps/api',
    'apps/worker',
    'apps/cli',
    'apps/web',
    'demo',
    'bench',
    'scripts',
    'test',
  ]
  const total = { passed: 0, failed: 0, skipped: 0 }
  for (const project of projects) {
    console.log(`\ntypes of ${project}`)
    add(total, await asOne(run(bin('typescript', 'bin', 'tsc'), ['--noEmit', '-p', project])))
  }
  return total
}

async function lint() {
  const total = await asOne(run(bin('eslint', 'bin', 'eslint.js'), ['.', '--max-warnings', '0']))
  add(total, await asOne(run(bin('prettier', 'bin', 'prettier.cjs'), ['--check', '--log-level', 'warn', '.'])))
  add(total, await asOne(run(join(root, 'scripts', 'check-links.mjs'), [])))
  add(total, await asOne(run(join(root, 'scripts', 'decision-index.mjs'), ['--check'])))
  return total
}

/** A runner that wrote no report, or failed outside its tests (in its set-up, say), counts as one more failure. */
function counted(report, succeeded, count) {
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 }
  const counts = count(JSON.parse(readFileSync(report, 'utf8')))
  if (!succeeded && counts.failed === 0) counts.failed = 1
  return counts
}

async function vitest(project) {
  const report = join(scratch, `${project}.json`)
  const args = [
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    '--passWithNoTests',
    ...files,
  ]
  const succeeded = await run(bin('vitest', 'vitest.mjs'), args)
  return counted(report, succeeded, (json) => ({
    passed: json.numPassedTests,
    failed:
      json.numFailedTests +
      json.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length,
    skipped: json.numPendingTests + json.numTodoTests,
  }))
}

async function browser() {
  const report = join(scratch, 'browser.json')
  const succeeded = await run(
    bin('@playwright', 'test', 'cli.js'),
    ['test', '--config', 'test/browser/playwright.config.ts', '--pass-with-no-tests', ...files],
    {
      PLAYWRIGHT_JSON_OUTPUT_NAME: report,
    },
  )
  return counted(report, succeeded, ({ stats }) => {
    if (stats.flaky > 0)
      console.log(`\n${stats.flaky} browser tests passed only at the second attempt: see "flaky" above.`)
    return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped }
  })
}

function add(total, part) {
  for (const key of Object.keys(total)) total[key] += part[key]
}

try {
  await prepare()
} catch (error) {
  console.error(error.message)
  process.exit(1)
}
const total = { passed: 0, failed: 0, skipped: 0 }
const parts = { types, lint, unit: () => vitest('unit'), system: () => vitest('system'), browser }
for (const [name, part] of Object.entries(parts)) {
  if (values.only !== undefined && values.only !== name) continue
  const started = Date.now()
  const counts = await part()
  console.log(
    `\n${name}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped in ${Math.round((Date.now() - started) / 1000)} s`,
  )
  add(total, counts)
}
rmSync(scratch, { recursive: true, force: true })
console.log(`\n${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ''}`)
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1)
