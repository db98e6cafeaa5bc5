export * from './read-catalogue.ts'
export * from './pack-file.ts'
