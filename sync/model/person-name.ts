/**
 * Characters that a Chinese name may have: the unified ideographs of Unicode (the URO, extensions A to J and the
 * twelve unified ones in the compatibility block) and 〇. Radicals that only look like characters are not among them.
 */
const ideograph =
  '\\u3007\\u3400-\\u4DBF\\u4E00-\\u9FFF\\uFA0E\\uFA0F\\uFA11\\uFA13\\uFA14\\uFA1F\\uFA21\\uFA23\\uFA24\\uFA27-\\uFA29' +
  '\\u{20000}-\\u{2A6DF}\\u{2A700}-\\u{2EBEF}\\u{2EBF0}-\\u{2EE5F}\\u{30000}-\\u{323AF}\\u{323B0}-\\u{3347F}'

const chineseName = new RegExp(`^[${ideograph}]+(?:·[${ideograph}]+)*$`, 'u')
const latinName = /^\p{Script=Latin}[\p{Script=Latin}\p{M}'’.\- ]*$/u
/** Older identity cards carry rare characters in the private use area, as GB 18030 once placed them. */
const privateUse = /[\uE000-\uF8FF\u{F0000}-\u{10FFFD}]/u

export type PersonNameProblem = 'tooLong' | 'tooShort' | 'digits' | 'middleDot' | 'characters' | 'privateUse'

/** What is wrong with a person's name, in characters as people count them; null when nothing is. */
export function personNameProblem(name: string, maxLength: number): PersonNameProblem | null {
  const characters = Array.from(name)
  if (characters.length > maxLength) return 'tooLong'
  if (chineseName.test(name)) return characters.length < 2 ? 'tooShort' : null
  if (latinName.test(name)) return null
  if (privateUse.test(name)) return 'privateUse'
  if (/\d/.test(name)) return 'digits'
  if (/^·|·$|··/.test(name)) return 'middleDot'
  return 'characters'
}

/** 复姓 in use, longest match first when a surname is compared. */
const doubleSurnames = new Set(
  '欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 令狐 慕容 宇文 长孙 司徒 司空 端木 夏侯 轩辕 百里 呼延 东郭 南宫 西门 独孤 申屠 闻人 澹台 公冶 宗政 濮阳 淳于 单于 太叔 钟离 鲜于 闾丘 仲孙 亓官 颛孙 巫马 公西 漆雕 乐正 壤驷 拓跋 夹谷 宰父 谷梁 段干 东门 南门 赫连 梁丘 左丘 万俟'.split(
    ' ',
  ),
)

/** 姓: the first character, or the first two where they are a double surname. */
export function surnameOf(name: string): string {
  const characters = Array.from(name)
  const two = characters.slice(0, 2).join('')
  return characters.length > 2 && doubleSurnames.has(two) ? two : (characters[0] ?? '')
}
