import { nodeSideConfig } from './node-side.ts'

/** ESM bundle out/app/main/main.js; npm packages are loaded from node_modules. */
export const mainConfig = (mode: string) =>
  nodeSideConfig({
    entry: 'electron/main/main.ts',
    name: 'main',
    format: 'es',
    packagesStayOutside: true,
    mode,
  })
