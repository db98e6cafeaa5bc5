export { vendorServiceAdapter } from './adapter.ts'
