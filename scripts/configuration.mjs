import { runProgram } from './lib/cli.mjs'

await runProgram('packages/environment/src/write-configuration.ts', [])
