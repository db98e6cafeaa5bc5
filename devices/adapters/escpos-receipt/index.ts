export { escposReceiptAdapter, startEscposPrinter } from './adapter.ts'
export { escposProbe } from './probe.ts'
export { encodeReceipt, type Rasterizer } from './encoder.ts'
