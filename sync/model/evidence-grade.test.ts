import { describe, expect, it } from 'vitest'
import { evidenceGradeOf } from './evidence-grade.ts'

const materialId = 'm'

describe('how far a material may be relied on', () => {
  it.each([
    ['A', { materialId, status: 'held' }],
    ['B', { materialId, status: 'attached', grade: 'B', attachments: ['p'] }],
    ['C', { materialId, status: 'attached', grade: 'C', attachments: ['p'] }],
    ['D', { materialId, status: 'attached', grade: 'D', attachments: ['p'] }],
    ['D', { materialId, status: 'committed' }],
    ['D', { materialId, status: 'generated' }],
    [null, { materialId, status: 'deferred', dueDate: '2026-12-01' }],
    [null, { materialId, status: 'absent' }],
  ] as const)('is %s', (grade, entry) => {
    expect(evidenceGradeOf(entry as Parameters<typeof evidenceGradeOf>[0])).toBe(grade)
  })
})
