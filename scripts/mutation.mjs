import { runProgram } from './lib/cli.mjs'

await runProgram('scripts/mutation/main.ts', process.argv.slice(2))
