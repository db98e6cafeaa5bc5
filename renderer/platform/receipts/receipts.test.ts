import { receiptDocumentSchema, type ReceiptDocument } from '#devices/contract'
import type { Catalogue, MaterialEntry, Theme } from '#sync/model'
import { themeSchema } from '#sync/model'
import { describe, expect, it } from 'vitest'
import { guidanceSlip } from './guidance-slip.ts'
import { intakeReceipt, type IntakeReceiptFacts } from './intake-receipt.ts'
import { maskedName } from './masked-name.ts'
import { noticeSlip } from './notice-slip.ts'
import { printVerdict } from './print-outcome.ts'
import { applicantOf } from './receipt-facts.ts'

const theme: Theme = themeSchema.parse({
  id: 'birth',
  number: 1,
  name: '新生儿出生',
  title: '出生一件事',
  summary: '测试用',
  lifecycle: 'person',
  stage: '出生',
  lead: '甲',
  partners: '乙',
  deadline: '丙',
  keywords: [],
  questions: [],
  subjects: [
    { id: 'mother', label: '母亲', kind: 'person', readsCard: true },
    { id: 'father', label: '父亲', kind: 'person', readsCard: true },
    { id: 'company', label: '企业', kind: 'organisation' },
  ],
  applicants: ['mother', 'father', 'company'],
  matters: [
    {
      id: 'certificate',
      name: '出生医学证明',
      department: 'health',
      handling: 'promise',
      workingDays: 3,
      fields: [],
      materials: ['household'],
    },
  ],
  materials: [
    { id: 'household', name: '户口簿', necessity: 'required', source: 'applicant', why: '核对户主' },
    {
      id: 'marriage',
      name: '结婚证',
      necessity: 'deferrable',
      source: 'applicant',
      why: '核对婚姻',
      deferWorkingDays: 5,
    },
    {
      id: 'identity',
      name: '居民身份证',
      necessity: 'required',
      source: 'government',
      why: '核对身份',
      heldBy: '公安电子证照',
    },
    { id: 'form', name: '联合申请表', necessity: 'required', source: 'other', why: '申请', generated: true },
    {
      id: 'reside',
      name: '居住情况说明',
      necessity: 'required',
      source: 'applicant',
      why: '核对住址',
      commitment: true,
    },
  ],
})
const departments: Catalogue['departments'] = [
  { id: 'health', name: '卫生健康局', shortName: '卫健', kind: 'authority' },
]
const origin = {
  site: { code: '430102', name: '示范政务服务中心', place: '3号综合窗口', phone: '0731-00000000' },
  demonstration: false,
}
const materials: MaterialEntry[] = [
  { materialId: 'household', status: 'attached', grade: 'B', attachments: ['a'] },
  { materialId: 'marriage', status: 'deferred', dueDate: '2026-12-03' },
  { materialId: 'identity', status: 'held' },
  { materialId: 'form', status: 'generated' },
  { materialId: 'reside', status: 'committed' },
]
const facts: IntakeReceiptFacts = {
  origin,
  catalogue: { themes: [theme], departments },
  supplements: null,
  themeId: 'birth',
  matters: ['certificate'],
  materials,
  applicant: { name: '王晓晓', kind: 'person' },
  representative: null,
  organisation: null,
  totalWorkingDays: 3,
  operatorName: '示范员',
  receiptNumber: '430102-T01-20261123-00042-K',
  submittedAt: '2026-11-23T06:05:00.000Z',
}

/** All words of a slip, top to bottom. */
function wordsOf({ blocks }: ReceiptDocument): string[] {
  return blocks.map((block) =>
    block.type === 'text' || block.type === 'item'
      ? block.text
      : block.type === 'pair'
        ? `${block.label}：${block.value}`
        : block.type,
  )
}

describe('the receipt that a citizen takes home', () => {
  const words = wordsOf(intakeReceipt(facts))
  const all = words.join('\n')

  it('is a document that any printer adapter accepts', () => {
    expect(receiptDocumentSchema.safeParse(intakeReceipt(facts)).success).toBe(true)
  })

  it('carries the number as text and as QR', () => {
    expect(all).toContain('430102-T01-20261123-00042-K')
    expect(intakeReceipt(facts).blocks).toContainEqual({
      type: 'qr',
      data: '430102-T01-20261123-00042-K',
      moduleDots: 6,
    })
  })

  it('says received, never accepted, and points to the notice of acceptance', () => {
    expect(all).toContain('已接收，待受理')
    expect(all).toContain('以受理通知书为准')
    expect(all).not.toContain('已受理')
  })

  it('names every matter with its department, and every material with how it was met', () => {
    expect(words).toContain('出生医学证明（卫健）')
    expect(words).toContain('户口簿（已与原件核对）')
    expect(words).toContain('结婚证（2026年12月3日前补交）')
    expect(words).toContain('联合申请表（现场生成，已签名确认）')
    expect(words).toContain('居民身份证')
    expect(words).toContain('居住情况说明')
  })

  it('says how long it may take, and from when that counts', () => {
    expect(words).toContain('预计总时限：3 个工作日')
    expect(words).toContain('时限从部门受理之日起算。')
  })

  it('masks a person and names an organisation in full', () => {
    expect(all).toContain('申请人：王*晓')
    expect(all).not.toContain('王晓晓')
    const organisation = intakeReceipt({
      ...facts,
      applicant: { name: '示范有限公司', kind: 'organisation' },
    })
    expect(wordsOf(organisation)).toContain('申请人：示范有限公司')
  })

  it('names the firm that it is about beside the person who applies for it', () => {
    expect(all).not.toContain('申请单位')
    const forFirm = wordsOf(intakeReceipt({ ...facts, organisation: '示范有限公司' }))
    expect(forFirm).toContain('申请单位：示范有限公司')
    expect(forFirm).toContain('申请人：王*晓')
  })

  it('is marked at both ends in a demonstration hall', () => {
    const marked = wordsOf(intakeReceipt({ ...facts, origin: { ...origin, demonstration: true } }))
    expect(marked.filter((line) => line.includes('演示'))).toHaveLength(2)
    expect(all).not.toContain('演示')
  })

  it('has no number and no QR before the submission', () => {
    const preview = intakeReceipt({ ...facts, receiptNumber: null, submittedAt: null })
    expect(preview.blocks.some((block) => block.type === 'qr')).toBe(false)
    expect(wordsOf(preview)).toContain('收件号：提交后生成')
  })
})

describe('masking a name', () => {
  it.each([
    ['王晓', '王*'],
    ['李小敏', '李*敏'],
    ['欧阳小敏', '欧**敏'],
    ['', ''],
    ['王', '王'],
  ])('%s becomes %s', (name, masked) => {
    expect(maskedName(name)).toBe(masked)
  })
})

describe('the one-time notice on paper', () => {
  const facts = {
    origin,
    theme,
    departments,
    notice: {
      matters: theme.matters,
      bring: theme.materials.slice(0, 2).map((material) => ({ material, matters: ['certificate'] })),
      held: theme.materials.slice(2, 3).map((material) => ({ material, matters: ['certificate'] })),
      totalWorkingDays: 3,
      criticalPath: ['certificate'],
      feeYuan: 0,
    },
    situation: [{ ask: '父母是否已登记结婚？', answer: '是' }],
    answers: {},
    printedAt: '2026-11-23T06:05:00.000Z',
  }
  const slip = noticeSlip(facts)

  it('has a code with which any terminal carries on, and nobody’s data in it', () => {
    expect(slip.blocks).toContainEqual({ type: 'qr', data: 'YCN1:birth', moduleDots: 5 })
  })

  it('tells matters, days, fee, what to bring and what not', () => {
    expect(receiptDocumentSchema.safeParse(slip).success).toBe(true)
    const words = wordsOf(slip)
    expect(words).toContain('出生医学证明（卫健，3 个工作日）')
    expect(words).toContain('结婚证（可容缺后补）')
    expect(words).toContain('居民身份证（公安电子证照）')
    expect(words).toContain('收费：不收费')
    expect(words).toContain('父母是否已登记结婚？ 是')
    expect(words).not.toContain('需要先预约')
  })

  it('adds the way to where the rest is done', () => {
    const guidance = {
      reason: '须双方到场',
      where: '婚姻登记处',
      whenOpen: '工作日',
      bring: ['预约单'],
      appointment: true,
    }
    const words = wordsOf(noticeSlip({ ...facts, theme: { ...theme, guidance } }))
    expect(words).toEqual(expect.arrayContaining(['需要先预约', '婚姻登记处', '预约单', '户口簿']))
  })
})

describe('the slip for what must be done elsewhere', () => {
  it('says why, where, when, what to bring and that an appointment is needed', () => {
    const slip = guidanceSlip({
      origin,
      theme,
      guidance: {
        reason: '须双方到场',
        where: '婚姻登记处',
        whenOpen: '周一至周六',
        bring: ['身份证'],
        appointment: true,
      },
      printedAt: '2026-11-23T06:05:00.000Z',
    })
    expect(receiptDocumentSchema.safeParse(slip).success).toBe(true)
    expect(wordsOf(slip)).toEqual(
      expect.arrayContaining(['须双方到场', '婚姻登记处', '周一至周六', '身份证', '需要先预约']),
    )
  })
})

describe('whether the paper came out', () => {
  const well = { paper: 'ok', cover: 'closed', online: true, error: null } as const

  it('is printed only when the printer afterwards says that all is well', () => {
    expect(printVerdict({ before: well, after: well })).toEqual({ kind: 'printed', paperLow: false })
    expect(printVerdict({ before: well, after: { ...well, paper: 'nearEnd' } })).toEqual({
      kind: 'printed',
      paperLow: true,
    })
    for (const after of [
      { ...well, paper: 'out' as const },
      { ...well, cover: 'open' as const },
      { ...well, online: false },
      { ...well, error: 'cutter' as const },
    ]) {
      expect(printVerdict({ before: well, after }).kind).toBe('doubtful')
    }
  })
})

describe('who applies', () => {
  it('is the signer, else the first possible applicant with a name', () => {
    const values = {
      'father.name': { value: '赵一', source: 'typed' },
      'mother.name': { value: '', source: 'typed' },
    } as const
    expect(applicantOf(theme, values)).toEqual({ subject: 'father', name: '赵一', kind: 'person' })
    expect(applicantOf(theme, values, 'father').subject).toBe('father')
    expect(applicantOf(theme, {}).subject).toBe('mother')
  })
})
