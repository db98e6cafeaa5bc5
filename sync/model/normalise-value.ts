import type { ElementFormat } from './data-element.ts'

/** Full-width letters, digits and signs to their ordinary forms, and no space at either end. */
function halfWidth(text: string): string {
  return text
    .replace(/[！-～]/g, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
    .replace(/\u3000/g, ' ')
    .trim()
}

/**
 * The canonical spelling of what somebody typed, so that what is meant the same is kept the same: card and phone
 * numbers lose their gaps, an ID number its small x, a minority name gets the one middle dot ·, dates and times
 * their hyphens and colons. What cannot be read is returned as it was, for the check to speak of.
 */
export function normaliseValue(format: ElementFormat, text: string): string {
  const plain = halfWidth(text.normalize('NFC'))
  switch (format.kind) {
    case 'personName':
      return plain
        .replace(/\s*[·•・‧∙⋅･．]\s*/g, '·')
        .replace(/(\p{Script=Han})\s*\.\s*(?=\p{Script=Han})/gu, '$1·')
        .replace(/(\p{Script=Han})\s+(?=\p{Script=Han})/gu, '$1')
        .replace(/\s+/g, ' ')
    case 'residentId':
    case 'creditCode':
    case 'realEstateUnit':
    case 'identityNumber':
      return plain.replace(/[\s-]/g, '').toUpperCase()
    case 'projectCode':
      return plain.replace(/\s/g, '').replace(/[—–－]/g, '-')
    case 'bankCard':
    case 'mobile':
      return plain.replace(/[\s-]/g, '').replace(/^(?:\+?86)(?=1\d{10}$)/, '')
    case 'phone':
      return plain
        .replace(/\s/g, '')
        .replace(/[()—–]/g, '-')
        .replace(/-+/g, '-')
        .replace(/^-/, '')
    case 'date':
      return normaliseDate(plain)
    case 'time':
      return normaliseTime(plain)
    case 'number':
    case 'money':
      return plain.replace(/[,\s]/g, '').replace(/^\+/, '')
    case 'email':
      return plain.replace(/\s/g, '')
    case 'text':
    case 'address':
    case 'division':
      return text.normalize('NFC').trim()
    case 'code':
    case 'yesNo':
      return plain
    // Its cells were each brought to their own spelling.
    case 'table':
      return text
  }
}

function normaliseDate(text: string): string {
  const match =
    /^(\d{4})(\d{2})(\d{2})$/.exec(text) ??
    /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/.exec(text)
  if (match === null) return text
  const [, year, month, day] = match as unknown as [string, string, string, string]
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}

function normaliseTime(text: string): string {
  const match = /^(\d{1,2})\s*[:时点]\s*(\d{1,2})?\s*分?$/.exec(text) ?? /^(\d{2})(\d{2})$/.exec(text)
  if (match === null) return text
  return `${(match[1] as string).padStart(2, '0')}:${(match[2] ?? '').padStart(2, '0')}`
}
