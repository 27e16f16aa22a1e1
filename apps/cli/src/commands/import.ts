import { Command } from 'commander'
import { userPath } from '@trifold/environment'
import { DATABASE_HELP, describeLoad, withCatalog, withLoadProgress } from '../catalog/index.ts'
import { terminalProgress } from '../terminal/index.ts'

const FORMAT = `
The folder holds one NAME.inter (tab-separated with a header: userID itemID [rating timestamp x_label], ids from 0,
timestamps in seconds, x_label 0 train, 1 valid, 2 test), any number of MODALITY_feat.npy (float16, 32 or 64; row =
itemID; a row of zeros = the item has none), and optionally items.csv (a row an item, columns title, description).
An error anywhere leaves the catalog unchanged.

Example:
  npm run trifold -- import --from ./my-shop`

export function importCommand(): Command {
  return new Command('import')
    .description('Import your own data set into the catalog, all or nothing.')
    .requiredOption('--from <dir>', 'the data set')
    .option('--append', 'add to a catalog that is not empty; known ids refer to the existing users and items', false)
    .addHelpText('after', FORMAT + DATABASE_HELP)
    .action(async ({ from, append }: { from: string; append: boolean }) => {
      const { importDataset } = await import('@trifold/catalog')
      const started = performance.now()
      const summary = await withCatalog(({ pool }) =>
        withLoadProgress('Importing', terminalProgress, (onProgress) =>
          importDataset(pool, userPath(from), { append, onProgress }),
        ),
      )
      const seconds = ((performance.now() - started) / 1000).toFixed(1)
      console.log(`Imported ${describeLoad(summary)} (${seconds} s).`)
    })
}
