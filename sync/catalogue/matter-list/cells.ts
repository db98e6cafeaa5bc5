import { handlingCodes, type Material } from '#sync/model'

/** What a cell means, or what is wrong with it. */
export type CellResult<Value> =
  { readonly value: Value } | { readonly message: string; readonly remedy: string }

/** Parts of a cell that lists several things: one a line or between semicolons, with or without numbers before them. */
export function partsOf(text: string): string[] {
  return text
    .split(/[；;\n]/u)
    .map((part) => part.trim().replace(/^(?:\d{1,2}[.、．)）]|[（(]\d{1,2}[)）])\s*/u, ''))
    .filter((part) => part !== '')
}

/** Words of a cell, between commas, enumeration commas, semicolons, spaces or line breaks. */
export function wordsOf(text: string): string[] {
  return text.split(/[、，,；;\s]+/u).filter((word) => word !== '')
}

/** 办结时限 in working days: `5`, `5个工作日`, or 即办. Calendar days and hours are not guessed at. */
export function readWorkingDays(text: string): CellResult<number> {
  const plain = text.normalize('NFKC').replace(/\s+/g, '')
  if (/^(?:即办|即时办结|当场办结|当场)$/.test(plain)) return { value: 0 }
  const match = /^(\d{1,3})(?:个?工作日)?$/.exec(plain)
  if (match !== null) return { value: Number(match[1]) }
  return {
    message: `“${text}”不是工作日数`,
    remedy: '写成 5、5个工作日 或 即办；按自然日、小时的先折成工作日',
  }
}

/** 办件类型; where the list says nothing, a matter of no days is done at once. */
export function readHandling(text: string, workingDays: number | null): CellResult<'instant' | 'promise'> {
  if (text === '') return { value: workingDays === 0 ? 'instant' : 'promise' }
  const coded = handlingCodes.nameOf('gb-39046', text)
  if (coded === 'instant' || /^(?:即办件|即办)$/.test(text)) return { value: 'instant' }
  if (coded === 'promise' || /^(?:承诺件|承诺)$/.test(text)) return { value: 'promise' }
  return { message: `不认识办件类型“${text}”`, remedy: '写成 即办件 或 承诺件，或者空着' }
}

/** 收费 in yuan. */
export function readFee(text: string): CellResult<number> {
  const plain = text.normalize('NFKC').replace(/[\s,¥]/g, '')
  if (/^(?:|否|无|免费|不收费|不收取|0元?)$/.test(plain)) return { value: 0 }
  const match = /^(\d{1,9}(?:\.\d{1,2})?)元?$/.exec(plain)
  if (match !== null) return { value: Number(match[1]) }
  return {
    message: `“${text}”不是一个金额`,
    remedy: '写成 40、40元 或 不收费；分档收费的空着，写到“收费依据”里',
  }
}

/** Who applies: people, organisations, or either. */
export function readAudience(text: string): CellResult<{ person: boolean; organisation: boolean }> {
  const words = wordsOf(text.replace(/[/／]/gu, '、'))
  if (words.length === 0) return { value: { person: true, organisation: false } }
  const wrong = words.find((word) => !/^(?:自然人|个人|.*法人|.*企业|.*组织|.*机关|个体工商户)$/u.test(word))
  if (wrong !== undefined) {
    return { message: `不认识服务对象“${wrong}”`, remedy: '写成 自然人、企业法人 等，几种之间用顿号隔开' }
  }
  const isPerson = (word: string) => word === '自然人' || word === '个人'
  return { value: { person: words.some(isPerson), organisation: !words.every(isPerson) } }
}

/** A material as a cell describes it, before it has an id. */
export type ListedMaterial = Pick<
  Material,
  'name' | 'necessity' | 'source' | 'form' | 'generated' | 'commitment'
> &
  Partial<Pick<Material, 'deferWorkingDays' | 'pages'>>

function applyMark(material: ListedMaterial, mark: string): ListedMaterial | null {
  const deferral = /^(?:可?容缺|容缺后补)(\d{1,3})(?:个?工作日)?$/.exec(mark)
  if (deferral !== null && Number(deferral[1]) > 0) {
    return { ...material, necessity: 'deferrable', deferWorkingDays: Number(deferral[1]) }
  }
  const pages = /^(\d{1,3})[页份]$/.exec(mark)
  if (pages !== null && Number(pages[1]) > 0) return { ...material, pages: Number(pages[1]) }
  switch (mark) {
    case '必要':
      return { ...material, necessity: 'required' }
    case '非必要':
      return { ...material, necessity: 'optional' }
    case '申请人自备':
      return { ...material, source: 'applicant' }
    case '政府部门核发':
      return { ...material, source: 'government' }
    case '其他来源':
      return { ...material, source: 'other' }
    case '纸质':
      return { ...material, form: 'paper' }
    case '电子':
    case '电子化':
      return { ...material, form: 'electronic' }
    case '承诺':
    case '告知承诺':
      return { ...material, commitment: true }
    case '现场生成':
      return { ...material, generated: true }
    default:
      return null
  }
}

/** One material: a name, and in square brackets what is special: `婚姻证明[容缺5个工作日、承诺]`. */
export function readMaterial(text: string): CellResult<ListedMaterial> {
  const match = /^([^[\]【】]+?)\s*(?:[[【]([^[\]【】]*)[\]】])?$/u.exec(text)
  const name = match?.[1]?.trim()
  if (name === undefined || name === '') {
    return { message: `材料“${text}”的方括号不成对`, remedy: '写成 材料名称[容缺5个工作日、承诺]' }
  }
  let material: ListedMaterial = {
    name,
    necessity: 'required',
    source: 'applicant',
    form: 'either',
    generated: false,
    commitment: false,
  }
  for (const mark of wordsOf((match?.[2] ?? '').normalize('NFKC'))) {
    const next = applyMark(material, mark)
    if (next === null) {
      return {
        message: `材料“${name}”的说明“${mark}”不认识`,
        remedy:
          '可以写：必要、非必要、容缺N个工作日、申请人自备、政府部门核发、其他来源、纸质、电子、承诺、现场生成、N页',
      }
    }
    material = next
  }
  return { value: material }
}
