import { existsSync } from 'node:fs'
import { chromium, type LaunchOptions } from '@playwright/test'

const SYSTEM = '/usr/bin/chromium'

/** What works in a container, with nothing that reaches out to the network. */
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** The system's Chromium where there is one, else the one that Playwright installs. */
export function chromiumLaunch(): LaunchOptions {
  return existsSync(SYSTEM) ? { executablePath: SYSTEM, args: ARGS } : { args: ARGS }
}

/** Why no browser test can run here; null when they can. */
export function whyNoBrowser(): string | null {
  if (existsSync(SYSTEM) || existsSync(chromium.executablePath())) return null
  return `no Chromium: neither ${SYSTEM} nor ${chromium.executablePath()} (npx playwright install chromium) exists`
}
