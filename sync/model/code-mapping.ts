/**
 * 码表适配层: the same thing has different numbers in different systems. Inside it has a name; a number exists only at a
 * border, and only together with the system whose number it is.
 */
export interface CodeMapping<Name extends string, System extends string> {
  /** The code of a name in a system; null where that system has none for it. */
  readonly codeOf: (system: System, name: Name) => string | null
  /** The name of a code; null for a code that the system does not have. Codes are text: `02` is not `2`. */
  readonly nameOf: (system: System, code: string) => Name | null
}

function mapping<Name extends string, System extends string>(
  tables: Readonly<Record<System, Readonly<Partial<Record<Name, string>>>>>,
): CodeMapping<Name, System> {
  return {
    codeOf: (system, name) => tables[system][name] ?? null,
    nameOf(system, code) {
      const entries = Object.entries(tables[system]) as [Name, string][]
      return entries.find(([, known]) => known === code)?.[0] ?? null
    },
  }
}

/** 办件类型 (GB/T 39046-2020 A.6). */
export const handlingCodes = mapping({
  'gb-39046': { instant: '1', promise: '2', other: '9' },
})

/** 行使层级 (GB/T 39046-2020 A.2). */
export const levelCodes = mapping({
  'gb-39046': {
    national: '1',
    province: '2',
    city: '3',
    county: '4',
    township: '5',
    village: '6',
    delegated: '7',
  },
})

/**
 * 服务对象: GB/T 39046-2020 A.4 and the implementation lists of the national platform agree up to 4 only. A 非法人企业
 * has no number in the standard.
 */
export const audienceCodes = mapping({
  'gb-39046': {
    person: '1',
    enterprise: '2',
    institution: '3',
    association: '4',
    authority: '5',
    otherOrganisation: '6',
  },
  'national-platform': {
    person: '1',
    enterprise: '2',
    institution: '3',
    association: '4',
    unincorporated: '5',
    authority: '6',
    otherOrganisation: '9',
  },
})

/** 材料必要性: the national platform's lists, and what makers of window systems count from 0. */
export const necessityCodes = mapping({
  'national-platform': { required: '1', optional: '2', deferrable: '3' },
  'window-system': { required: '0', optional: '1', deferrable: '2', creditExempt: '3' },
})

/** 材料来源渠道. */
export const materialSourceCodes = mapping({
  'national-platform': { applicant: '10', government: '20', other: '99' },
  'window-system': { applicant: '0', government: '1', other: '2' },
})

/** 材料形式. */
export const materialFormCodes = mapping({
  'national-platform': { paper: '1', electronic: '2', either: '3' },
})

/**
 * 办件状态: `case-system` is the numbering of a regional case system, in which a case that waits for another has no
 * number because it is not there yet; `window-system` is a maker's.
 */
export const caseStatusCodes = mapping({
  'case-system': {
    pending: '02',
    accepted: '05',
    supplementing: '06',
    rejected: '07',
    completed: '10',
    suspended: '11',
    processing: '12',
    withdrawn: '13',
  },
  'window-system': { pending: '10', processing: '2', completed: '3', withdrawn: '4', rejected: '7' },
})

/** 办结结果: three regions, three numberings. */
export const outcomeCodes = mapping({
  'region-a': {
    granted: '0',
    returned: '1',
    void: '2',
    deleted: '3',
    forwarded: '4',
    notSupplemented: '5',
    done: '6',
  },
  'region-b': { granted: '0', refused: '1', returned: '5', rejected: '6' },
  'region-c': { granted: '6', refused: '7' },
})

/**
 * 好差评的五级: 1 is the best in GB/T 39046-2020 A.8 and the worst on the national platform. Nobody may hand on a number
 * without saying whose it is.
 */
export const ratingCodes = mapping({
  'gb-39046': {
    'very-satisfied': '1',
    satisfied: '2',
    'fairly-satisfied': '3',
    dissatisfied: '4',
    'very-dissatisfied': '5',
  },
  'national-platform': {
    'very-satisfied': '5',
    satisfied: '4',
    'fairly-satisfied': '3',
    dissatisfied: '2',
    'very-dissatisfied': '1',
  },
})
