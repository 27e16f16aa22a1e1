export { type ApiRequest, json, type Reply, startTestApi } from './test-api.ts'
