/**
 * What a person reads beside a field, by finding. Each sentence says what is wrong and what would be right, in words
 * that need no knowledge of forms, and never repeats the value: the screen stands in a public hall. `{…}` is filled
 * with limits of the field.
 */
export const fieldMessages = {
  required: '这一项要填，请填写“{label}”。',
  tooLong: '写得太长了，最多写 {max} 个字。',
  controlCharacters: '里面有看不见的符号，请删掉重写。',
  nameTooShort: '姓名至少要有两个字，请把姓和名都写上。',
  nameDigits: '姓名里不能有数字，请照身份证上的姓名写。',
  nameMiddleDot: '姓名里的间隔点只写在两个字中间，像“阿依古丽·买买提”这样写。',
  nameCharacters: '姓名里只能写汉字和间隔点“·”，外国人可以写英文字母，请照证件上的姓名写。',
  namePrivateUse: '姓名里有一个字本机不能确认，请工作人员照证件核对这个字。',
  residentIdOld: '这是十五位的旧号码，请填新身份证上的十八位号码。',
  residentIdLength: '身份证号码应当是十八位，请对照证件再数一遍。',
  residentIdCharacters: '身份证号码前十七位都是数字，最后一位是数字或字母 X，请改正。',
  residentIdDivision: '身份证号码开头两位不对，请对照证件再看一遍。',
  residentIdBirthDate: '身份证号码第七到十四位是出生日期，现在这个日期不存在，请对照证件再看一遍。',
  residentIdCheckCharacter: '身份证号码有一位填错了，请对照证件再看一遍。',
  residentIdFuture: '身份证号码里的出生日期还没有到，请对照证件再看一遍。',
  identityNumber: '证件号码只能有数字和字母，最多 {max} 位，请照证件填写。',
  creditCode: '统一社会信用代码有一位填错了。应当是十八位，请照营业执照填写。',
  creditCodeLength: '统一社会信用代码应当是十八位，请照营业执照填写。',
  projectCode: '项目代码应当像“2305-430102-04-01-123456”这样，请照备案或批复文件填写。',
  realEstateUnit: '不动产单元号应当是二十八位数字和字母，请照不动产权证书填写。',
  bankCardLength: '银行卡号应当是十六到十九位数字，请照卡面填写。',
  bankCard: '银行卡号有一位填错了，请对照卡面再看一遍。',
  mobile: '手机号码应当是十一位数字，第一位是 1，请改正。',
  phone: '电话号码应当是手机号码，或者像“0731-88888888”这样的座机号码。',
  email: '电子邮箱应当像“name@example.com”这样，中间有一个 @。',
  date: '这个日期不存在，请按“年-月-日”填写，例如 2026-03-08。',
  dateFuture: '日期不能晚于今天，请改正。',
  dateTooOld: '这个日期太早了，请看年份是不是填错了。',
  time: '时间应当像“08:30”这样，小时从 00 到 23，分钟从 00 到 59。',
  number: '这里要填数字，请改正。',
  numberWhole: '这里要填整数，不要小数点。',
  numberDecimals: '小数点后面最多写 {decimals} 位。',
  numberMin: '数字太小了，不能少于 {min}{unit}。',
  numberMax: '数字太大了，不能多于 {max}{unit}。',
  money: '金额应当是数字，小数点后面最多两位，单位是元。',
  moneyMax: '金额太大了，不能多于 {max} 元，请看是不是多写了零。',
  code: '请从列出的选项里选一个。',
  yesNo: '请选“是”或者“否”。',
  addressShort: '地址写得太短了，请写到门牌号，例如某县某街道某路某号。',
  division: '请写到县（市、区），例如“湖南省长沙市芙蓉区”。',
  table: '这份名册读不出来，请重新填写。',
  tableRows: '最多填 {max} 行，请分几次办。',
  tableSame: '这个号码和第 {row} 行的一样，请看是不是重复了。',
  tableCell: '请看第 {row} 行的“{label}”。',
} as const

export type FieldMessageId = keyof typeof fieldMessages

/** The sentence of `id` with its limits filled in. */
export function fieldMessage(
  id: FieldMessageId,
  limits: Readonly<Record<string, string | number>> = {},
): string {
  return fieldMessages[id].replace(/\{(\w+)\}/g, (_, name: string) => String(limits[name] ?? ''))
}
