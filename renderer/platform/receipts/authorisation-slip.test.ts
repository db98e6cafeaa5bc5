import { receiptDocumentSchema } from '#devices/contract'
import { expect, it } from 'vitest'
import { authorisationSlip } from './authorisation-slip.ts'

const origin = { site: { code: '430102', name: '示范便民服务站', place: '村部' }, demonstration: true }
const day = '2026-11-28'

it('an authorisation names who lets whom do what, and has a place for both to sign', () => {
  const slip = authorisationSlip({
    origin,
    matter: '出生一件事',
    applicant: { name: '周样例', idNumber: '430102199001011230' },
    agent: { name: '', idNumber: '' },
    day,
  })
  expect(() => receiptDocumentSchema.parse(slip)).not.toThrow()
  const pairs = slip.blocks.flatMap((block) => (block.type === 'pair' ? [[block.label, block.value]] : []))
  expect(pairs).toContainEqual(['委托人', '周样例'])
  expect(pairs).toContainEqual(['委托人签名（按手印）', expect.stringMatching(/^＿+$/)])
  // Who acts is not known yet: it is written by hand, and nothing is made up.
  expect(pairs).toContainEqual(['受托人', expect.stringMatching(/^＿+$/)])
  expect(pairs).toContainEqual(['日期', '2026年11月28日'])
  expect(JSON.stringify(slip)).toContain('出生一件事')
})
