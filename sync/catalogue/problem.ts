/** Something wrong in the catalogue's files, with where it stands and how to mend it. */
export interface CatalogueProblem {
  readonly code:
    'malformed' | 'unknownReference' | 'duplicate' | 'cycle' | 'unused' | 'notSmaller' | 'deadEnd'
  readonly file: string
  /** Keys and indices from the document's root. */
  readonly path: readonly (string | number)[]
  readonly message: string
  readonly remedy: string
  /** One-based line, where the reader knows the text. */
  readonly line?: number
}

/** One problem as a line that an editor can jump to: `file:line path: message → remedy`. */
export function describeProblem(problem: CatalogueProblem): string {
  const where = problem.line === undefined ? problem.file : `${problem.file}:${problem.line}`
  const path = problem.path.length === 0 ? '' : ` ${problem.path.join('.')}`
  return `${where}${path}：${problem.message} → ${problem.remedy}`
}

/** The catalogue's files cannot be used as they are. */
export class CatalogueError extends Error {
  readonly code = 'catalogueInvalid'
  readonly retryable = false
  readonly problems: readonly CatalogueProblem[]

  constructor(problems: readonly CatalogueProblem[]) {
    super(problems.map(describeProblem).join('\n'))
    this.name = 'CatalogueError'
    this.problems = problems
  }
}
