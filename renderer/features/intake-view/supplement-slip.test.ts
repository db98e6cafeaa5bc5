import { receiptDocumentSchema } from '#devices/contract'
import { zhCN } from '#renderer/messages'
import { describe, expect, it } from 'vitest'
import { supplementSlip } from './supplement-slip.ts'

const facts = {
  origin: {
    site: { code: '430102', name: '芙蓉区政务服务中心', place: '3号综合窗口', phone: '0731-12345' },
    demonstration: true,
  },
  task: {
    taskId: 't1',
    intakeId: '00000000-0000-7000-8000-000000000000',
    receiptNumber: '430102-T01-20261123-00042-K',
    kind: 'supplement',
    department: '公安局',
    caseId: null,
    matterId: 'household',
    items: [
      { materialId: 'marriage', text: '结婚证内页' },
      { materialId: null, text: '户主同意落户声明' },
    ],
    note: '户口簿户主页不清晰，请重新提供。',
    dueDate: '2026-12-03',
    at: '2026-11-24T02:00:00Z',
    seen: false,
  },
  department: '公安局',
  matter: '新生儿出生登记',
  printedAt: '2026-11-24T03:00:00Z',
  words: zhCN.tasks.slip,
} as const

describe('the slip for a request for more', () => {
  const text = JSON.stringify(supplementSlip(facts))

  it('is a receipt that the printer takes', () => {
    expect(receiptDocumentSchema.safeParse(supplementSlip(facts)).success).toBe(true)
  })

  it('says everything that is asked for, until when, and why', () => {
    for (const said of ['结婚证内页', '户主同意落户声明', '2026年12月3日', '户口簿户主页不清晰', '公安局']) {
      expect(text).toContain(said)
    }
  })

  it('marks the demonstration hall, and leaves out what was not given', () => {
    expect(text).toContain('演示')
    const bare = JSON.stringify(
      supplementSlip({
        ...facts,
        matter: null,
        origin: { ...facts.origin, demonstration: false },
        task: { ...facts.task, dueDate: null, note: '', items: [] },
      }),
    )
    expect(bare).not.toContain('演示')
    expect(bare).not.toContain('补齐期限')
  })
})
