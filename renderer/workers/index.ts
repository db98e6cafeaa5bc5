export { connectDesk, type DeskConnection } from './client.ts'
export { type DeskErrorCode, deskErrorCodes } from './desk-error.ts'
export * from './intake-desk.ts'
