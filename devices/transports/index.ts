export { holdProcess, type HeldAnswer, type HeldProcess, type HeldProcessRequest } from './held-process.ts'
export type { ByteTransport, TransportOpener } from './byte-transport.ts'
export { LinkListeners } from './byte-transport.ts'
export { listAnnounced } from './announced.ts'
export {
  listHidDevices,
  listScanners,
  listSerialPorts,
  listUsbDevices,
  usbHex,
  type FoundPort,
  type Sighting,
} from './discover.ts'
export { HidTransport, hidReportBytes, posScannerPage, toReports, type HidReportDevice } from './hid.ts'
export { askHttp, type HttpAnswer, type HttpQuestion } from './http.ts'
export { leaveProcess } from './leave-process.ts'
export { listCardReaders, openCardReader, type CardReader, type SlotState } from './pcsc.ts'
export { cancelled, disconnected } from './open-errors.ts'
export { openTransport } from './open-transport.ts'
export { watchPlugs } from './plug-events.ts'
export { runProcess, type ProcessRequest, type ProcessResult } from './process.ts'
export { openTcpProbe } from './tcp.ts'
export { UsbBulkTransport, type UsbBulkPort } from './usb-bulk.ts'
export { loadVendorLibrary, type VendorLibrary } from './vendor-library.ts'
export { openWebSocket, type MessageLink } from './websocket.ts'
