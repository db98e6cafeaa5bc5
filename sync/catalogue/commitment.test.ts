import { type MaterialEntry, signedText } from '#sync/model'
import { describe, expect, it } from 'vitest'
import { bundledCatalogue } from './bundled/index.ts'
import { sampleValues } from './samples/index.ts'

const catalogue = bundledCatalogue()
const birth = catalogue.themes.find(({ id }) => id === 'birth')
if (birth === undefined) throw new Error('there is no birth theme')
const committable = birth.materials.find(({ commitment }) => commitment)
if (committable === undefined) throw new Error('nothing in the birth theme may be promised')

const answers = { parents: 'unmarried', settle: 'mother' }
const samples = sampleValues(birth, catalogue, answers, '2026-11-23')

/** What is signed by unmarried parents, with how this paper is met. */
function signed(status: 'committed' | 'absent'): string {
  const entry: MaterialEntry = { materialId: committable?.id ?? '', status }
  const values = Object.fromEntries(
    Object.entries(samples).map(([key, value]) => [key, { value, source: 'typed' as const }]),
  )
  return signedText(birth as never, catalogue, {
    answers,
    values,
    materials: [entry],
    attachments: [],
    representation: null,
  })
}

describe('the text of a written commitment', () => {
  const lines = signed('committed').split('\n')
  const part = lines.slice(lines.findIndex((line) => line.startsWith('五、告知承诺书')))

  it('stands by itself at the end of what is signed, for its paper by name', () => {
    expect(part[0]).toBe(`五、告知承诺书（${committable.name}）`)
  })

  it.each(['承诺事项', '代替的材料', '承诺内容', '不实的后果', '承诺人', '承诺日期'])(
    'says its %s',
    (label) => {
      const line = part.find((one) => one.startsWith(`${label}：`))
      expect(line?.length).toBeGreaterThan(label.length + 1)
    },
  )

  it('names who signs and the matter, and what follows if it is not true', () => {
    const text = part.join('\n')
    expect(text).toContain(`承诺人：签名人（${samples['mother.name'] ?? '没有姓名'}`)
    expect(birth.matters.some(({ name }) => text.includes(`承诺事项：${name}`))).toBe(true)
    expect(text).toContain('撤销办理结果')
  })

  it('is not there where nothing was promised', () => {
    expect(signed('absent')).not.toContain('告知承诺书')
  })
})
