import { wrap } from 'comlink'
import { pageFacade } from './facade.ts'
import type { PageBench } from './page-bench.ts'
import { carryCodedErrors } from './wire-errors.ts'

/** The page worker's face to the screens. */
export type PageWork = Pick<PageBench, keyof PageBench>

/** The page's end of the worker that looks at pictures. */
export interface PageConnection {
  readonly work: PageWork
  /** Ends the worker and what it was doing. */
  readonly close: () => void
}

/** Starts the worker. It is one of its own: the desk must not wait for a picture. Errors arrive with their `code`. */
export function connectPageBench(): PageConnection {
  carryCodedErrors()
  const worker = new Worker(new URL('./page.worker.ts', import.meta.url), { type: 'module', name: 'pages' })
  return { work: pageFacade(wrap<PageBench>(worker)), close: () => worker.terminate() }
}
