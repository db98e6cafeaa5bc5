export { reviewKeysAdapter } from './adapter.ts'
