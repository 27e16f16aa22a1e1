import { runProgram } from './lib/cli.mjs'

await runProgram('bench/main.ts', process.argv.slice(2))
