export { lcusRelayAdapter } from './adapter.ts'
