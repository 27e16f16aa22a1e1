// `npm run docs:configuration`: writes docs/configuration.md from the schema of the environment.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { configurationPage } from './configuration-page.ts'
import { cloneDirectory } from './paths.ts'

const file = join(cloneDirectory(), 'docs', 'configuration.md')
await writeFile(file, configurationPage())
console.log(`Written: ${file}`)
