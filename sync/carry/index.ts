export { exportPackets } from './export-packets.ts'
export { importPackets } from './import-packets.ts'
