export { codeHidAdapter, codeSerialAdapter } from './adapter.ts'
