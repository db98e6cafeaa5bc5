import { nodeSideConfig } from './node-side.ts'

/** ESM bundle out/app/device-host/device-host.js; npm packages are loaded from node_modules. */
export const deviceHostConfig = (mode: string) =>
  nodeSideConfig({
    entry: 'electron/device-host/device-host.ts',
    name: 'device-host',
    format: 'es',
    packagesStayOutside: true,
    mode,
  })
