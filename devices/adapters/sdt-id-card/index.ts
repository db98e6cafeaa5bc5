export { sdtIdCardAdapter, startSdtReader } from './adapter.ts'
