/** Words around what people want; they say nothing about which theme is meant. */
const aroundWords =
  /请问一下|请问|你好|您好|我想要|我想|我要|我们家|我家|我的|我|想要|帮我|怎么办理|怎么办|怎么弄|怎么|怎样|如何办理|如何|在哪里办|在哪里|在哪儿|在哪办|哪里|去哪|哪个窗口|要带什么|带什么|需要什么材料|需要什么|要什么|要哪些|什么材料|什么手续|手续|流程|一下子|一下|一个|可以|能不能|吗|呢|啊|吧|怎办|多少钱|要多久|多久/g

/** Lower-case, ordinary width, letters and digits and characters only. */
export function plainText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/ü|ǖ|ǘ|ǚ|ǜ/g, 'v')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}]/gu, '')
}

/** A query without the words around it; as it was when nothing else is left. */
export function meaningOf(query: string): string {
  const plain = plainText(query)
  const bare = plain
    .replace(aroundWords, '')
    .replace(/^(?:办理|办个|办|要|给|去|把|弄|搞)(?=\p{Script=Han}{2})/u, '')
    .replace(/(?:了|的)$/u, '')
  return bare === '' ? plain : bare
}

/**
 * Pinyin letters as they are compared: ü may be typed v, u, yu (after n and l) or uee, so it becomes u everywhere.
 */
export function pinyinKey(letters: string): string {
  return letters
    .replace(/uee/g, 'u')
    .replace(/([nl])yu/g, '$1u')
    .replace(/v/g, 'u')
}

/**
 * Letters as they are heard in Hunan and elsewhere in the south, where zh/z, ch/c, sh/s, n/l, hu/f and -ng/-n are
 * not told apart: a second, more forgiving key.
 */
export function heardKey(letters: string): string {
  return pinyinKey(letters)
    .replace(/([zcs])h/g, '$1')
    .replace(/hu(?=[aeio])/g, 'f')
    .replace(/([aeiou])ng/g, '$1n')
    .replace(/l/g, 'n')
}
