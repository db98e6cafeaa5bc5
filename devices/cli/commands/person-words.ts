/** 证件种类, 性别, fingers and warnings as a technician reads them; the JSON keeps the codes. */
const words: Readonly<Record<string, string>> = {
  resident: '居民身份证',
  foreigner: '外国人永久居留身份证',
  residencePermit: '港澳台居民居住证',
  male: '男',
  female: '女',
  unknown: '未知',
  unstated: '未说明',
  'right-thumb': '右手拇指',
  'right-index': '右手食指',
  'right-middle': '右手中指',
  'right-ring': '右手环指',
  'right-little': '右手小指',
  'left-thumb': '左手拇指',
  'left-index': '左手食指',
  'left-middle': '左手中指',
  'left-ring': '左手环指',
  'left-little': '左手小指',
  expired: '证件已过有效期',
  'number-check-digit': '号码的校验位不符',
  'number-birth-mismatch': '号码里的出生日期与证件上的不同',
  'unknown-nation-code': '民族代码不在国家标准里',
  'latest-address-unread': '没有读到最新住址',
  'fingerprints-unread': '没有读到指纹',
  'portrait-undecoded': '相片没有解开',
}

/** @returns the word itself where there is none of ours for it */
export function inWords(code: string): string {
  return words[code] ?? code
}
