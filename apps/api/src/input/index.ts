export { externalIdError, rowReference, type RowReference } from './external-id.ts'
export { encodeId, globalIdError, parseKey, parseNodeId, parseUuid } from './global-id.ts'
export { jsonError, shorten, textError } from './text.ts'
