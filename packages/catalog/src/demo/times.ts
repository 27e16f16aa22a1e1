/** The half year in which the demo's shoppers shop. */
export const FIRST_DAY = Date.UTC(2026, 2, 1) / 1000
export const LAST_DAY = Date.UTC(2026, 8, 1) / 1000

const DAY = 86_400
const [LEAST_VISITS, MOST_VISITS] = [3, 6]
const [OPENS, CLOSES] = [7 * 3600, 23 * 3600]
/** Longest time between two interactions of a visit. */
const PAUSE_SECONDS = 240

/**
 * Times of `count` interactions, ascending. A shopper turns up some day of the first half and comes back on a few days
 * until the end, so that a split of everything at one moment finds most shoppers on both sides of it.
 *
 * @returns seconds since 1970. `[count]`
 */
export function drawSessions(count: number, random: () => number): number[] {
  const days = (LAST_DAY - FIRST_DAY) / DAY
  const first = Math.floor((random() * days) / 2)
  const visits = LEAST_VISITS + Math.floor(random() * (MOST_VISITS - LEAST_VISITS + 1))
  const starts = Array.from({ length: visits }, (_, visit) => {
    const day = visit === 0 ? first : first + Math.floor(random() * (days - first))
    return FIRST_DAY + day * DAY + OPENS + random() * (CLOSES - OPENS)
  })
  const clocks = starts.map((start) => Math.floor(start))
  return Array.from({ length: count }, () => {
    const visit = Math.floor(random() * visits)
    clocks[visit] += 1 + Math.floor(random() * PAUSE_SECONDS)
    return clocks[visit]
  }).sort((a, b) => a - b)
}
