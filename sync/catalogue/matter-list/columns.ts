/**
 * Columns of a list of matters, with the headers under which they are known: the first is the one of the README, the
 * others stand in lists as the national platform and the provinces export them (C0109, GB/T 39046-2020).
 */
export const columnHeaders = {
  matter: ['事项名称', '政务服务事项名称', '业务办理项名称'],
  implementationCode: ['实施编码', '事项编码', '业务办理项编码'],
  department: ['主管部门', '实施主体', '实施部门', '部门'],
  handling: ['办件类型'],
  workingDays: ['办结时限', '承诺办结时限', '承诺时限'],
  fee: ['收费', '收费标准'],
  feeBasis: ['收费依据'],
  result: ['办理结果', '结果名称'],
  theme: ['所属一件事', '一件事', '主题'],
  audience: ['服务对象'],
  stage: ['阶段'],
  lead: ['牵头单位'],
  partners: ['配合单位'],
  deadline: ['完成时间'],
  keywords: ['搜索词', '关键词'],
  materials: ['材料', '申请材料', '申请材料名称'],
  fields: ['表单字段'],
  dependsOn: ['前置事项'],
} as const satisfies Record<string, readonly string[]>

export type ColumnId = keyof typeof columnHeaders

/** Without these there is no matter. */
export const requiredColumns = ['matter', 'department', 'workingDays'] as const satisfies readonly ColumnId[]

/** A header without spaces, footnote stars and the bracket that explains it. */
function plainHeader(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\(.*?\)|[\s*:]/gu, '')
    .trim()
}

/** The column that a header names; null for one that the import does not use. */
export function columnOf(header: string): ColumnId | null {
  const plain = plainHeader(header)
  const found = Object.entries(columnHeaders).find(([, names]) =>
    (names as readonly string[]).includes(plain),
  )
  return found === undefined ? null : (found[0] as ColumnId)
}
