import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import { cached } from './cached.ts'

let dir: string
beforeEach(async () => (dir = await mkdtemp(join(tmpdir(), 'trifold-cached-'))))
afterEach(async () => rm(dir, { recursive: true }))

it('computes a result once, and again if the file is cut', async () => {
  let calls = 0
  const resultOf = (key: object) => cached(dir, key, z.number(), () => Promise.resolve(++calls))
  expect([await resultOf({ a: 1 }), await resultOf({ a: 1 }), await resultOf({ a: 2 })]).toEqual([1, 1, 2])
  for (const file of await readdir(dir)) await writeFile(join(dir, file), '"cu')
  expect(await resultOf({ a: 1 })).toBe(3)
})
