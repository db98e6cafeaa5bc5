/** Something wrong in a list of matters, with the cell where it stands and how to mend it. */
export interface ListProblem {
  readonly code:
    | 'unreadable'
    | 'missingColumn'
    | 'duplicateColumn'
    | 'missing'
    | 'malformed'
    | 'duplicate'
    | 'contradiction'
    | 'unknownReference'
    | 'exists'
    | 'catalogue'
  readonly file: string
  /** As the spreadsheet counts, from one; null for what concerns the whole file. */
  readonly row: number | null
  /** The header as it stands in the file; null for what concerns the whole row. */
  readonly column: string | null
  readonly message: string
  readonly remedy: string
}

/** One problem as a line: `file 第 5 行“办结时限”列：message → remedy`. */
export function describeListProblem({ file, row, column, message, remedy }: ListProblem): string {
  const where = [row === null ? '' : ` 第 ${row} 行`, column === null ? '' : `“${column}”列`].join('')
  return `${file}${where}：${message} → ${remedy}`
}

/** A list that cannot become a catalogue as it is; nothing was written. */
export class MatterListError extends Error {
  readonly code = 'matterListInvalid'
  readonly retryable = false
  readonly problems: readonly ListProblem[]

  constructor(problems: readonly ListProblem[]) {
    super(problems.map(describeListProblem).join('\n'))
    this.name = 'MatterListError'
    this.problems = problems
  }
}
