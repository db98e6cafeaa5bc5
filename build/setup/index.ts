export { setUp } from './setup.ts'
