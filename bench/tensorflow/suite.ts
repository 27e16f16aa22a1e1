import { fileURLToPath } from 'node:url'
import { UserFacingError } from '@trifold/model/errors'
import type { BackendCheck } from '../../packages/model/src/compute/testing/check-backend.ts'
import { CommandFailed, run } from '../run.ts'

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const SIZES = ['tiny', 'odd', 'blocks']
const TESTS = ['operations/operations', 'device-backends', 'adam', 'embedding-table', 'backends/']

/**
 * Compares every coarse operation on TensorFlow with the cpu backend, and then runs the compute suite of `npm test`, of
 * which its part on TensorFlow is skipped where there is none.
 *
 * @param environment names the package and what else its process needs
 */
export async function runSuite(environment: Readonly<Record<string, string>>): Promise<string[]> {
  const text = await run(
    process.execPath,
    ['--import', 'tsx', at('packages/model/src/compute/testing/check-backend.ts'), 'tensorflow', ...SIZES],
    { environment, folder: at('.') },
  )
  const check = JSON.parse(text.trim().split('\n').pop() ?? '') as BackendCheck
  if (check.why !== undefined) throw new UserFacingError(check.why)
  const tests = TESTS.map((name) => `packages/model/src/compute/${name}`)
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', ...tests]
  await run(process.execPath, vitest, { environment, folder: at('.'), show: true }).catch((error: unknown) => {
    if (error instanceof CommandFailed)
      throw new UserFacingError('The compute suite fails on TensorFlow; its output is above.')
    throw error
  })
  return [
    '## Every coarse operation beside the cpu backend',
    '',
    `Backend: ${check.detail}. Largest relative error of the value and of all gradients:`,
    '',
    `| operation | ${SIZES.join(' | ')} |`,
    `|---|${SIZES.map(() => '---|').join('')}`,
    ...operationsOf(check.errors).map(
      (name) =>
        `| ${name} | ${SIZES.map((size) => (check.errors[`${size} ${name}`] ?? NaN).toExponential(1)).join(' | ')} |`,
    ),
    '',
    `Other bits the second time: ${check.unsteady.join(', ') || 'none'}. Tensors left behind: ${check.leaking.join(', ') || 'none'}.`,
  ]
}

const operationsOf = (errors: Readonly<Record<string, number>>) =>
  Object.keys(errors)
    .filter((name) => name.startsWith('tiny '))
    .map((name) => name.slice('tiny '.length))
