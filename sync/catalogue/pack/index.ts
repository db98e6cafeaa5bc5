export { type CataloguePack, openPack, packInMemory, type PackSource } from './open-pack.ts'
export { PackError } from './pack-format.ts'
export { writePack } from './write-pack.ts'
