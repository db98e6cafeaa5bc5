// Every program that reads this file must know what a .csv?raw import is, whatever its own list of files.
// eslint-disable-next-line @typescript-eslint/triple-slash-reference
/// <reference path="./raw.d.ts" />
import { DivisionTable } from '#sync/model'
import current from './current.csv?raw'
import former from './former.csv?raw'
import towns from './towns-43.csv?raw'

let table: DivisionTable | null = null

/** The division table that comes with the program, for code that a bundler has read; made at the first call. */
export function divisionTable(): DivisionTable {
  table ??= new DivisionTable({ current, towns, former })
  return table
}

export { createDivisionSearch, type DivisionSearch } from './division-search.ts'
