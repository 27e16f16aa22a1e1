import { defineConfig } from '@playwright/test'
import { chromiumLaunch } from './chromium.ts'

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../../test-results',
  globalSetup: './set-up.ts',
  // One browser on one stack: the tests record interactions and promote models.
  workers: 1,
  fullyParallel: false,
  // A shared build machine can stall a browser for seconds; a test that needed its second try is listed as flaky.
  retries: process.env.CI ? 1 : 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ? [['list'], ['json']] : [['list']],
  use: {
    // Set by set-up.ts before the worker that runs the tests reads this file again.
    baseURL: process.env.BASE_URL,
    launchOptions: chromiumLaunch(),
    viewport: { width: 1280, height: 900 },
    reducedMotion: 'reduce',
    screenshot: 'only-on-failure',
  },
})
