import { webEnvironment } from '@trifold/environment'

/** Where the API lives, read at run time: a built storefront can be pointed anywhere. Without a trailing slash. */
export function apiUrl(): string {
  return webEnvironment().apiUrl
}

/** Address of subscriptions: the same endpoint over WebSocket. */
export function apiSocketUrl(): string {
  return `${apiUrl().replace(/^http/, 'ws')}/graphql`
}
