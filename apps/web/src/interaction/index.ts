export { PageRecordButtons, RecordButtons } from './record-buttons.tsx'
