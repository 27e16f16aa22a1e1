/** The most rows a mutation takes at once. */
export const BATCH_LIMIT = 1000
