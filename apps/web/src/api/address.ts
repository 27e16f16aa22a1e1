/** Where the API lives, read at run time: a built storefront can be pointed anywhere. Without a trailing slash. */
export function apiUrl(): string {
  return (process.env.API_URL ?? 'http://127.0.0.1:4000').replace(/\/+$/, '')
}

/** Address of subscriptions: the same endpoint over WebSocket. */
export function apiSocketUrl(): string {
  return `${apiUrl().replace(/^http/, 'ws')}/graphql`
}
