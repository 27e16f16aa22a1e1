import { describe, expect, it } from 'vitest'
import { TrainingFeed } from './training-feed.ts'

describe('the training feed', () => {
  it('wakes the followers of the run that moved, and no others', async () => {
    const feed = new TrainingFeed()
    const [one, other] = [feed.follow('a'), feed.follow('b')]
    const woken: string[] = []
    const waits = [one.next().then(() => woken.push('a')), other.next().then(() => woken.push('b'))]
    feed.moved('a')
    await waits[0]
    expect(woken).toEqual(['a'])
    other.close()
    await waits[1]
  })

  it('does not lose a move that happens between two calls', async () => {
    const feed = new TrainingFeed()
    const moves = feed.follow('a')
    feed.moved('a')
    await moves.next()
    moves.close()
  })

  it('forgets runs that nobody follows any more', () => {
    const feed = new TrainingFeed()
    const [one, two] = [feed.follow('a'), feed.follow('a')]
    one.close()
    expect(feed.size).toBe(1)
    two.close()
    expect(feed.size).toBe(0)
  })
})
