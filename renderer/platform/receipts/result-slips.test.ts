import { receiptDocumentSchema } from '#devices/contract'
import type { CaseResult } from '#sync/model'
import { describe, expect, it } from 'vitest'
import { pickUpSlip } from './pick-up-slip.ts'
import { resultSlip } from './result-slip.ts'

const origin = {
  site: { code: '430102', name: '芙蓉区政务服务中心', place: '3号综合窗口' },
  demonstration: true,
} as const
const receiptNumber = '430102-T01-20261126-00042-K'
const granted: CaseResult = {
  outcome: 'granted',
  reason: '',
  decidedAt: '2026-11-26T02:00:00Z',
  documents: [
    {
      documentId: '0199a000-0000-4000-8000-000000000001',
      name: '出生医学证明',
      number: 'Y430000001',
      validFrom: '2026-11-26',
      validUntil: null,
      issuedBy: '示范妇幼保健院',
      medium: 'both',
      licenceId: null,
      handOver: null,
    },
  ],
}
const refused: CaseResult = { ...granted, outcome: 'refused', reason: '材料与登记不符', documents: [] }
const line = { matter: '出生医学证明签发', department: '卫健', status: 'completed' as const }

function slip(results: readonly (CaseResult | null)[]): string {
  const lines = results.map((result) => ({ ...line, result }))
  const document = resultSlip({ origin, receiptNumber, lines, printedAt: '2026-11-26T03:00:00Z' })
  expect(receiptDocumentSchema.safeParse(document).success).toBe(true)
  return JSON.stringify(document)
}

describe('the slip of results', () => {
  it('says name, number, validity, issuer and where a document is', () => {
    const text = slip([granted])
    for (const said of [receiptNumber, '准予', '证号 Y430000001', '2026年11月26日 — 长期', '可在窗口领取'])
      expect(text).toContain(said)
    expect(text).not.toContain('行政复议')
  })

  it('gives the reason of a refusal with its remedies, marked as an example', () => {
    const text = slip([granted, refused])
    for (const said of ['不予许可', '材料与登记不符', '60 日', '6 个月', '示例文字'])
      expect(text).toContain(said)
  })

  it('does not promise what left the hall already', () => {
    const [document] = granted.documents
    if (document === undefined) throw new Error('no document')
    const handOver = { way: 'posted' as const, at: '2026-11-26T04:00:00Z' }
    const text = slip([{ ...granted, documents: [{ ...document, handOver }] }])
    expect(text).toContain('已寄出')
    expect(text).not.toContain('可在窗口领取')
  })
})

describe('the slip of a pick-up', () => {
  it('names the papers and masks the person', () => {
    const document = pickUpSlip({
      origin,
      receiptNumber,
      collector: { kind: 'guardian', name: '欧阳若溪' },
      papers: [{ name: '出生医学证明', number: 'Y430000001' }],
      left: [{ name: '社会保障卡', number: null }],
      operatorName: '王办事',
      at: '2026-11-26T03:00:00Z',
    })
    expect(receiptDocumentSchema.safeParse(document).success).toBe(true)
    const text = JSON.stringify(document)
    for (const said of ['欧**溪（监护人）', '证号 Y430000001', '还没有领的', '社会保障卡'])
      expect(text).toContain(said)
    expect(text).not.toContain('欧阳若溪')
  })
})
