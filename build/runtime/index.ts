export { pinnedVersion, resolveElectron, type ResolveOptions } from './resolve-electron.ts'
export type { ElectronRuntime, RuntimeOrigin } from './types.ts'
