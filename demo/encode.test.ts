import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { readNpy } from '@trifold/model/data'
import { afterAll, beforeAll, expect, it } from 'vitest'

const command = (...args: string[]) =>
  promisify(execFile)(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'encode.ts'), ...args])

let out: string
let said: string
beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'encode-'))
  said = (await command('--out', out)).stdout
}, 240_000)
afterAll(() => rm(out, { recursive: true }))

const measured = (modality: string) => Number(new RegExp(`^${modality}: .*nearest: (\\d\\.\\d+)$`, 'm').exec(said)?.[1])

it('finds products of the same category by name and description, and better than chance by photo', () => {
  expect(measured('text')).toBeGreaterThanOrEqual(0.75)
  expect(measured('image')).toBeGreaterThan(0.3) // chance: .16
})

it('writes one row per product', async () => {
  const products = JSON.parse(await readFile(join(import.meta.dirname, 'products.json'), 'utf8'))
  for (const [name, columns] of [
    ['text', 512],
    ['image', 720],
  ] as const) {
    expect(await readNpy(join(out, `${name}_feat.npy`))).toMatchObject({ rows: products.length, columns })
  }
  expect(Object.keys(JSON.parse(await readFile(join(out, 'encoders.json'), 'utf8')))).toEqual(['text', 'image'])
})

it('says in one sentence what is wrong', async () => {
  await expect(command()).rejects.toMatchObject({ stderr: '--out FOLDER is missing (see --help)\n', code: 1 })
  const wrong = command('--out', out, '--text', '{"provider":"magic"}')
  await expect(wrong).rejects.toMatchObject({
    stderr: expect.stringMatching(/^the settings of the encoders are wrong \(text\.provider: [^\n]*\n$/),
  })
})
