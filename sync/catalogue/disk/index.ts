export * from './read-catalogue.ts'
