import { nodeSideConfig } from './node-side.ts'

/**
 * One CommonJS file a page, e.g. out/app/preload/preload.cjs: a sandboxed page's preload can load neither ES modules nor
 * files beside it, so everything but `electron` is bundled.
 */
const preload = (name: 'preload' | 'paper-preload') => (mode: string) =>
  nodeSideConfig({
    entry: `electron/preload/${name}.ts`,
    name,
    format: 'cjs',
    packagesStayOutside: false,
    mode,
  })

/** The screens' bridge. */
export const preloadConfig = preload('preload')
/** The bridge of the page that draws A4 forms. */
export const paperPreloadConfig = preload('paper-preload')
