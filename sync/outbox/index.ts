export * from './delivery-record.ts'
export * from './entry.ts'
export * from './schedule.ts'
