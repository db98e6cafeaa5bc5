export {
  quietContext,
  type AdapterContext,
  type ClearBytes,
  type DeviceAdapter,
  type DeviceCondition,
  type DeviceTrace,
  type OpenDevice,
} from './device-adapter.ts'
export { codeHidAdapter, codeSerialAdapter } from './code-scanner/index.ts'
export { encodeReceipt, escposProbe, escposReceiptAdapter, type Rasterizer } from './escpos-receipt/index.ts'
export { esclScannerAdapter } from './escl-scanner/index.ts'
export { ippPrinterAdapter, listPrintQueues } from './ipp-printer/index.ts'
export { OneAtATime } from './one-at-a-time.ts'
export { pause } from './pause.ts'
export { pcscAdapter } from './social-security-card/index.ts'
export { saneScannerAdapter } from './sane-scanner/index.ts'
export type { ProbeQuestion } from './probe-question.ts'
export { sdtIdCardAdapter, sdtProbe } from './sdt-id-card/index.ts'
export { openTracedLink, traced, type FrameMask } from './traced-link.ts'
export { lcusRelayAdapter } from './lcus-relay/index.ts'
export { modbusRelayAdapter } from './modbus-relay/index.ts'
export { reviewKeysAdapter } from './review-keys/index.ts'
export { vendorLibraryAdapter } from './vendor-library/index.ts'
export { vendorServiceAdapter } from './vendor-service/index.ts'
export { reviewWebSocketAdapter } from './review-websocket/index.ts'
