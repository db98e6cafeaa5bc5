export { pcscAdapter } from './adapter.ts'
