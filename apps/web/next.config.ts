import { join } from 'node:path'
import type { NextConfig } from 'next'

const contentSecurityPolicy = [
  "default-src 'self'",
  // Next starts pages with inline scripts. A nonce would need a proxy in front of every response.
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  // The photos of an imported catalog may be on another host.
  "img-src 'self' data: https: http:",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

const config: NextConfig = {
  agentRules: false,
  // build.ts and server.ts set it: every build has its own folder (see src/next-build.ts).
  distDir: process.env.TRIFOLD_WEB_BUILD ?? '.next',
  poweredByHeader: false,
  reactStrictMode: true,
  // Dependencies are installed at the workspace root.
  turbopack: { root: join(import.meta.dirname, '..', '..') },
  outputFileTracingRoot: join(import.meta.dirname, '..', '..'),
  serverExternalPackages: ['ws', 'graphql-ws'],
  // `npm run typecheck` checks the types of the whole repository.
  typescript: { ignoreBuildErrors: true },
  headers: async () => [
    {
      source: '/:path*',
      headers: [
        { key: 'content-security-policy', value: contentSecurityPolicy },
        { key: 'x-content-type-options', value: 'nosniff' },
        { key: 'referrer-policy', value: 'same-origin' },
      ],
    },
  ],
}

export default config
