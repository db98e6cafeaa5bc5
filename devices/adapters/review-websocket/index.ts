export { reviewWebSocketAdapter } from './adapter.ts'
