/** What the native addon is made of, as one hash. */
export function hashOfSources(): string
