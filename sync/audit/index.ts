export * from './hash-chain.ts'
export * from './intake-history.ts'
export * from './terminal-record.ts'
