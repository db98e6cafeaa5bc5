export * from './hash-chain.ts'
export * from './intake-history.ts'
