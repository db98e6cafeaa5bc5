export * from './sample-values.ts'
