export { type FuzzReport, fuzzIpc } from './ipc/run.ts'
