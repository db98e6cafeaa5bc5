import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

let collect: (() => void) | null = null

/**
 * Has this process forget what nothing refers to any more, and give the pages back to the system where it can. What a visitor's
 * devices said went through here. V8 does not overwrite what it frees: what lies on a page that stays in use may stay there.
 */
export function collectGarbage(): void {
  if (collect === null) {
    setFlagsFromString('--expose-gc')
    collect = runInNewContext('gc') as () => void
  }
  collect()
}
