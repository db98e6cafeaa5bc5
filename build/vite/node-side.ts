import { builtinModules } from 'node:module'
import type { InlineConfig } from 'vite'
import { projectPath, projectRoot } from '../project.ts'
import { pureAreas } from './pure-areas.ts'
import { yamlPlugin } from './yaml-plugin.ts'

export interface NodeSideOptions {
  /** TypeScript entry, relative to the project. */
  entry: string
  /** Folder below out/app; also the name of the file in it. */
  name: string
  format: 'es' | 'cjs'
  /** Leave every npm package in node_modules: native ones cannot be bundled, and others need not be. */
  packagesStayOutside: boolean
  /** Packages that are bundled all the same: a program of a hundred files takes longer to start. */
  packagesInside?: readonly string[]
  mode: string
}

const outsideAlways = [/^node:/, /^electron(\/|$)/, ...builtinModules]

/** A bare import that is neither one of our `#areas`, nor a path, nor one of these packages. */
function npmPackageBut(inside: readonly string[]): RegExp {
  const names = inside.map((name) => `${name}(?:/|$)|`).join('')
  return new RegExp(`^(?!${names}[#./\\0]|[a-zA-Z]:[\\\\/]|virtual:)`)
}

/** One bundle for a process of Electron's Node side (Node 20.18 in the oldest runtime that is served). */
export function nodeSideConfig(options: NodeSideOptions): InlineConfig {
  const { entry, name, format, packagesStayOutside, packagesInside = [], mode } = options
  const outside = packagesStayOutside ? [...outsideAlways, npmPackageBut(packagesInside)] : outsideAlways
  return {
    configFile: false,
    root: projectRoot,
    mode,
    publicDir: false,
    plugins: [yamlPlugin()],
    ssr: { noExternal: packagesStayOutside ? [...packagesInside] : true },
    build: {
      ssr: true,
      target: 'node20.18',
      outDir: projectPath('out', 'app', name),
      emptyOutDir: true,
      sourcemap: true,
      minify: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: { [name]: projectPath(entry) },
        external: outside,
        treeshake: pureAreas,
        output: {
          format,
          entryFileNames: format === 'cjs' ? '[name].cjs' : '[name].js',
          ...(format === 'cjs' ? { codeSplitting: false } : { chunkFileNames: '[name]-[hash].js' }),
        },
      },
    },
  }
}
