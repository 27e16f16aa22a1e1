import { Command } from 'commander'
import { DATABASE_HELP, withCatalog } from '../catalog.ts'
import { describeLoad, loadProgress } from '../load-report.ts'
import { terminalProgress } from '../progress.ts'
import { userPath } from '../user-path.ts'

const FORMAT = `
The folder holds one NAME.inter (tab-separated with a header: userID itemID [rating timestamp x_label], ids from 0,
timestamps in seconds, x_label 0 train, 1 valid, 2 test), any number of MODALITY_feat.npy (float16, 32 or 64; row =
itemID, a row of zeros = the item has none), and if you like items.csv (a row an item, columns title, description).
A fault anywhere leaves the catalog as it was.

Example:
  npm run trifold -- import --from ./my-shop`

export function importCommand(): Command {
  return new Command('import')
    .description('Bring a data set of your own into the catalog, all or nothing.')
    .requiredOption('--from <dir>', 'the data set')
    .option('--append', 'add to a catalog that is not empty: known ids stay the same users and items', false)
    .addHelpText('after', FORMAT + DATABASE_HELP)
    .action(async ({ from, append }: { from: string; append: boolean }) => {
      const { importDataset } = await import('@trifold/catalog')
      const started = performance.now()
      const summary = await withCatalog(async ({ pool }) => {
        const bar = loadProgress('Importing', terminalProgress)
        try {
          return await importDataset(pool, userPath(from), { append, onProgress: bar.show })
        } finally {
          bar.stop()
        }
      })
      const seconds = ((performance.now() - started) / 1000).toFixed(1)
      console.log(`Imported ${describeLoad(summary)} (${seconds} s).`)
    })
}
