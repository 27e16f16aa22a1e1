import { whyNoBrowser } from './chromium.ts'
import { runningStack } from './stack.ts'

/** Runs once, before all browser tests; what it returns runs after them. Workers inherit the environment. */
export default async function setUp(): Promise<(() => Promise<void>) | undefined> {
  const reason = whyNoBrowser()
  if (reason) {
    console.error(`\n!! EVERY BROWSER TEST IS SKIPPED: ${reason}\n`)
    process.env.NO_BROWSER = reason
    return undefined
  }
  const { baseUrl, adminKey, stop } = await runningStack()
  process.env.BASE_URL = baseUrl
  process.env.ADMIN_KEY = adminKey
  return stop
}
