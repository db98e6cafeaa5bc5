import { inventPerson, type InventedPerson } from '#devices/simulators'

type Resident = Extract<InventedPerson, { edition: 'resident' }>

/** An invented family: the mother's card is read, the rest is told at the window. */
export interface BirthFamily {
  /** What `insert-card` of the reader simulator takes to put the mother's card on. */
  readonly motherCard: { readonly seed: number }
  readonly mother: Resident
  readonly father: Resident
  /** Answers to the situation questions, in the order in which they are asked, as the key to press. */
  readonly answerKeys: readonly string[]
  /** Values by field key, as a clerk types or chooses them; coded values by the label on screen. */
  readonly typed: Readonly<Record<string, string>>
}

function resident(seed: number, sex: '1' | '2', otherThan = ''): { seed: number; person: Resident } {
  for (let candidate = seed; ; candidate += 1) {
    const person = inventPerson(candidate)
    const birthYear = Number(person.birth.slice(0, 4))
    const fits = person.edition === 'resident' && person.sex === sex && person.name !== otherThan
    if (fits && birthYear >= 1985 && birthYear <= 2000) return { seed: candidate, person }
  }
}

/** `YYYYMMDD` of some days ago, local time. */
function daysAgo(days: number): string {
  const day = new Date(Date.now() - days * 86_400_000)
  return `${day.getFullYear()}${String(day.getMonth() + 1).padStart(2, '0')}${String(day.getDate()).padStart(2, '0')}`
}

/** The same seed gives the same family. */
export function inventBirthFamily(seed: number): BirthFamily {
  const mother = resident(seed, '2')
  const father = resident(mother.seed + 1, '1', mother.person.name)
  const home = '湖南省长沙市芙蓉区样例路88号'
  return {
    motherCard: { seed: mother.seed },
    mother: mother.person,
    father: father.person,
    answerKeys: ['1', '1'],
    typed: {
      'newborn.name': `${father.person.name.slice(0, 1)}小例`,
      'newborn.sex': '女',
      'newborn.birthDate': daysAgo(3),
      'newborn.birthTime': '0830',
      'newborn.birthPlace': '湖南省长沙市芙蓉区示范妇幼保健院',
      'newborn.gestationalWeeks': '39',
      'newborn.birthWeight': '3250',
      'newborn.birthLength': '50',
      'newborn.birthInstitution': '示范妇幼保健院',
      'newborn.address': home,
      'newborn.nation': '汉族',
      'newborn.nativePlace': '湖南长沙',
      'newborn.nationality': '中国',
      'newborn.surnameFollows': '随父亲',
      'newborn.relationToHouseholder': '女儿',
      'newborn.householdAddress': home,
      'mother.idType': '居民身份证',
      'mother.nationality': '中国',
      'mother.mobile': '13800000000',
      'father.name': father.person.name,
      'father.idType': '居民身份证',
      'father.idNumber': father.person.number,
      'father.birthDate': father.person.birth,
      'father.nationality': '中国',
      'father.nation': '汉族',
      'father.householdAddress': father.person.address,
      'father.mobile': '13900000000',
      'householder.householderIs': '母亲',
      'service.certificateCollector': '母亲本人',
      'service.vaccinationSite': '示范社区卫生服务中心',
      'service.insuredDivision': '湖南省长沙市芙蓉区',
      'service.premiumYear': String(new Date().getFullYear()),
      'service.premiumPayment': '今天在窗口交',
      'service.cardBank': '示范银行',
      'service.deliveryMethod': '在窗口自取',
    },
  }
}
