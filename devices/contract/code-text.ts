import type { CodeEncoding, ScannedCode } from './code.ts'
import { DeviceError } from './errors.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false })
const gb18030 = new TextDecoder('gb18030', { fatal: true })

/** Tab, line ends, and the separators of GS1 and ISO/IEC 15434 are part of codes; other control characters are not. */
const controlsInCodes = '\t\n\r\u0004\u001c\u001d\u001e\u001f'

const aimIdentifier = /^\][A-Za-z][0-9A-Za-z]/

/**
 * The text of a code's bytes.
 * @param encoding how to read them; `auto` is UTF-8 where they are valid UTF-8, else GB18030 (devices.md B4)
 * @param aimPrefix the first three characters are the AIM identifier, where they look like one
 * @throws DeviceError `code.not-text`
 */
export function readCodeText(
  bytes: Uint8Array,
  {
    encoding = 'auto',
    aimPrefix = false,
  }: { encoding?: CodeEncoding | 'auto' | undefined; aimPrefix?: boolean | undefined } = {},
): ScannedCode {
  const read = decode(bytes, encoding)
  if (read === null || !isText(read.text))
    throw new DeviceError('code.not-text', `${String(bytes.length)} bytes are no text`)
  const symbology = aimPrefix ? (aimIdentifier.exec(read.text)?.[0] ?? null) : null
  const text = symbology === null ? read.text : read.text.slice(symbology.length)
  if (text === '') throw new DeviceError('code.not-text', 'an identifier and no data')
  return { text, encoding: read.encoding, symbology }
}

function decode(
  bytes: Uint8Array,
  encoding: CodeEncoding | 'auto',
): { text: string; encoding: CodeEncoding } | null {
  const asUtf8 = encoding === 'gb18030' ? null : textOf(utf8, bytes)
  const asGb = encoding === 'utf-8' ? null : textOf(gb18030, bytes)
  if (asUtf8 !== null && !(asGb !== null && isRatherGbk(asUtf8, asGb)))
    return { text: asUtf8, encoding: 'utf-8' }
  return asGb === null ? null : { text: asGb, encoding: 'gb18030' }
}

function isText(text: string): boolean {
  return [...text.matchAll(/[\p{Cc}\p{Cn}\ufffd]/gu)].every(([character]) =>
    controlsInCodes.includes(character),
  )
}

function textOf(decoder: typeof utf8, bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes)
  } catch {
    return null
  }
}

/** Below U+0800, and yet at home in Chinese text: the point of 买买提·艾力, degrees, times. */
const signsInChinese = '·×÷°±'

/**
 * Two bytes of GBK can be two bytes of UTF-8 by chance. Then UTF-8 reads a letter below U+0800 (Greek, Cyrillic,
 * Arabic …) where GBK reads a hanzi, which is what a code in this hall holds.
 */
function isRatherGbk(asUtf8: string, asGb: string): boolean {
  const others = [...asUtf8].filter((character) => character > '\u007f')
  return (
    others.length > 0 &&
    others.every((character) => character < '\u0800' && !signsInChinese.includes(character)) &&
    /^(?:\p{ASCII}|\p{Script=Han}|[\u3000-\u303f\uff00-\uffef])+$/u.test(asGb)
  )
}
