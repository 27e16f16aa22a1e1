// Runs TypeScript without a build step (docs/decisions/0002-run-typescript-with-tsx.md).
import './node-version.mjs'
import { pathToFileURL } from 'node:url'
import { join } from 'node:path'
import { prepare, root } from './prepare.mjs'

/** Runs the TypeScript program `file` (relative to the root) in this process, with `args` as its arguments. */
export async function runProgram(file, args) {
  try {
    await prepare()
  } catch (error) {
    console.error(error.message)
    process.exit(1)
  }
  const { register } = await import('tsx/esm/api')
  register()
  process.argv = [process.argv[0], join(root, file), ...args]
  await import(pathToFileURL(join(root, file)).href)
}
