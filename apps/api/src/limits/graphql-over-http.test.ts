import { serverAudits } from 'graphql-http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestApi, testApi } from '../testing/index.ts'

let test: TestApi

beforeAll(async () => void (test = await testApi()))
afterAll(() => test.close())

/** Audits of GET: queries are served by POST only, which the specification leaves to the server. */
const BY_GET = /GET/

describe('GraphQL over HTTP', () => {
  const audits = serverAudits({ url: () => `${test.api.url}/graphql` }).filter((audit) => !BY_GET.test(audit.name))

  it.each(audits.map((audit) => [audit.id, audit.name, audit] as const))('%s %s', async (_id, _name, audit) => {
    const result = await audit.fn()
    expect(result.status, 'reason' in result ? result.reason : '').not.toBe('error')
  })
})
