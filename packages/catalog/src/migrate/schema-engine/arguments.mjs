// The native engine's command line, as far as Prisma 7 uses it:
//   schema-engine --version
//   schema-engine --datasource '{"url": ...}' cli can-connect-to-database|create-database|drop-database
//   schema-engine --datasource '{"url": ...}' --datamodels FILE [--datamodels FILE ...]

/** @param {string[]} argv */
export function readArguments(argv) {
  const all = (name) => argv.flatMap((argument, i) => (argument === name ? [argv[i + 1]] : []))
  const datasource = all('--datasource')[0]
  const cli = argv.indexOf('cli')
  return {
    version: argv.includes('--version'),
    adminCommand: cli < 0 ? undefined : argv[cli + 1],
    /** @type {string | undefined} */
    url: datasource ? JSON.parse(datasource).url : undefined,
    schemaFiles: all('--datamodels'),
  }
}
