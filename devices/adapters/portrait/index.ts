export { openPortraitDecoder, type PortraitDecoder } from './decoder.ts'
