export { readArchive } from './bill/index.ts'
export { type BuiltPackage, makePackage, type MakeOptions } from './make-package.ts'
export { ownVersion } from './own-version.ts'
