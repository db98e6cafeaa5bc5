export { connectSimulatorControl, type SimulatorControl } from './control/control-client.ts'
export type { PanelControl, SimulatorPanel } from './control/panel.ts'
export { chineseFontFamily } from './escpos-printer/fonts.ts'
export {
  startEscposPrinterSimulator,
  type EscposPrinterCommands,
  type EscposPrinterOptions,
  type EscposPrinterSimulator,
} from './escpos-printer/simulator.ts'
export { writeCard, type CardImage } from './fixtures/card-image.ts'
export { inventPerson, type CardEdition, type InventedPerson } from './fixtures/people.ts'
export {
  startIppPrinterSimulator,
  type IppPrinterCommands,
  type IppPrinterOptions,
  type IppPrinterSimulator,
} from './ipp-printer/simulator.ts'
export { wireMs } from './sdt-reader/paced-line.ts'
export {
  startSdtReaderSimulator,
  type SdtReaderCommands,
  type SdtReaderOptions,
  type SdtReaderSimulator,
} from './sdt-reader/simulator.ts'
export type { Attachment } from './wire/device-end.ts'
export { createPtyPair, type PtyPair } from './wire/pty-pair.ts'
export {
  startRelayBoardSimulator,
  type RelayBoardCommands,
  type RelayBoardOptions,
  type RelayBoardSimulator,
} from './relay-board/simulator.ts'
export { startKeyPadSimulator, type KeyPadCommands, type KeyPadSimulator } from './review-pad/key-pad.ts'
export {
  startScreenPadSimulator,
  type ScreenPadCommands,
  type ScreenPadOptions,
  type ScreenPadSimulator,
} from './review-pad/screen-pad.ts'
export {
  startCodeScannerSimulator,
  type CodeScannerCommands,
  type CodeScannerOptions,
  type CodeScannerSimulator,
} from './code-scanner/simulator.ts'
export {
  startSmartCardSimulator,
  type SmartCardCommands,
  type SmartCardSimulator,
} from './smart-card/simulator.ts'
export {
  startEsclScannerSimulator,
  type EsclScannerCommands,
  type EsclScannerSimulator,
} from './escl-scanner/simulator.ts'
export {
  startVendorServiceSimulator,
  type VendorServiceCommands,
  type VendorServiceOptions,
  type VendorServiceSimulator,
} from './vendor-service/simulator.ts'
