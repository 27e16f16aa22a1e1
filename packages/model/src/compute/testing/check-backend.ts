/**
 * Compares one backend with the cpu backend on every coarse operation, in a process of its own: a device's driver is
 * chosen by environment variables that must be there before it is loaded, and may take the process down.
 * `tsx check-backend.ts <backend>` prints one line of JSON: the backend's detail, and the largest relative error of the
 * value and of the gradients by operation; or why the backend cannot be used.
 */
import { selectBackend } from '../index.ts'
import { operationCases, TINY } from './cases.ts'
import { relativeError, valueAndGradients } from './gradient-check.ts'

const expected: Record<string, Float32Array[]> = {}
await selectBackend('cpu')
for (const [name, make] of Object.entries(operationCases(TINY))) expected[name] = await valueAndGradients(make())

const answer = await selectBackend(process.argv[2]).then(
  async ({ detail }) => {
    const errors: Record<string, number> = {}
    for (const [name, make] of Object.entries(operationCases(TINY))) {
      const actual = await valueAndGradients(make())
      errors[name] = Math.max(...actual.map((array, n) => relativeError(array, expected[name][n])))
    }
    return { detail, errors }
  },
  (error: Error) => ({ why: error.message }),
)
process.stdout.write(JSON.stringify(answer) + '\n')
process.exit(0)
