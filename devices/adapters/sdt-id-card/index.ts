export { sdtIdCardAdapter, startSdtReader } from './adapter.ts'
export { sdtProbe } from './probe.ts'
