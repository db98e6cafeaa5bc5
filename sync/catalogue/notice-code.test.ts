import { noticeCode, readNoticeCode } from '#sync/model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bundledCatalogue } from './bundled/index.ts'
import { situationsOf } from './situations.ts'

const { themes } = bundledCatalogue()

describe('the code on a notice', () => {
  it('carries every situation of every theme to another terminal, in a few hundred characters', () => {
    for (const theme of themes) {
      for (const answers of situationsOf(theme)) {
        const code = noticeCode(theme, answers)
        expect(code.length).toBeLessThan(400)
        expect(readNoticeCode(code, themes)).toEqual({ theme, answers })
      }
    }
  })

  it('is read from a scanner that types in capitals and adds a line end', () => {
    const read = readNoticeCode('YCN1:BIRTH;PARENTS=MARRIED;SETTLE=FATHER\r', themes)
    expect(read?.theme.id).toBe('birth')
    expect(read?.answers).toEqual({ parents: 'married', settle: 'father' })
  })

  it('gives no answer that the questions do not offer', () => {
    expect(readNoticeCode('YCN1:birth;parents=martian;evil=x1', themes)?.answers).toEqual({})
  })

  it.each([
    'YCN1:',
    'YCN1:no-such-theme',
    'YCN1:birth;parents',
    'YCN1:birth;parents=married=x',
    'YCN1:birth;__proto__=married',
    `YCN1:birth;${'a'.repeat(5_000)}=b`,
    'javascript:alert(1)',
  ])('is refused when it is not whole or not ours: %#', (text) => {
    expect(readNoticeCode(text, themes)).toBeNull()
  })

  it('never throws, whatever is scanned', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        readNoticeCode(`YCN1:${text}`, themes)
        readNoticeCode(text, themes)
      }),
    )
  })
})
