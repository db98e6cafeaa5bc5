export * from './bundled-catalogue.ts'
