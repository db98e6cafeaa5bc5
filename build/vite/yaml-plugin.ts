import type { Plugin } from 'vite'
import { parse } from 'yaml'

/**
 * `import data from './x.yaml'` gives the parsed document, as a frozen tree would: data, not code. For
 * Vite and Vitest; processes that Node runs by itself read such files from disk.
 */
export function yamlPlugin(): Plugin {
  return {
    name: 'yichuang:yaml',
    enforce: 'pre',
    transform: {
      filter: { id: /\.ya?ml$/ },
      handler(source, id) {
        try {
          // JSON.parse of a string is faster to load than a large object literal.
          const json = JSON.stringify(parse(source))
          return { code: `export default JSON.parse(${JSON.stringify(json)})`, map: { mappings: '' } }
        } catch (cause) {
          return this.error(`${id}: ${cause instanceof Error ? cause.message : String(cause)}`)
        }
      },
    },
  }
}
