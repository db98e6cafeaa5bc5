import type { ReceiptDocument } from '#devices/contract'
import { describe, expect, it } from 'vitest'
import { layOutA4 } from './a4-layout.ts'

const slip: ReceiptDocument = {
  blocks: [
    { type: 'text', text: '【演示】', align: 'center', bold: true },
    { type: 'text', text: '一次性告知单', align: 'center', size: 'large', bold: true },
    { type: 'text', text: '示范政务服务中心', align: 'center' },
    { type: 'rule' },
    { type: 'text', text: '新生儿出生一件事', align: 'center', size: 'tall', bold: true },
    { type: 'pair', label: '预计总时限', value: '10 个工作日', bold: true },
    { type: 'pair', label: '地址', value: '长沙市芙蓉区某某街道某某社区某某路一百二十三号' },
    { type: 'rule', style: 'dashed' },
    { type: 'text', text: '请带来', bold: true },
    { type: 'item', marker: '□', text: '结婚证' },
    { type: 'item', marker: '□', text: '身份证' },
    { type: 'qr', data: 'YCN1:birth' },
    { type: 'text', text: '扫码接着办', align: 'center' },
    { type: 'spacer', lines: 2 },
  ],
}

describe('a slip as a sheet', () => {
  it('has its head apart, its code beside it, and a section from rule to rule', () => {
    const layout = layOutA4(slip)
    expect(layout).toMatchObject({
      marks: ['【演示】'],
      title: '一次性告知单',
      place: ['示范政务服务中心'],
      code: { data: 'YCN1:birth', caption: '扫码接着办' },
    })
    expect(layout.sections.map((section) => section.map(({ type }) => type))).toEqual([
      ['paragraph', 'pairs'],
      ['heading', 'list'],
    ])
    expect(layout.sections[0]?.[1]).toMatchObject({ pairs: [{ wide: false, strong: true }, { wide: true }] })
    expect(layout.sections[1]?.[1]).toMatchObject({ items: [{ text: '结婚证' }, { text: '身份证' }] })
  })

  it('loses no word', () => {
    const layout = layOutA4(slip)
    const said = JSON.stringify(layout)
    for (const block of slip.blocks) {
      const words = 'text' in block ? [block.text] : block.type === 'pair' ? [block.label, block.value] : []
      for (const word of words) expect(said).toContain(word)
    }
  })

  it('without a rule is all body', () => {
    expect(layOutA4({ blocks: [{ type: 'text', text: '甲' }] })).toMatchObject({
      title: '',
      sections: [[{ type: 'paragraph', text: '甲' }]],
    })
  })
})
