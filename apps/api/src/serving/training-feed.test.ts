import { describe, expect, it } from 'vitest'
import { TrainingFeed } from './training-feed.ts'

describe('the training feed', () => {
  it('wakes the followers of the run that changed, and no others', async () => {
    const feed = new TrainingFeed()
    const [one, other] = [feed.follow('a'), feed.follow('b')]
    const woken: string[] = []
    const waits = [one.next().then(() => woken.push('a')), other.next().then(() => woken.push('b'))]
    feed.changed('a')
    await waits[0]
    expect(woken).toEqual(['a'])
    other.close()
    await waits[1]
  })

  it('does not lose a change that happens between two calls', async () => {
    const feed = new TrainingFeed()
    const changes = feed.follow('a')
    feed.changed('a')
    await changes.next()
    changes.close()
  })

  it('forgets runs without followers', () => {
    const feed = new TrainingFeed()
    const [one, two] = [feed.follow('a'), feed.follow('a')]
    one.close()
    expect(feed.size).toBe(1)
    two.close()
    expect(feed.size).toBe(0)
  })
})
