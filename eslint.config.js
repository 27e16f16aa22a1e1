import js from '@eslint/js'
import * as importX from 'eslint-plugin-import-x'
import globals from 'globals'
import tseslint from 'typescript-eslint'
import { rooms } from './scripts/eslint/rooms.mjs'

/** Who may import whom: data flows catalog -> model -> API -> web (docs/architecture.md). */
const packages = {
  'packages/model': [],
  'packages/encode': [],
  'packages/environment': ['model'],
  'packages/experiments': ['model'],
  'packages/catalog': ['model'],
  demo: ['catalog', 'encode', 'model'],
  'apps/api': ['catalog', 'encode', 'environment', 'model'],
  'apps/worker': ['catalog', 'encode', 'environment', 'model'],
  'apps/cli': ['catalog', 'demo', 'encode', 'environment', 'experiments', 'model'],
  'apps/web': ['environment'],
}

/** Rooms of the model, from the bottom up: each may import the rooms named, all of which stand above it in this list. */
const modelRooms = {
  core: [],
  linalg: ['core'],
  data: ['linalg'],
  compute: ['core', 'data', 'linalg'],
  nn: ['compute', 'core', 'data', 'linalg'],
  graph: ['compute', 'core', 'data', 'linalg'],
  factors: ['linalg'],
  additive: ['data', 'factors', 'linalg'],
  bases: ['compute', 'data', 'graph', 'linalg', 'nn'],
  baselines: ['bases', 'data', 'factors', 'linalg'],
  mrdib: ['bases', 'compute', 'data', 'nn'],
  evaluate: ['core', 'data', 'factors', 'linalg'],
  explain: ['core', 'data', 'factors', 'linalg'],
  config: ['baselines', 'bases', 'data', 'evaluate', 'mrdib'],
  serve: ['config', 'core', 'data', 'explain', 'factors', 'linalg'],
  artifact: ['config', 'data', 'factors', 'linalg', 'serve'],
  blend: ['core', 'data', 'evaluate', 'factors', 'linalg', 'serve'],
  train: [
    'artifact',
    'baselines',
    'bases',
    'compute',
    'config',
    'data',
    'evaluate',
    'explain',
    'factors',
    'graph',
    'linalg',
    'mrdib',
    'nn',
    'serve',
  ],
}

/** Rooms of the laboratory, likewise. */
const experimentRooms = {
  plot: [],
  runner: [],
  faithfulness: ['plot', 'runner'],
  audit: ['faithfulness', 'plot', 'runner'],
  worlds: ['audit', 'faithfulness', 'plot', 'runner'],
  compare: ['faithfulness', 'plot', 'runner'],
  search: ['compare', 'plot', 'runner'],
  coldstart: ['compare', 'plot', 'runner'],
  scale: ['plot', 'runner', 'worlds'],
}

for (const plan of [modelRooms, experimentRooms]) {
  const order = Object.keys(plan)
  for (const [room, allowed] of Object.entries(plan)) {
    const late = allowed.find((name) => order.indexOf(name) >= order.indexOf(room))
    if (late !== undefined)
      throw new Error(`eslint.config.js: "${room}" may not import "${late}", which does not stand above it.`)
  }
}

const nameOf = (folder) => folder.split('/').at(-1)

const packageWalls = Object.entries(packages).map(([folder, allowed]) => {
  const others = Object.keys(packages).map(nameOf)
  const forbidden = others.filter((name) => name !== nameOf(folder) && !allowed.includes(name))
  const platform = folder === 'packages/model' ? ['@prisma/*', 'pg', 'graphql', 'next'] : []
  return {
    files: [`${folder}/**/*.{ts,tsx}`],
    ignores: ['**/*.test.ts', '**/testing/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: [...forbidden.flatMap((name) => [`@trifold/${name}`, `@trifold/${name}/*`]), ...platform],
              message: `${folder} may not import this: see the walls in eslint.config.js.`,
            },
            { group: ['**/packages/*/src/**', '**/apps/*/src/**'], message: 'Import the package by its name.' },
          ],
        },
      ],
    },
  }
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
  {
    files: ['{packages,apps}/*/src/**/*.{ts,tsx}'],
    plugins: { 'import-x': importX, trifold: { rules: { rooms } } },
    settings: {
      'import-x/resolver-next': [importX.createNodeResolver({ extensions: ['.ts', '.tsx', '.mjs', '.js'] })],
    },
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      'trifold/rooms': 'error',
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  { files: ['packages/model/src/**/*.ts'], rules: { 'trifold/rooms': ['error', modelRooms] } },
  { files: ['packages/experiments/src/**/*.ts'], rules: { 'trifold/rooms': ['error', experimentRooms] } },
  ...packageWalls,
)
