import js from '@eslint/js'
import globals from 'globals'
import tseslint from 'typescript-eslint'

/** Who may import whom: data flows catalogue -> model -> API -> web (docs/decisions/0001-layout.md). */
const packages = {
  'packages/model': [],
  'packages/environment': ['model'],
  'packages/catalog': ['model'],
  'apps/api': ['catalog', 'environment', 'model'],
  'apps/worker': ['catalog', 'environment', 'model'],
  'apps/cli': ['catalog', 'environment', 'model'],
  'apps/web': ['environment'],
}

/** Inside the model: what a model is (bases, mrdib) stays apart from how it is run (compute, train) and served. */
const modelFolders = {
  core: [],
  compute: ['core', 'data'],
  data: [],
  graph: ['compute', 'data'],
  bases: ['compute', 'data', 'graph', 'serve'],
  references: ['compute', 'data', 'serve'],
  mrdib: ['bases', 'compute', 'data', 'serve'],
  evaluate: ['compute', 'data', 'serve'],
  explain: ['compute', 'data', 'serve'],
  serve: ['artifact', 'compute', 'data', 'explain'],
  plot: [],
  audit: ['data', 'evaluate', 'explain', 'serve'],
  experiments: [
    'artifact',
    'audit',
    'bases',
    'compute',
    'data',
    'evaluate',
    'explain',
    'graph',
    'plot',
    'references',
    'serve',
    'train',
  ],
  artifact: ['data', 'evaluate', 'serve', 'train'],
  blend: ['artifact', 'compute', 'data', 'evaluate', 'serve'],
  train: ['artifact', 'bases', 'graph', 'mrdib', 'references', 'compute', 'data', 'evaluate', 'serve', 'explain'],
}

const nameOf = (folder) => folder.split('/').at(-1)

/** A rule that forbids importing any of `names`, however they are spelled by `patternsOf`. */
const wall = (files, names, patternsOf, from) => ({
  files,
  ignores: ['**/*.test.ts', '**/testing/**'],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          ...(names.length
            ? [
                {
                  group: names.flatMap(patternsOf),
                  message: `${from} may not import this: see the walls in eslint.config.js.`,
                },
              ]
            : []),
          { group: ['**/packages/*/src/**', '**/apps/*/src/**'], message: 'Import the package by its name.' },
        ],
      },
    ],
  },
})

const packageWalls = Object.entries(packages).map(([folder, allowed]) => {
  const others = Object.keys(packages).map(nameOf)
  const forbidden = others.filter((name) => name !== nameOf(folder) && !allowed.includes(name))
  return wall([`${folder}/**/*.{ts,tsx}`], forbidden, (name) => [`@trifold/${name}`, `@trifold/${name}/*`], folder)
})

const modelWalls = Object.entries(modelFolders).map(([folder, allowed]) => {
  const forbidden = Object.keys(modelFolders).filter((name) => name !== folder && !allowed.includes(name))
  const foreign = (name) => [`../${name}/**`, `../../${name}/**`]
  const platform = ['@trifold/*', '@prisma/*', 'pg', 'graphql', 'next']
  const rule = wall([`packages/model/src/${folder}/**/*.ts`], forbidden, foreign, `model/src/${folder}`)
  rule.rules['no-restricted-imports'][1].patterns.push({
    group: platform,
    message: 'The model knows no database, no GraphQL and no web.',
  })
  return rule
})

export default tseslint.config(
  {
    ignores: [
      '**/node_modules',
      '**/.next',
      '**/generated',
      '**/build',
      '**/dist',
      '**/.data',
      '**/.mutation',
      'apps/web/src/gql',
      '**/next-env.d.ts',
      '**/.venv',
      '**/.tensorflow',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    languageOptions: { globals: { ...globals.node } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  ...packageWalls,
  ...modelWalls,
)
