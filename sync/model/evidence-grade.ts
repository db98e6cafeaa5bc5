import type { EvidenceGrade, MaterialEntry } from './intake.ts'

/**
 * 材料可信等级 of a material as it was met (国办函〔2016〕108号): A where an authority holds it, the page's own grade where it
 * was handed in, D where it is the applicant's own statement, generated here and signed or given as a commitment. Null
 * where nothing is there yet.
 */
export function evidenceGradeOf(entry: MaterialEntry): EvidenceGrade | null {
  switch (entry.status) {
    case 'held':
      return 'A'
    case 'attached':
      return entry.grade
    case 'generated':
    case 'committed':
      return 'D'
    case 'deferred':
    case 'absent':
      return null
  }
}
