import { join } from 'node:path'
import type { NextConfig } from 'next'

const contentSecurityPolicy = [
  "default-src 'self'",
  // Next boots pages with inline scripts; a nonce would force every response through a proxy layer.
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  // Imported catalogs may keep their photos on another host.
  "img-src 'self' data: https: http:",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

const config: NextConfig = {
  agentRules: false,
  // Set by build.ts and server.ts: every build has a folder of its own (see src/serving/builds.ts).
  distDir: process.env.TRIFOLD_WEB_BUILD ?? '.next',
  poweredByHeader: false,
  reactStrictMode: true,
  // The workspace root: dependencies are hoisted there.
  turbopack: { root: join(import.meta.dirname, '..', '..') },
  outputFileTracingRoot: join(import.meta.dirname, '..', '..'),
  serverExternalPackages: ['ws', 'graphql-ws'],
  // `npm run typecheck` checks the types of the whole repository; a build at `npm start` need not do it again.
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
