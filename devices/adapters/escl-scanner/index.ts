export { esclScannerAdapter } from './adapter.ts'
