import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { casesOf, type BackendCheck } from './testing/check-backend.ts'

/** Largest difference between a device and the cpu backend, relative to the largest number of the result. */
const AGAINST_CPU = 1e-5
/** Chromium brings a Vulkan driver in software, and a Vulkan loader, where Debian puts them. */
const SWIFTSHADER = process.env.VK_DRIVER_FILES ?? '/usr/lib/chromium/vk_swiftshader_icd.json'
const CHECK = fileURLToPath(new URL('testing/check-backend.ts', import.meta.url))

function check(backend: string, environment: Record<string, string>, sizes: readonly string[]): BackendCheck {
  const { stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', CHECK, backend, ...sizes], {
    encoding: 'utf8',
    env: { ...process.env, ...environment },
    timeout: 100_000,
  })
  const line = stdout.trim().split('\n').pop()
  return line
    ? (JSON.parse(line) as BackendCheck)
    : { why: `the process ended early: ${stderr.trim().split('\n').pop()}` }
}

function expectEqualToCpu(answer: BackendCheck, sizes: readonly string[]): void {
  if (answer.why !== undefined) throw new Error(answer.why)
  expect(Object.keys(answer.errors)).toEqual(casesOf(sizes).map(([name]) => name))
  for (const [name, error] of Object.entries(answer.errors)) expect(error, name).toBeLessThan(AGAINST_CPU)
  expect(answer.leaking).toEqual([])
}

describe('webgpu', () => {
  const software = existsSync(SWIFTSHADER)
  if (!software) console.warn(`skipped: webgpu in software, there is no ${SWIFTSHADER} (Debian: chromium)`)

  it.skipIf(!software)(
    'equals the cpu backend, on SwiftShader',
    () => {
      const environment = {
        VK_DRIVER_FILES: SWIFTSHADER,
        LD_LIBRARY_PATH: [dirname(SWIFTSHADER), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':'),
      }
      expectEqualToCpu(check('webgpu', environment, ['tiny']), ['tiny'])
    },
    120_000,
  )
})

describe('tensorflow', () => {
  const sizes = ['tiny', 'odd', 'blocks']
  const answer = check('tensorflow', {}, sizes)
  if (answer.why !== undefined) console.warn(`skipped: tensorflow: ${answer.why}`)

  it.skipIf(answer.why !== undefined)('equals the cpu backend', () => expectEqualToCpu(answer, sizes))
})
