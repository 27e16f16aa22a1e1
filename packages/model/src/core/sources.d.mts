/** A hash of the addon's sources. */
export function hashOfSources(): string
