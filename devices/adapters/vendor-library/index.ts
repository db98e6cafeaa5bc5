export { vendorLibraryAdapter } from './adapter.ts'
