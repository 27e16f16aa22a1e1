import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import { kept } from './kept.ts'

let dir: string
beforeEach(async () => (dir = await mkdtemp(join(tmpdir(), 'trifold-kept-'))))
afterEach(async () => rm(dir, { recursive: true }))

it('answers a question once, and anew where the file is cut', async () => {
  let asked = 0
  const ask = (question: object) => kept(dir, question, z.number(), () => Promise.resolve(++asked))
  expect([await ask({ a: 1 }), await ask({ a: 1 }), await ask({ a: 2 })]).toEqual([1, 1, 2])
  for (const file of await readdir(dir)) await writeFile(join(dir, file), '"cu')
  expect(await ask({ a: 1 })).toBe(3)
})
