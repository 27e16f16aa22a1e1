import { createRequire } from 'node:module'
import { defineConfig } from 'vitest/config'

const graphql = createRequire(import.meta.url).resolve('graphql')

export default defineConfig({
  // One copy of graphql, the one that Node itself gives to packages, or its schema objects do not recognize each other
  // ("another module or realm").
  resolve: { alias: [{ find: /^graphql$/, replacement: graphql }] },
  test: {
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 120_000, // some tests run whole programs, on machines that may be busy
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          globalSetup: 'packages/catalog/src/testing/global-setup.ts', // one database server for all suites that ask for one
          include: [
            'packages/*/src/**/*.test.ts',
            'apps/*/src/**/*.test.{ts,tsx}',
            'scripts/**/*.test.ts',
            'demo/**/*.test.ts',
            'bench/**/*.test.ts',
          ],
        },
      },
      {
        extends: true,
        test: {
          // Whole processes, one file after the other: they start databases and servers and kill them.
          name: 'system',
          include: ['test/**/*.test.ts'],
          testTimeout: 240_000,
          hookTimeout: 240_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
