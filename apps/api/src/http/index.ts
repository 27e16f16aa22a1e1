export { registerHealth } from './health.ts'
export { currentRequest, type LogOptions, loggingOptions, sendRequestIds, operationNamePlugin } from './request-log.ts'
export { socketServer } from './websocket.ts'
