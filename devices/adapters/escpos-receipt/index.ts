export { escposReceiptAdapter, startEscposPrinter } from './adapter.ts'
