export { ippPrinterAdapter } from './adapter.ts'
export { listPrintQueues } from './queues.ts'
