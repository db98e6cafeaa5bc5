export { modbusRelayAdapter } from './adapter.ts'
