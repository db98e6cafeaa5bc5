export { escposReceiptAdapter, startEscposPrinter } from './adapter.ts'
export { escposProbe } from './probe.ts'
