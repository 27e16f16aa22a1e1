import { Command } from 'commander'
import { dataDirectory } from '../root.ts'

const ENVIRONMENT = `
Environment:
  API_PORT      port of the GraphQL API (default: 4000 or the next free one; 0: any)
  WEB_PORT      port of the storefront (default: 3000 or the next free one; 0: any)
  DATA_DIR      folder of the database, the models and the logs (default: .data in the clone)
  DATABASE_URL  a PostgreSQL database to use instead of the embedded one
  TRIFOLD_BACKEND  what trains: tensorflow, webgpu, core-native, core-wasm or cpu (default: the best that works)`

export function startCommand(): Command {
  return new Command('start')
    .description('Start everything: database, demo shop, first model, API, worker and storefront. Ctrl-C stops it.')
    .addHelpText('after', ENVIRONMENT)
    .action(async () => {
      const { launch } = await import('../start/launch.ts')
      await launch(dataDirectory())
    })
}
