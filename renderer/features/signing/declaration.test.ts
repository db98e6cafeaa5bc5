import { describe, expect, it } from 'vitest'
import { arrangeDeclaration } from './declaration.ts'

const digest = 'ab'.repeat(32)
const text = [
  '出生一件事（birth，目录版本 2026.11.1）',
  '一、情形',
  '二、事项',
  '户口登记',
  '三、填报内容',
  '母亲 姓名：林一诺',
  '母亲 户籍地址：测试路：1号',
  '四、材料',
  `户口簿：已提交，${digest}、${digest}`,
  '结婚证：容缺后补，2026-12-07 前补交',
].join('\n')

describe('what is read before it is signed', () => {
  const declaration = arrangeDeclaration(text, (count) => `${String(count)} 页`)

  it('keeps every line, in order, under its heading', () => {
    expect(declaration.title).toContain('出生一件事')
    expect(declaration.parts.map(({ heading }) => heading)).toEqual(['二、事项', '三、填报内容', '四、材料'])
    expect(declaration.parts[1]?.lines).toEqual([
      { label: '母亲 姓名', value: '林一诺' },
      { label: '母亲 户籍地址', value: '测试路：1号' },
    ])
  })

  it('says how many pages instead of their digests', () => {
    expect(declaration.parts[2]?.lines[0]).toEqual({ label: '户口簿', value: '已提交，2 页' })
  })
})
