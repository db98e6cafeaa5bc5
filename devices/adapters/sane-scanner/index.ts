export { saneScannerAdapter } from './adapter.ts'
