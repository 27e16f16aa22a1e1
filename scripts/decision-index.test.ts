import { describe, expect, it } from 'vitest'
import { decisionIndex } from './decision-index.mjs'

const GOOD = '# 0002: Second things\n\nStatus: accepted; changed by\ndecision 3.\n\n## Context\n'

describe('decisionIndex', () => {
  it('lists number, title and status in the order of the numbers', () => {
    const { index, faults } = decisionIndex({
      '0003-third.md': '# 0003: Third | last\n\nStatus: superseded by decision 4.\n',
      '0002-second.md': GOOD,
    })
    expect(faults).toEqual([])
    expect(index).toMatch(
      /\| \[0002\]\(0002-second\.md\) \| Second things \| accepted; changed by decision 3 \|\n\| \[0003\]\(0003-third\.md\)/,
    )
  })

  it.each([
    ['another number', { '0001-second.md': GOOD }],
    ['no status', { '0002-second.md': '# 0002: Second things\n\n## Context\n' }],
    ['an unknown status', { '0002-second.md': GOOD.replace('accepted', 'perhaps') }],
    ['another form of heading', { '0002-second.md': GOOD.replace('0002:', '2.') }],
  ])('refuses a decision with %s', (_what, texts) => {
    expect(decisionIndex(texts).faults).toEqual([
      expect.stringMatching(/^docs\/decisions\/000\d-second\.md must begin/),
    ])
  })
})
