import type { Queries } from './database.ts'
import { nextCount } from './database.ts'
import { derivedId } from './derived-id.ts'

function today(): string {
  return new Date().toISOString().slice(0, 10).replaceAll('-', '')
}

/** 统一受理编号 of an intake: division, day, running number. Regions form theirs differently; this is this hub's own. */
export async function nextProvinceNumber(queries: Queries, siteCode: string): Promise<string> {
  const count = await nextCount(queries, 'province-number')
  return `${siteCode}${today()}${String(count).padStart(7, '0')}`
}

/** The running number within a 统一受理编号 of this division; null where it is not one. */
export function countOfProvinceNumber(provinceNumber: string, siteCode: string): number | null {
  const [, site, count] = /^(\d{6})\d{8}(\d{7,15})$/.exec(provinceNumber) ?? []
  return site === siteCode ? Number(count) : null
}

/** 办件编号 of a department's case: the intake's number and the matter's place in it. */
export function caseNumberOf(provinceNumber: string, place: number): string {
  return `${provinceNumber}-${String(place + 1).padStart(2, '0')}`
}

/**
 * The id of a department's case (UUID version 8): of intake and matter alone, so that a hub that was restored from an older back-up
 * gives the same to an intake that comes again, and departments find under it what they know.
 */
export function caseIdOf(intakeId: string, matterId: string): string {
  return derivedId(`case ${intakeId} ${matterId}`)
}
