import { runProgram } from './lib/cli.mjs'

await runProgram('apps/cli/src/main.ts', process.argv.slice(2))
