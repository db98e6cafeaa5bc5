import type { Queries } from './database.ts'
import { nextCount } from './database.ts'

function today(): string {
  return new Date().toISOString().slice(0, 10).replaceAll('-', '')
}

/** 统一受理编号 of an intake: division, day, running number. Regions form theirs differently; this is this hub's own. */
export async function nextProvinceNumber(queries: Queries, siteCode: string): Promise<string> {
  const count = await nextCount(queries, 'province-number')
  return `${siteCode}${today()}${String(count).padStart(7, '0')}`
}

/** 办件编号 of a department's case: the intake's number and the matter's place in it. */
export function caseNumberOf(provinceNumber: string, place: number): string {
  return `${provinceNumber}-${String(place + 1).padStart(2, '0')}`
}
