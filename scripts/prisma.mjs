// Prisma's command line for developers: `npm run prisma -- migrate dev --name what-changed`.
import { spawn } from 'node:child_process'
import { developmentEnvironment, prismaProgram } from './lib/prisma-cli.mjs'

const { env, usesStandIn } = developmentEnvironment()
if (usesStandIn) {
  console.error(
    "Prisma's native schema engine is not installed: its WebAssembly build runs instead (prisma/schema-engine).",
  )
}
const child = spawn(process.execPath, [prismaProgram(), ...process.argv.slice(2)], { stdio: 'inherit', env })
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
