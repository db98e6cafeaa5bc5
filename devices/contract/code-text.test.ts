import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { isDeviceError } from '#devices/contract'
import { readCodeText } from './code-text.ts'

const runs = { numRuns: Number(process.env['FUZZ_RUNS'] ?? 2000) }
const hanzi = fc.stringMatching(/^[一-龥A-Za-z0-9，。：]{1,60}$/)

describe('the text of a code', () => {
  it('comes back from UTF-8 and from GB18030', () => {
    fc.assert(
      fc.property(hanzi, (text) => {
        expect(readCodeText(iconv.encode(text, 'utf-8')).text).toBe(text)
        expect(readCodeText(iconv.encode(text, 'gb18030'), { encoding: 'gb18030' }).text).toBe(text)
        expect(readCodeText(iconv.encode(text, 'utf-8'), { encoding: 'utf-8' }).text).toBe(text)
      }),
      runs,
    )
  })

  it.each(['芙蓉区晓园路8号', '联通', '样例有限公司', '㐂', '𠮷姓'])(
    '%s is told from its bytes in GB18030',
    (text) => {
      expect(readCodeText(iconv.encode(text, 'gb18030'))).toMatchObject({ text, encoding: 'gb18030' })
    },
  )

  it('is GB18030 where UTF-8 would be letters of another script by chance', () => {
    const chance = iconv.encode('校学', 'gbk')
    expect(new TextDecoder('utf-8', { fatal: true }).decode(chance)).toHaveLength(2)
    expect(readCodeText(chance)).toMatchObject({ text: '校学', encoding: 'gb18030' })
    expect(readCodeText(chance, { encoding: 'utf-8' }).encoding).toBe('utf-8')
  })

  it('is UTF-8 where the only letter beyond ASCII is the point between the parts of a name', () => {
    expect(readCodeText(iconv.encode('ALIM·QADIR', 'utf-8'))).toMatchObject({
      text: 'ALIM·QADIR',
      encoding: 'utf-8',
    })
  })

  it('keeps tabs, line ends and the separators of GS1', () => {
    expect(readCodeText(new TextEncoder().encode('01\u001d10\t\r\n')).text).toBe('01\u001d10\t\r\n')
  })

  it.each([
    ['a NUL', '4100'],
    ['an escape sequence', '1b5b324a'],
    ['half a character', 'b0a1b0'],
    ['noise', 'ff00fe8081'],
    ['an identifier and nothing', '5d5131'],
  ])('is refused where it holds %s', (_what, hex) => {
    const read = (): unknown => readCodeText(Buffer.from(hex, 'hex'), { aimPrefix: true })
    expect(read).toThrow(expect.objectContaining({ code: 'code.not-text' }) as Error)
  })

  it('leaves the identifier aside only where the scanner sends one', () => {
    const code = new TextEncoder().encode(']Q1YCN1:birth')
    expect(readCodeText(code, { aimPrefix: true })).toMatchObject({ text: 'YCN1:birth', symbology: ']Q1' })
    expect(readCodeText(code)).toMatchObject({ text: ']Q1YCN1:birth', symbology: null })
    expect(readCodeText(new TextEncoder().encode('YCN1'), { aimPrefix: true })).toMatchObject({
      text: 'YCN1',
    })
  })

  it('is text or its own error, whatever comes, and never tells what it was', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 80 }), fc.boolean(), (noise, aimPrefix) => {
        try {
          expect(readCodeText(noise, { aimPrefix }).text).not.toBe('')
        } catch (error) {
          if (!isDeviceError(error, 'code.not-text')) throw error
          expect(error.message).toMatch(/^(\d+ bytes are no text|an identifier and no data)$/)
        }
      }),
      runs,
    )
  })
})
