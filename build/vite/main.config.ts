import { nodeSideConfig } from './node-side.ts'

/** ESM bundle out/app/main/main.js; what is native, or has parts that are, is loaded from node_modules. */
export const mainConfig = (mode: string) =>
  nodeSideConfig({
    entry: 'electron/main/main.ts',
    name: 'main',
    format: 'es',
    packagesStayOutside: true,
    packagesInside: ['zod', 'yaml'],
    mode,
  })
