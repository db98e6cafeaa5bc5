export * from './import-list.ts'
export * from './list-problem.ts'
