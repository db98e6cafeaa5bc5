export * from './personal-data-search.ts'
