import { aboutVariable, type About, type Reader, VARIABLE_NAMES } from './variables.ts'

const READERS: Readonly<Record<Reader, string>> = {
  launcher: '`npm start`',
  cli: '`trifold` commands',
  api: 'API',
  worker: 'worker',
  web: 'storefront',
  bench: 'benchmarks',
  build: 'build',
  tests: 'tests',
}

const GROUPS: Readonly<Record<About['group'], readonly [title: string, introduction: string]>> = {
  platform: ['Platform', 'Where the processes listen, and where they keep their data.'],
  computation: [
    'Computation',
    'Read by every process that trains or serves a model. The number of threads changes no result. Backends differ in ' +
      'the last digits.',
  ],
  development: ['Development and tests', 'Not needed to run Trifold.'],
  internal: ['Set by the programs themselves', 'Not meant to be set by hand.'],
}

/** The text of `docs/configuration.md`. */
export function configurationPage(): string {
  return [
    '# Configuration',
    '',
    '<!-- Written by `npm run docs:configuration` from packages/environment/src/variables.ts: edit that file. -->',
    '',
    'Trifold is configured by environment variables. Each process reads and validates its own once, at its start. A value',
    'that cannot be used ends the process with one sentence that names the variable. An empty variable counts as not set.',
    'Values marked as secret never appear in an error or a log.',
    '',
    'The settings of a model (`learningRate`, `epochs`, ...) are no environment variables: `trifold fit --help` names them.',
    ...(Object.keys(GROUPS) as About['group'][]).flatMap(section),
    '',
  ].join('\n')
}

function section(group: About['group']): string[] {
  const [title, introduction] = GROUPS[group]
  const rows = VARIABLE_NAMES.filter((name) => aboutVariable(name).group === group).map((name) => {
    const { description, default: without, readBy, secret } = aboutVariable(name)
    const what = secret ? `${description} Secret.` : description
    return `| \`${name}\` | ${what} | ${without ?? 'not set'} | ${readBy.map((reader) => READERS[reader]).join(', ')} |`
  })
  return [
    '',
    `## ${title}`,
    '',
    introduction,
    '',
    '| variable | meaning | default | read by |',
    '|---|---|---|---|',
    ...rows,
  ]
}
