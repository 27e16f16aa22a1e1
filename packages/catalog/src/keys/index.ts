export { createApiKey, findApiKey, hasAdminKey, listApiKeys, revokeApiKey } from './api-keys.ts'
