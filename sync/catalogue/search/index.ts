export * from './theme-search.ts'
