export { startHall, type Hall, type HallOptions } from './hall.ts'
export type { PrinterControl, ReaderControl } from './hall-devices.ts'
export type { NetworkLine } from './network-line.ts'
export { demonstrationAccount, demonstrationAdministrator } from './operators.ts'
