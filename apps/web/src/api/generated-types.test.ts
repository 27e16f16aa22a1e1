import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generate } from '@graphql-codegen/cli'
import { describe, expect, it } from 'vitest'
import config from '../../codegen.ts'

const web = join(import.meta.dirname, '..', '..')

describe('the generated types', () => {
  it('are those of the committed schema and of our documents', async () => {
    const files = await generate({ ...config, cwd: web, silent: true }, false)
    expect(files.length).toBeGreaterThan(1)
    for (const { filename, content } of files) {
      expect(await readFile(join(web, filename), 'utf8'), `${filename}: run "npm run codegen -w @trifold/web"`).toBe(
        content,
      )
    }
  })
})
