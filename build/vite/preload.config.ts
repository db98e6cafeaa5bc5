import { nodeSideConfig } from './node-side.ts'

/**
 * One CommonJS file, out/app/preload/preload.cjs: a sandboxed page's preload can load neither ES modules nor
 * files beside it, so everything but `electron` is bundled.
 */
export const preloadConfig = (mode: string) =>
  nodeSideConfig({
    entry: 'electron/preload/preload.ts',
    name: 'preload',
    format: 'cjs',
    packagesStayOutside: false,
    mode,
  })
