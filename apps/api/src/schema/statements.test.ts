import { afterAll, beforeAll, expect, it } from 'vitest'
import { encodeId } from '../input/index.ts'
import { type TestApi, testApi, statementsOf } from '../testing/index.ts'

let test: TestApi

beforeAll(async () => {
  test = await testApi()
  await test.serveModel(1)
  for (const seed of [2, 3, 4, 5, 6, 7]) await test.serveModel(seed)
  for (let n = 0; n < 60; n++)
    await test.pool.query(
      "insert into training_runs (id, config, model_version_id) values (gen_random_uuid(), '{}', $1)",
      [n < 7 ? n + 1 : null],
    )
})
afterAll(() => test.close())

const ITEM = 'id externalId title description category imageUrl price { formatted } stock isAvailable attributes'
const LIST = `recommendationId source fallbackReason modelVersion { number }
  edges { cursor rank score node { ${ITEM} } explanation { score sentence components { value } } } pageInfo { hasNextPage endCursor }`

const OPERATIONS: [string, string][] = [
  [
    'recommendations by the model',
    `query ($first: Int!) { recommendations(externalUserId: "u4", first: $first) { ${LIST} } }`,
  ],
  [
    'recommendations for a user newer than the model',
    `query ($first: Int!) { recommendations(externalUserId: "latecomer", first: $first) { ${LIST} } }`,
  ],
  [
    'recommendations for a visitor',
    `query ($first: Int!) { recommendations(recentItemIds: ["i5", "i9"], first: $first) { ${LIST} } }`,
  ],
  [
    'recommendations by popularity',
    `query ($first: Int!) { recommendations(externalUserId: "newcomer", first: $first) { ${LIST} } }`,
  ],
  [
    'similar items',
    `query ($first: Int!) { similarItems(itemId: "${encodeId('Item', 9)}", first: $first) { ${LIST} } }`,
  ],
  ['items', `query ($first: Int!) { items(first: $first) { totalCount edges { node { ${ITEM} } } } }`],
  [
    'users and what they did',
    'query ($first: Int!) { users(first: $first) { edges { node { id interactions(first: 3) { edges { node { weight item { title } } } } } } } }',
  ],
  [
    'training runs and their models',
    'query ($first: Int!) { trainingRuns(first: $first) { totalCount edges { node { state modelVersion { number metrics } } } } }',
  ],
  ['model versions', 'query ($first: Int!) { modelVersions(first: $first) { edges { node { number config } } } }'],
]

it.each(OPERATIONS)('%s cost the same number of statements for 5 entries as for 50', async (_name, query) => {
  const ask = async (first: number) => {
    const { errors } = await test.ask(query, { first })
    expect(errors).toBeUndefined()
  }
  await ask(5) // popularity is counted once and cached
  const [few, many] = [await statementsOf(() => ask(5)), await statementsOf(() => ask(50))]
  expect(few.length).toBeGreaterThan(0)
  expect(many).toHaveLength(few.length)
})

it('a page of recommendations costs five statements, its explanations none', async () => {
  const page = (fields: string) =>
    `{ recommendations(externalUserId: "u4", first: 50) { edges { node { title } ${fields} } } }`
  const plain = await statementsOf(() => test.ask(page('')))
  const explained = await statementsOf(() => test.ask(page('explanation { sentence }')))
  // the user, the seen items, the available items, the insert of the list, the items
  expect(plain).toHaveLength(5)
  expect(explained).toHaveLength(5)
})
